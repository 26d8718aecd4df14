import { syntaxError } from "../errors.ts";
import { Neo4jError } from "../types.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Walks over the tokens of one statement. Keywords are matched in any case. */
export class Cursor {
  readonly #statement: string;
  readonly #parameters: Record<string, unknown>;
  readonly #tokens: Token[];
  readonly #secrets = new Set<Token>();
  #at = 0;

  constructor(statement: string, parameters: Record<string, unknown>) {
    this.#statement = statement;
    this.#parameters = parameters;
    this.#tokens = tokenize(statement);
  }

  get position(): number {
    return this.#at;
  }

  /** Goes back to an earlier position. */
  set position(at: number) {
    this.#at = at;
  }

  /** Takes these keywords if they are all next. */
  take(...keywords: string[]): boolean {
    const here = keywords.every((keyword, offset) => {
      const token = this.#tokens[this.#at + offset];
      return token?.kind === "word" && token.value.toUpperCase() === keyword;
    });
    if (here) this.#at += keywords.length;
    return here;
  }

  /** @throws Neo4jError SyntaxError */
  expect(...keywords: string[]): void {
    if (!this.take(...keywords)) this.fail(keywords.join(" "));
  }

  takeSymbol(symbol: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "symbol" || token.value !== symbol) return false;
    this.#at += 1;
    return true;
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) this.fail(`'${symbol}'`);
  }

  atEnd(): boolean {
    return this.#tokens[this.#at]?.kind === "end";
  }

  /** A semicolon may close the statement; nothing may follow. */
  expectEnd(): void {
    this.takeSymbol(";");
    if (!this.atEnd()) this.fail("the end of the statement");
  }

  /** A name, bare, in backticks, or as a parameter. */
  name(what: string): string {
    const token = this.#tokens[this.#at];
    if (token?.kind === "word" || token?.kind === "name") {
      this.#at += 1;
      return token.value;
    }
    return token?.kind === "parameter" ? this.#parameter(token, what) : this.fail(what);
  }

  /** A string in quotes, or a parameter that holds one. */
  text(what: string): string {
    const token = this.#tokens[this.#at];
    if (token?.kind === "text") {
      this.#at += 1;
      return token.value;
    }
    return token?.kind === "parameter" ? this.#parameter(token, what) : this.fail(what);
  }

  /** The same for a text that no log and no message may show. */
  secret(what: string): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "text" && token?.kind !== "parameter") {
      throw syntaxError(`Invalid input: expected ${what} in quotes or as a parameter`);
    }
    if (token.kind === "text") this.#secrets.add(token);
    return this.text(what);
  }

  /** The statement on one line without comments, every secret taken so far as `******`. */
  loggable(): string {
    let line = "";
    let end = 0;
    for (const token of this.#tokens) {
      if (token.start > end && line !== "" && token.kind !== "end") line += " ";
      line += this.#secrets.has(token) ? "'******'" : this.#statement.slice(token.start, token.end);
      end = token.end;
    }
    return line;
  }

  fail(expected: string): never {
    const token = this.#tokens[this.#at];
    const found =
      token?.kind === "word" || token?.kind === "symbol" ? `'${token.value}'` : token?.kind;
    throw syntaxError(
      `Invalid input ${found === "end" ? "''" : found}: expected ${expected} (offset: ${token?.start ?? 0})`,
    );
  }

  #parameter(token: Token, what: string): string {
    this.#at += 1;
    if (!Object.hasOwn(this.#parameters, token.value)) {
      throw new Neo4jError(
        "Neo.ClientError.Statement.ParameterMissing",
        `Expected parameter(s): ${token.value}`,
      );
    }
    const value = this.#parameters[token.value];
    if (typeof value !== "string") {
      throw new Neo4jError(
        "Neo.ClientError.Statement.TypeError",
        `Expected parameter $${token.value} for ${what} to have type String.`,
      );
    }
    return value;
  }
}
