import { isDigit, isNamePart, type Scanner } from "./scanner.ts";
import { INT64_MAX } from "./value.ts";

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

/**
 * Reads a string from its opening quote.
 *
 * @throws Neo4jError Statement.SyntaxError
 */
export function readString(scanner: Scanner): string {
  const start = scanner.at;
  const quote = scanner.peek();
  scanner.at++;
  let value = "";
  for (;;) {
    const char = scanner.peek();
    if (char === "") {
      scanner.at = start;
      throw scanner.invalid(quote, "a string that ends with the quote it starts with");
    }
    scanner.at += char.length;
    if (char === quote) return value;
    value += char === "\\" ? readEscape(scanner) : char;
  }
}

function readEscape(scanner: Scanner): string {
  const char = scanner.peek();
  const plain = ESCAPES.get(char);
  if (plain !== undefined) {
    scanner.at++;
    return plain;
  }
  const digits = scanner.statement.slice(scanner.at + 1, scanner.at + 5);
  if (char !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) {
    throw scanner.invalid(`\\${char}`, "an escape sequence");
  }
  scanner.at += 5;
  return String.fromCharCode(Number.parseInt(digits, 16));
}

/**
 * Reads a name in backticks, where a doubled backtick stands for one.
 *
 * @throws Neo4jError Statement.SyntaxError
 */
export function readQuotedName(scanner: Scanner): string {
  const start = scanner.at++;
  let name = "";
  for (;;) {
    const end = scanner.statement.indexOf("`", scanner.at);
    if (end === -1) {
      scanner.at = start;
      throw scanner.invalid("`", "a name that ends with a backtick");
    }
    name += scanner.statement.slice(scanner.at, end);
    scanner.at = end + 1;
    if (scanner.peek() !== "`") return name;
    name += "`";
    scanner.at++;
  }
}

/**
 * Reads a number: a bigint for an INTEGER, a number for a FLOAT. One more than the biggest INTEGER
 * is let through for the sake of its negation.
 *
 * @throws Neo4jError Statement.SyntaxError
 */
export function readNumber(scanner: Scanner): bigint | number {
  const start = scanner.at;
  const value =
    scanner.startsWith("0x") || scanner.startsWith("0o")
      ? readRadix(scanner)
      : readDecimal(scanner);
  if (typeof value === "bigint" && value > INT64_MAX + 1n) {
    throw scanner.semantic("integer is too large", start);
  }
  return value;
}

function readRadix(scanner: Scanner): bigint {
  const text = scanner.while(isNamePart);
  if (/^0x[0-9a-fA-F]+$/.test(text) || /^0o[0-7]+$/.test(text)) return BigInt(text);
  scanner.at -= text.length;
  throw scanner.invalid(text, "a number");
}

function readDecimal(scanner: Scanner): bigint | number {
  const start = scanner.at;
  scanner.while(isDigit);
  let isFloat = false;
  if (scanner.peek() === "." && isDigit(scanner.peek(1))) {
    scanner.at++;
    scanner.while(isDigit);
    isFloat = true;
  }
  if (/^[eE][+-]?[0-9]/.test(scanner.statement.slice(scanner.at, scanner.at + 3))) {
    scanner.at += 2;
    scanner.while(isDigit);
    isFloat = true;
  }
  const text = scanner.statement.slice(start, scanner.at);
  if (isNamePart(scanner.peek())) throw scanner.invalid(text + scanner.peek(), "a number");
  return isFloat ? Number(text) : BigInt(text);
}
