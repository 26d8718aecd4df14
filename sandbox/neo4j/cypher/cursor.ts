import { syntaxError } from "../security/errors.ts";
import { Neo4jError } from "../security/types.ts";
import { outOfMemory, typeError, UnknownStatementError } from "./errors.ts";
import { type Token, tokenize } from "./tokens.ts";
import type { Value } from "./value.ts";

/** Parameters and variables that one statement may name; each may hold as much as a message. */
const MAX_REFERENCES = 50;

/** The words that the readers of statements look for, each cut once. */
const EXPECTED = new Map<string, readonly Token[]>();

/** Walks over the tokens of one statement. */
export class Cursor {
  /** Count of tokens before the next one; may be set back. */
  position = 0;
  readonly #statement: string;
  readonly #parameters: ReadonlyMap<string, Value>;
  readonly #tokens: Token[];
  readonly #secrets = new Set<Token>();
  readonly #references = new Set<Token | undefined>();

  constructor(statement: string, parameters: ReadonlyMap<string, Value>) {
    this.#statement = statement;
    this.#parameters = parameters;
    this.#tokens = tokenize(statement);
  }

  /**
   * Takes these tokens if they are all next.
   *
   * @param written words in capitals are keywords, matched in any case; all else is matched as it is
   */
  take(written: string): boolean {
    const isNext = this.isNext(written);
    if (isNext) this.position += cut(written).length;
    return isNext;
  }

  /** Whether these tokens are next, without taking them. */
  isNext(written: string): boolean {
    return cut(written).every(({ kind, value }, offset) => {
      const token = this.#tokens[this.position + offset];
      const isKeyword = value === value.toUpperCase();
      const found = isKeyword ? token?.value.toUpperCase() : token?.value;
      return token?.kind === kind && found === value;
    });
  }

  /** @throws UnknownStatementError */
  expect(written: string): void {
    if (!this.take(written)) this.fail(/^\w/.test(written) ? written : `'${written}'`);
  }

  /** Takes the next token if it is of a kind. */
  takeKind(kind: Token["kind"]): string | undefined {
    const token = this.#tokens[this.position];
    if (token?.kind !== kind) return undefined;
    this.position += 1;
    return token.value;
  }

  /** Takes the next name, bare or in backticks, if it is this one, or whatever name it is. */
  takeName(wanted?: string): string | undefined {
    const start = this.position;
    const name = this.takeKind("word") ?? this.takeKind("name");
    if (wanted === undefined || name === wanted) return name;
    this.position = start;
    return undefined;
  }

  /**
   * A semicolon may close the statement; nothing may follow.
   *
   * @throws UnknownStatementError
   */
  expectEnd(): void {
    this.take(";");
    if (!this.atEnd()) this.fail("the end of the statement");
  }

  atEnd(): boolean {
    return this.#tokens[this.position]?.kind === "end";
  }

  /** @param what it names, for the refusal. @throws UnknownStatementError */
  name(what: string): string {
    return this.takeName() ?? this.fail(what);
  }

  /** @param name of a variable that stands before. @throws UnknownStatementError for another token */
  expectName(name: string | undefined): void {
    if (name === undefined || this.takeName(name) === undefined) this.fail("a variable");
  }

  /** A name, or a parameter that holds one. @throws Neo4jError ParameterMissing, TypeError */
  nameOrParameter(what: string): string {
    return this.#textParameter(what) ?? this.name(what);
  }

  /** A string in quotes, or a parameter that holds one. @throws Neo4jError as `nameOrParameter` */
  text(what: string): string {
    return this.#textParameter(what) ?? this.takeKind("text") ?? this.fail(what);
  }

  /** The same for a text that no log and no message may show. */
  secret(what: string): string {
    const token = this.#tokens[this.position];
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
    const name = this.takeKind("parameter");
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
    this.#references.add(this.#tokens[this.position - 1]);
    if (this.#references.size > MAX_REFERENCES) throw outOfMemory(MAX_REFERENCES, "references");
  }

  /** The text from a position up to the next token, as it is written. */
  textFrom(position: number): string {
    const end = this.#tokens[this.position - 1]?.end;
    return this.#statement.slice(this.#tokens[position]?.start, end);
  }

  /** The statement on one line without comments, every secret taken so far as `******`. */
  loggable(): string {
    return this.#line(this.#tokens);
  }

  /** What was taken since a position, on one line without comments. */
  lineFrom(position: number): string {
    return this.#line(this.#tokens.slice(position, this.position));
  }

  #line(tokens: readonly Token[]): string {
    let line = "";
    let end = 0;
    for (const token of tokens) {
      if (token.start > end && line !== "" && token.kind !== "end") line += " ";
      line += this.#secrets.has(token) ? "'******'" : this.#statement.slice(token.start, token.end);
      end = token.end;
    }
    return line;
  }

  /** @throws UnknownStatementError always: something else than was expected is next */
  fail(expected: string): never {
    const token = this.#tokens[this.position];
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

function cut(written: string): readonly Token[] {
  const tokens = EXPECTED.get(written) ?? tokenize(written).slice(0, -1);
  EXPECTED.set(written, tokens);
  return tokens;
}
