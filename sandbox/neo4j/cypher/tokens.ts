import { readNumber, readQuotedName, readString } from "./literals.ts";
import { isDigit, isNamePart, isNameStart, isSpace, Scanner } from "./scanner.ts";

/** One token; `offset` and `end` delimit it in the statement. */
export type Token = TokenContent & { offset: number; end: number };

type TokenContent =
  | { kind: "name"; text: string; quoted: boolean }
  | { kind: "string"; value: string }
  | { kind: "integer"; value: bigint }
  | { kind: "float"; value: number }
  | { kind: "parameter"; name: string }
  | { kind: "symbol"; text: string }
  | { kind: "end" };

/** UTF-16 units of a statement. Neo4j has no such limit. */
const MAX_LENGTH = 100_000;

const LONG_SYMBOLS = ["<>", "<=", ">="];
const SYMBOLS = "()[]{}:,.;+-*/%=<>|";

/**
 * Splits a statement into tokens; the last one has the kind `end`.
 *
 * @throws Neo4jError Statement.SyntaxError
 */
export function tokenize(statement: string): Token[] {
  if (statement.length > MAX_LENGTH) {
    const start = new Scanner(statement.slice(0, 40));
    throw start.invalid(start.statement, `a statement of at most ${MAX_LENGTH} characters`);
  }
  const scanner = new Scanner(statement);
  const tokens: Token[] = [];
  for (;;) {
    skipBlank(scanner);
    const offset = scanner.at;
    const content = readToken(scanner);
    tokens.push({ ...content, offset, end: scanner.at });
    if (content.kind === "end") return tokens;
  }
}

function readToken(scanner: Scanner): TokenContent {
  const char = scanner.peek();
  if (char === "") return { kind: "end" };
  if (char === "'" || char === '"') return { kind: "string", value: readString(scanner) };
  if (char === "$") return { kind: "parameter", name: readParameter(scanner) };
  if (char === "`") return { kind: "name", text: readQuotedName(scanner), quoted: true };
  if (isNameStart(char)) return { kind: "name", text: scanner.while(isNamePart), quoted: false };
  if (isDigit(char) || (char === "." && isDigit(scanner.peek(1)))) {
    const value = readNumber(scanner);
    return typeof value === "bigint" ? { kind: "integer", value } : { kind: "float", value };
  }
  return { kind: "symbol", text: readSymbol(scanner) };
}

function readSymbol(scanner: Scanner): string {
  const char = scanner.peek();
  const text = LONG_SYMBOLS.find((symbol) => scanner.startsWith(symbol)) ?? char;
  if (!SYMBOLS.includes(char)) throw scanner.invalid(char, "a token");
  scanner.at += text.length;
  return text;
}

function readParameter(scanner: Scanner): string {
  scanner.at++;
  if (scanner.peek() === "`") return readQuotedName(scanner);
  const name = scanner.while(isNamePart);
  if (name === "") throw scanner.invalid(scanner.peek(), "a parameter name");
  return name;
}

/** White space and both kinds of comment. */
function skipBlank(scanner: Scanner): void {
  for (;;) {
    scanner.while(isSpace);
    if (scanner.startsWith("//")) scanner.while((char) => char !== "\n");
    else if (scanner.startsWith("/*")) skipComment(scanner);
    else return;
  }
}

function skipComment(scanner: Scanner): void {
  const end = scanner.statement.indexOf("*/", scanner.at + 2);
  if (end === -1) throw scanner.invalid("/*", "a comment that ends with '*/'");
  scanner.at = end + 2;
}
