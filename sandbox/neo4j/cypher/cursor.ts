import { syntaxError } from "../security/errors.ts";
import { Neo4jError } from "../security/types.ts";
import { outOfMemory, typeError, UnknownStatementError } from "./errors.ts";
import { type Token, tokenize } from "./tokens.ts";
import type { Value } from "./value.ts";

/** Parameters and variables that one statement may name; each may hold as much as a message. */
const MAX_REFERENCES = 50;

/** Walks over the tokens of one statement. Keywords are matched in any case. */
export class Cursor {
  readonly #statement: string;
  readonly #parameters: ReadonlyMap<string, Value>;
  readonly #tokens: Token[];
  readonly #secrets = new Set<Token>();
  readonly #references = new Set<Token | undefined>();
  #at = 0;

  constructor(statement: string, parameters: ReadonlyMap<string, Value>) {
    this.#statement = statement;
    this.#parameters = parameters;
    this.#tokens = tokenize(statement);
  }

  /** Count of tokens before the next one. */
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

  /** @throws UnknownStatementError */
  expect(...keywords: string[]): void {
    if (!this.take(...keywords)) this.fail(keywords.join(" "));
  }

  /** Takes the symbol if it is next. */
  takeSymbol(symbol: string): boolean {
    return this.takeToken("symbol", symbol) !== undefined;
  }

  /** @throws UnknownStatementError */
  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) this.fail(`'${symbol}'`);
  }

  /** Takes the next token if it is of a kind, and has a text if one is given. */
  takeToken(kind: Token["kind"], value?: string): Token | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || (value !== undefined && token.value !== value)) return undefined;
    this.#at += 1;
    return token;
  }

  atEnd(): boolean {
    return this.#tokens[this.#at]?.kind === "end";
  }

  /**
   * A semicolon may close the statement; nothing may follow.
   *
   * @throws UnknownStatementError
   */
  expectEnd(): void {
    this.takeSymbol(";");
    if (!this.atEnd()) this.fail("the end of the statement");
  }

  /**
   * A name, bare or in backticks.
   *
   * @param what it names, for the refusal
   * @throws UnknownStatementError
   */
  name(what: string): string {
    return (this.takeToken("word") ?? this.takeToken("name"))?.value ?? this.fail(what);
  }

  /**
   * A name, or a parameter that holds one.
   *
   * @throws Neo4jError ParameterMissing, TypeError; UnknownStatementError
   */
  nameOrParameter(what: string): string {
    return this.#textParameter(what) ?? this.name(what);
  }

  /**
   * A string in quotes, or a parameter that holds one.
   *
   * @throws Neo4jError ParameterMissing, TypeError; UnknownStatementError
   */
  text(what: string): string {
    return this.#textParameter(what) ?? this.takeToken("text")?.value ?? this.fail(what);
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

  /**
   * The value of a parameter, if one is next.
   *
   * @throws Neo4jError ParameterMissing, MemoryPoolOutOfMemoryError
   */
  takeParameter(): { name: string; value: Value } | undefined {
    const name = this.takeToken("parameter")?.value;
    if (name === undefined) return undefined;
    this.countReference();
    const value = this.#parameters.get(name);
    if (value !== undefined) return { name, value };
    throw new Neo4jError(
      "Neo.ClientError.Statement.ParameterMissing",
      `Expected parameter(s): ${name}`,
    );
  }

  /**
   * Notes that the token before the position stands for a value of any size, so that an answer
   * cannot repeat it without end.
   *
   * @throws Neo4jError General.MemoryPoolOutOfMemoryError
   */
  countReference(): void {
    this.#references.add(this.#tokens[this.#at - 1]);
    if (this.#references.size > MAX_REFERENCES) throw outOfMemory(MAX_REFERENCES, "references");
  }

  /** The text from a position up to the next token, as it is written. */
  textFrom(position: number): string {
    const end = this.#tokens[this.#at - 1]?.end;
    return this.#statement.slice(this.#tokens[position]?.start, end);
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

  /** @throws UnknownStatementError always: something else than was expected is next */
  fail(expected: string): never {
    const token = this.#tokens[this.#at];
    const isShown = token?.kind === "word" || token?.kind === "symbol";
    const found = token?.kind === "end" ? "its end" : isShown ? `'${token.value}'` : token?.kind;
    throw new UnknownStatementError(
      `: expected ${expected} instead of ${found} (offset: ${token?.start ?? 0}).`,
    );
  }

  #textParameter(what: string): string | undefined {
    const parameter = this.takeParameter();
    if (!parameter) return undefined;
    if (typeof parameter.value === "string") return parameter.value;
    throw typeError(`Expected parameter $${parameter.name} for ${what} to have type String.`);
  }
}
