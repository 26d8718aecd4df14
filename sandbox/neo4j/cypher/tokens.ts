/** A part of a statement that no white space or comment divides. */
export interface Token {
  /** `word` bare, `name` in backticks, `text` in quotes, `parameter` after `$`, `end` after the last. */
  kind: "word" | "name" | "text" | "number" | "parameter" | "symbol" | "unterminated" | "end";
  /** Decoded, without quotes, backticks or `$`. */
  value: string;
  /** Offsets in the statement, for error messages and for hiding passwords in the log. */
  start: number;
  end: number;
}

const BLANK = /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NAME = /`([^`]*(?:``[^`]*)*)`/y;
const TEXT = /'([^'\\]*(?:\\[\s\S][^'\\]*)*)'|"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y;
const NUMBER = /0x[0-9a-fA-F]+|0o[0-7]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const PARAMETER = /\$(?:([\p{L}\p{N}_]+)|`([^`]*(?:``[^`]*)*)`)/uy;

const ESCAPES: Record<string, string> = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

/** Cuts a Cypher statement into tokens, comments left out. Never throws. */
export function tokenize(statement: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(statement);
  };
  while (at < statement.length) {
    const blank = match(BLANK);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const token = readToken(match, statement, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: "end", value: "", start: at, end: at });
  return tokens;
}

function readToken(
  match: (pattern: RegExp) => RegExpExecArray | null,
  statement: string,
  start: number,
): Token {
  const token = (kind: Token["kind"], value: string, length: number): Token => ({
    kind,
    value,
    start,
    end: start + length,
  });
  const word = match(WORD);
  if (word) return token("word", word[0], word[0].length);
  const name = match(NAME);
  if (name) return token("name", (name[1] ?? "").replaceAll("``", "`"), name[0].length);
  const text = match(TEXT);
  if (text) return token("text", decode(text[1] ?? text[2] ?? ""), text[0].length);
  const number = match(NUMBER);
  if (number) return token("number", number[0], number[0].length);
  const parameter = match(PARAMETER);
  if (parameter) {
    const value = parameter[1] ?? (parameter[2] ?? "").replaceAll("``", "`");
    return token("parameter", value, parameter[0].length);
  }
  const character = statement[start] ?? "";
  if (character === "'" || character === '"' || character === "`") {
    return token("unterminated", character, statement.length - start);
  }
  return token("symbol", character, 1);
}

function decode(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (_, escaped: string) =>
    escaped.length === 5
      ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
      : (ESCAPES[escaped] ?? escaped),
  );
}
