import type { Neo4jError } from "../security/types.ts";
import { invalidInput, semanticError } from "./errors.ts";

/** A statement with a reading position, by code points. */
export class Scanner {
  readonly statement: string;
  at = 0;

  constructor(statement: string) {
    this.statement = statement;
  }

  /** The character at the position or some UTF-16 units after it; the empty string at the end. */
  peek(ahead = 0): string {
    const point = this.statement.codePointAt(this.at + ahead);
    return point === undefined ? "" : String.fromCodePoint(point);
  }

  startsWith(text: string): boolean {
    return this.statement.startsWith(text, this.at);
  }

  /** Moves over the characters that are accepted and answers them. */
  while(accept: (char: string) => boolean): string {
    const start = this.at;
    for (let char = this.peek(); char !== "" && accept(char); char = this.peek()) {
      this.at += char.length;
    }
    return this.statement.slice(start, this.at);
  }

  /** A syntax error at the position. */
  invalid(found: string, expected: string): Neo4jError {
    return invalidInput(found, expected, { statement: this.statement, offset: this.at });
  }

  /** A mistake at an offset, in Neo4j's own words. */
  semantic(message: string, offset: number): Neo4jError {
    return semanticError(message, { statement: this.statement, offset });
  }
}

export const isSpace = (char: string) => /\s/u.test(char);
export const isNameStart = (char: string) => /[\p{L}_]/u.test(char);
export const isNamePart = (char: string) => /[\p{L}\p{N}_]/u.test(char);
export const isDigit = (char: string) => char >= "0" && char <= "9";
