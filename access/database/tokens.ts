import { Neo4jOktaError } from "../errors.ts";

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
  if (/\\u/.test(text)) return "holds a Unicode escape, which could end a name or a text in it";
  const tokens: Token[] = [];
  for (const { index, groups = {} } of text.matchAll(PATTERN)) {
    const [kind, written] = Object.entries(groups).find(([, found]) => found !== undefined) ?? [];
    if (kind === undefined || written === undefined) continue;
    const wrong = FORBIDDEN.find(([pattern]) => kind === "sign" && pattern.test(text.slice(index)));
    if (wrong) return `holds ${wrong[1]}`;
    if (kind === "name" && written.includes("\\")) return "holds a backslash in a name";
    tokens.push({ kind: kind as Token["kind"], value: decoded(kind, written) });
  }
  return tokens;
}

function decoded(kind: string, written: string): string {
  if (kind === "name") return written.replaceAll("``", "`");
  if (kind !== "text") return written;
  return written.slice(1, -1).replace(/\\(.)/gs, (_, sign: string) => ESCAPES[sign] ?? sign);
}

/**
 * A name as Cypher takes any name. Neo4j reads `\u0060` as a backtick before it reads names, and nothing
 * escapes a backslash there.
 *
 * @throws Neo4jOktaError `database-name` for a name with a backslash
 */
export function quotedName(name: string): string {
  if (name.includes("\\")) {
    throw new Neo4jOktaError(
      "database-name",
      `${JSON.stringify(name)} holds a backslash, with which Neo4j could read another name. Fix: change or drop it by hand, with the name as a parameter, e.g. DROP USER $name.`,
    );
  }
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A text as Cypher takes any text. */
export function quotedText(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
}
