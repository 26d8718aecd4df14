/** A part of a Cypher text that no white space divides. */
export interface Token {
  /** `word` bare, `name` in backticks, `text` in quotes, `sign` one character of anything else. */
  kind: "word" | "name" | "text" | "number" | "sign";
  /** Without quotes, backticks and escapes; numbers and signs as they are written. */
  value: string;
}

const PATTERN =
  /\s+|(?<word>[\p{L}_][\p{L}\p{N}_]*)|`(?<name>(?:[^`]|``)+)`|(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<number>\d+(?:\.\d+)?)|(?<sign>[\s\S])/gsu;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** What may stand in no text that goes into a statement: it could end it, or hide a part of it. */
const FORBIDDEN: readonly [pattern: RegExp, what: string][] = [
  [/^;/, "a semicolon"],
  [/^\/[/*]/, "a comment"],
  [/^[`'"]/, "a quote that does not end"],
  [/^\$/, "a parameter"],
];

/**
 * Cuts a part of a Cypher statement into tokens.
 *
 * @returns what may not stand in it, where it does
 */
export function tokenize(text: string): Token[] | string {
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text.replace(/[\t\n\r]/g, " "))) {
    return "holds a character that nobody can see";
  }
  const tokens: Token[] = [];
  for (const { index, groups = {} } of text.matchAll(PATTERN)) {
    const [kind, written] = Object.entries(groups).find(([, found]) => found !== undefined) ?? [];
    if (kind === undefined || written === undefined) continue;
    const wrong = FORBIDDEN.find(([pattern]) => kind === "sign" && pattern.test(text.slice(index)));
    if (wrong) return `holds ${wrong[1]}`;
    tokens.push({ kind: kind as Token["kind"], value: decoded(kind, written) });
  }
  return tokens;
}

function decoded(kind: string, written: string): string {
  if (kind === "name") return written.replaceAll("``", "`");
  if (kind !== "text") return written;
  return written
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code?: string, sign = "") =>
      code === undefined ? (ESCAPES[sign] ?? sign) : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

/** A name as Cypher takes any name. */
export function quotedName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A text as Cypher takes any text. */
export function quotedText(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
}
