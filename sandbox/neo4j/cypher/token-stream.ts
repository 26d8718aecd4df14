import type { Neo4jError } from "../security/types.ts";
import { invalidInput, type Place, semanticError } from "./errors.ts";
import { type Token, tokenize } from "./tokens.ts";

/** The tokens of a statement with a reading position. Keywords are names without backticks, any case. */
export class TokenStream {
  readonly statement: string;
  readonly #tokens: readonly Token[];
  #index = 0;

  /** @throws Neo4jError Statement.SyntaxError for what is no token */
  constructor(statement: string) {
    this.statement = statement;
    this.#tokens = tokenize(statement);
  }

  get current(): Token {
    const token = this.#tokens[this.#index];
    if (token === undefined) throw new Error("read past the end of the statement");
    return token;
  }

  /** Moves on; at the end it stays. */
  advance(): void {
    if (this.current.kind !== "end") this.#index++;
  }

  /** The text from an offset to the end of the token before the position. */
  textFrom(offset: number): string {
    return this.statement.slice(offset, this.#tokens[this.#index - 1]?.end ?? offset);
  }

  isSymbol(text: string): boolean {
    return this.current.kind === "symbol" && this.current.text === text;
  }

  takeSymbol(text: string): boolean {
    const found = this.isSymbol(text);
    if (found) this.advance();
    return found;
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw this.invalid(`'${text}'`);
  }

  isKeyword(word: string): boolean {
    const token = this.current;
    return token.kind === "name" && !token.quoted && token.text.toUpperCase() === word;
  }

  takeKeyword(word: string): boolean {
    const found = this.isKeyword(word);
    if (found) this.advance();
    return found;
  }

  expectKeyword(word: string): void {
    if (!this.takeKeyword(word)) throw this.invalid(`'${word}'`);
  }

  expectName(what: string): string {
    const token = this.current;
    if (token.kind !== "name" || token.text === "") throw this.invalid(what);
    this.advance();
    return token.text;
  }

  /** One `;` may end a statement; nothing may follow. */
  expectEnd(): void {
    this.takeSymbol(";");
    if (this.current.kind !== "end") throw this.invalid("the end of the statement");
  }

  /** A syntax error about the token at the position. */
  invalid(expected: string): Neo4jError {
    const { kind, offset, end } = this.current;
    const found = kind === "end" ? "" : this.statement.slice(offset, end);
    return invalidInput(found, expected, this.place());
  }

  semantic(message: string): Neo4jError {
    return semanticError(message, this.place());
  }

  place(): Place {
    return this.placeAt(this.current.offset);
  }

  placeAt(offset: number): Place {
    return { statement: this.statement, offset };
  }
}
