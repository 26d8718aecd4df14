import { invalidInput, semanticError } from "./errors.ts";
import { INT64_MAX } from "./value.ts";

/** One token; `offset` and `end` delimit it in the statement. */
export type Token = { offset: number; end: number } & (
  | { kind: "name"; text: string; quoted: boolean }
  | { kind: "string"; value: string }
  | { kind: "integer"; value: bigint }
  | { kind: "float"; value: number }
  | { kind: "parameter"; name: string }
  | { kind: "symbol"; text: string }
  | { kind: "end" }
);

const SYMBOLS = [
  "<>",
  "<=",
  ">=",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ":",
  ",",
  ".",
  ";",
  "+",
  "-",
  "*",
  "/",
  "%",
  "=",
  "<",
  ">",
  "|",
];

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["`", "`"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

const isSpace = (char: string) => /\s/u.test(char);
const isNameStart = (char: string) => /[\p{L}_]/u.test(char);
const isNamePart = (char: string) => /[\p{L}\p{N}_]/u.test(char);
const isDigit = (char: string) => char >= "0" && char <= "9";
const isHex = (text: string) => /^[0-9a-fA-F]+$/.test(text);

/**
 * Splits a statement into tokens; the last one has the kind `end`.
 *
 * @throws Neo4jError Statement.SyntaxError
 */
export function tokenize(statement: string): Token[] {
  return new Tokenizer(statement).run();
}

class Tokenizer {
  readonly #statement: string;
  #at = 0;

  constructor(statement: string) {
    this.#statement = statement;
  }

  run(): Token[] {
    const tokens: Token[] = [];
    for (;;) {
      this.#skipBlank();
      const token = this.#next();
      tokens.push(token);
      if (token.kind === "end") return tokens;
    }
  }

  #next(): Token {
    const offset = this.#at;
    const char = this.#peek();
    if (char === "") return { kind: "end", offset, end: offset };
    if (char === "'" || char === '"') {
      const value = this.#string(char);
      return { kind: "string", value, offset, end: this.#at };
    }
    if (char === "$") {
      this.#at++;
      const name = this.#parameterName();
      return { kind: "parameter", name, offset, end: this.#at };
    }
    if (char === "`") {
      const text = this.#quotedName();
      return { kind: "name", text, quoted: true, offset, end: this.#at };
    }
    if (isNameStart(char)) {
      const text = this.#while(isNamePart);
      return { kind: "name", text, quoted: false, offset, end: this.#at };
    }
    if (isDigit(char) || (char === "." && isDigit(this.#peek(1)))) return this.#number(offset);
    const text = SYMBOLS.find((symbol) => this.#statement.startsWith(symbol, this.#at));
    if (text === undefined) throw this.#invalid(char, "a token");
    this.#at += text.length;
    return { kind: "symbol", text, offset, end: this.#at };
  }

  #skipBlank(): void {
    for (;;) {
      this.#while(isSpace);
      if (this.#statement.startsWith("//", this.#at)) this.#while((char) => char !== "\n");
      else if (this.#statement.startsWith("/*", this.#at)) this.#skipComment();
      else return;
    }
  }

  #skipComment(): void {
    const end = this.#statement.indexOf("*/", this.#at + 2);
    if (end === -1) throw this.#invalid("/*", "a comment that ends with '*/'");
    this.#at = end + 2;
  }

  #string(quote: string): string {
    const start = this.#at++;
    let value = "";
    for (;;) {
      const char = this.#peek();
      if (char === "") {
        this.#at = start;
        throw this.#invalid(quote, "a string that ends with the quote it starts with");
      }
      this.#at += char.length;
      if (char === quote) return value;
      value += char === "\\" ? this.#escape() : char;
    }
  }

  #escape(): string {
    const char = this.#peek();
    const plain = ESCAPES.get(char);
    if (plain !== undefined) {
      this.#at++;
      return plain;
    }
    const digits = char === "u" ? this.#statement.slice(this.#at + 1, this.#at + 5) : "";
    if (digits.length !== 4 || !isHex(digits))
      throw this.#invalid(`\\${char}`, "an escape sequence");
    this.#at += 5;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  /** A name in backticks, where a doubled backtick stands for one. */
  #quotedName(): string {
    const start = this.#at++;
    let name = "";
    for (;;) {
      const end = this.#statement.indexOf("`", this.#at);
      if (end === -1) {
        this.#at = start;
        throw this.#invalid("`", "a name that ends with a backtick");
      }
      name += this.#statement.slice(this.#at, end);
      this.#at = end + 1;
      if (this.#peek() !== "`") return name;
      name += "`";
      this.#at++;
    }
  }

  #parameterName(): string {
    if (this.#peek() === "`") return this.#quotedName();
    const name = this.#while(isNamePart);
    if (name === "") throw this.#invalid(this.#peek(), "a parameter name");
    return name;
  }

  #number(offset: number): Token {
    const prefix = this.#statement.slice(offset, offset + 2);
    if (prefix === "0x" || prefix === "0o") {
      this.#at += 2;
      const digits = this.#while(isNamePart);
      const allowed = prefix === "0x" ? isHex(digits) : /^[0-7]+$/.test(digits);
      if (!allowed) throw this.#invalid(prefix + digits, "a number");
      return this.#integer(offset, BigInt(prefix + digits));
    }
    this.#while(isDigit);
    let isFloat = false;
    if (this.#peek() === "." && isDigit(this.#peek(1))) {
      this.#at++;
      this.#while(isDigit);
      isFloat = true;
    }
    if (/^[eE][+-]?[0-9]/.test(this.#statement.slice(this.#at, this.#at + 3))) {
      this.#at += 2;
      this.#while(isDigit);
      isFloat = true;
    }
    const text = this.#statement.slice(offset, this.#at);
    if (isNamePart(this.#peek())) throw this.#invalid(text + this.#peek(), "a number");
    if (!isFloat) return this.#integer(offset, BigInt(text));
    return { kind: "float", value: Number(text), offset, end: this.#at };
  }

  /** One more than the biggest INTEGER is let through for the sake of its negation. */
  #integer(offset: number, value: bigint): Token {
    if (value <= INT64_MAX + 1n) return { kind: "integer", value, offset, end: this.#at };
    throw semanticError("integer is too large", { statement: this.#statement, offset });
  }

  #while(accept: (char: string) => boolean): string {
    const start = this.#at;
    for (let char = this.#peek(); char !== "" && accept(char); char = this.#peek()) {
      this.#at += char.length;
    }
    return this.#statement.slice(start, this.#at);
  }

  /** The character (code point) at the place, or the empty string at the end. */
  #peek(ahead = 0): string {
    const point = this.#statement.codePointAt(this.#at + ahead);
    return point === undefined ? "" : String.fromCodePoint(point);
  }

  #invalid(found: string, expected: string) {
    return invalidInput(found, expected, { statement: this.#statement, offset: this.#at });
  }
}
