import { ExpressionError } from "./error.ts";

/** A word of an expression. */
export interface Token {
  readonly kind: "string" | "number" | "name" | "symbol" | "end";
  /** A string's content without its quotes; otherwise the text as written, words as symbols. */
  readonly text: string;
  /** Offset in the source, for messages. */
  readonly at: number;
}

/** Words that are read as the operators they stand for. */
const WORDS = new Map([
  ["AND", "&&"],
  ["OR", "||"],
  ["NOT", "!"],
]);

/** One alternative per kind of token; a doubled quote inside a string stands for one. */
const TOKEN =
  /\s+|(?<double>"(?:[^"]|"")*")|(?<single>'(?:[^']|'')*')|(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*)|(?<symbol>==|!=|<=|>=|&&|\|\||[<>!?:(){},.+])/y;

/** Splits an expression into tokens, the last of kind `end`. @throws ExpressionError `syntax` */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (!match) {
      throw new ExpressionError("syntax", `Unexpected character at position ${at}.`);
    }
    const token = tokenOf(match.groups ?? {}, at);
    if (token) tokens.push(token);
    at = TOKEN.lastIndex;
  }
  tokens.push({ kind: "end", text: "", at });
  return tokens;
}

function tokenOf(groups: Record<string, string | undefined>, at: number): Token | undefined {
  const { double, single, number, name, symbol } = groups;
  if (double !== undefined) return { kind: "string", text: unquote(double, '"'), at };
  if (single !== undefined) return { kind: "string", text: unquote(single, "'"), at };
  if (number !== undefined) return { kind: "number", text: number, at };
  if (symbol !== undefined) return { kind: "symbol", text: symbol, at };
  if (name === undefined) return undefined;
  const operator = WORDS.get(name.toUpperCase());
  return operator === undefined
    ? { kind: "name", text: name, at }
    : { kind: "symbol", text: operator, at };
}

function unquote(text: string, quote: string): string {
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}
