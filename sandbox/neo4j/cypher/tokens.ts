/** A part of a statement that no white space or comment divides. */
export interface Token {
  /** `word` bare, `name` in backticks, `text` in quotes, `parameter` after `$`, `end` after the last. */
  kind: "word" | "name" | "text" | "number" | "parameter" | "unterminated" | "symbol" | "end";
  /** Decoded, without quotes, backticks or `$`. */
  value: string;
  /** Offsets in the statement, for error messages and for hiding passwords in the log. */
  start: number;
  end: number;
}

/** What each kind looks like. The first that fits is taken; what is in no kind is blank. */
const PATTERNS: readonly RegExp[] = [
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/,
  /(?<word>[\p{L}_][\p{L}\p{N}_]*)/u,
  /(?<name>`[^`]*(?:``[^`]*)*`)/,
  /(?<text>'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*")/,
  /(?<number>0x[0-9a-fA-F]+|0o[0-7]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)/,
  /(?<parameter>\$(?:[\p{L}\p{N}_]+|`[^`]*(?:``[^`]*)*`))/u,
  /(?<unterminated>['"`][\s\S]*)/,
  /(?<symbol>[\s\S])/,
];
const TOKEN = new RegExp(PATTERNS.map(({ source }) => source).join("|"), "gu");

const ESCAPES: Record<string, string> = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

/** Cuts a Cypher statement into tokens, comments left out. Never throws. */
export function tokenize(statement: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: written, index: start, groups = {} } of statement.matchAll(TOKEN)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined) as Token["kind"];
    if (!kind) continue;
    tokens.push({ kind, value: decode(kind, written), start, end: start + written.length });
  }
  const { length } = statement;
  tokens.push({ kind: "end", value: "", start: length, end: length });
  return tokens;
}

function decode(kind: Token["kind"], written: string): string {
  switch (kind) {
    case "name":
      return written.slice(1, -1).replaceAll("``", "`");
    case "parameter":
      return written[1] === "`" ? decode("name", written.slice(1)) : written.slice(1);
    case "text":
      return written
        .slice(1, -1)
        .replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (_, escaped: string) =>
          escaped.length === 5
            ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
            : (ESCAPES[escaped] ?? escaped),
        );
    default:
      return written;
  }
}
