/** Reads Java properties by the rules that `java.util.Properties.load` documents; lines that go on are none of ours. */
export function parseProperties(text: string): Record<string, string> {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/^[ \t\f]+/, ""))
    .filter((line) => line !== "" && !/^[#!]/.test(line));
  return Object.fromEntries(lines.map(pairOf));
}

function pairOf(line: string): [key: string, value: string] {
  if ((/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1) throw new Error("a line goes on");
  const [key = ""] = /^(?:\\.|[^\\ \t\f=:])*/s.exec(line) ?? [];
  const rest = line.slice(key.length).replace(/^[ \t\f]*[=:]?[ \t\f]*/, "");
  return [unescaped(key), unescaped(rest)];
}

const CODES: Record<string, string> = { t: "\t", n: "\n", f: "\f", r: "\r" };

function unescaped(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, code: string) =>
    code.length === 5
      ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
      : (CODES[code] ?? code),
  );
}
