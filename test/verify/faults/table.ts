import type { Outcome } from "../../../verify/outcome.ts";

/** One misconfiguration and what came of it. */
export interface Row {
  name: string;
  /** The first failure of a run that reads nothing back. */
  plain: Outcome | undefined;
  /** The first failure of a run that reads Okta's objects and Neo4j's settings back. */
  aided: Outcome | undefined;
  /** What differs from run to run, and what stands in its place. */
  masks: readonly [string, string][];
}

const INTRODUCTION = `# Fault matrix

Each row is one misconfiguration of an otherwise right stack, made in the sandbox's Okta emulator and
Neo4j stand-in, and the first failing check of \`npm run verify\`: the real output, with addresses
masked. "Named" is the setting that verify names by itself; "read back" is what it names with
\`--okta-api\` and \`--break-glass\`. The test test/verify/fault-matrix.test.ts writes this page
(\`npx vitest run test/verify/fault-matrix.test.ts -u\`) and fails when it is not current.

| Misconfiguration | First failing check | Account or sign-in | Expected | Seen | Named | Read back |
|---|---|---|---|---|---|---|
`;

/** The table in Markdown. */
export function renderMatrix(rows: readonly Row[]): string {
  const lines = rows.map(({ name, plain, aided, masks }) =>
    [
      name,
      aided?.check ?? "",
      aided?.account ?? aided?.signIn ?? "",
      aided?.expected ?? "",
      aided?.seen ?? "",
      plain ? `${plain.side}: ${plain.setting}` : "",
      `${aided?.side}: ${aided?.setting}`,
    ]
      .map((cell) => mask(cell, masks).replace(/[|<>\\]/g, (c) => `&#${c.charCodeAt(0)};`))
      .join(" | "),
  );
  return `${INTRODUCTION}${lines.map((line) => `| ${line} |`).join("\n")}\n`;
}

function mask(text: string, masks: readonly [string, string][]): string {
  return masks
    .reduce((masked, [from, to]) => masked.replaceAll(from, to), text)
    .replace(/UND_ERR_SOCKET|ECONNRESET|EPIPE/g, "ECONNRESET")
    .replace(/\b(59\d|60\d) s\b/g, "600 s")
    .replace(/\bkey "[\w-]{43}"/g, 'key "(kid)"')
    .replace(/AT\.[\w-]+/g, "AT.(jti)")
    .replace(/\b0oa\w{10,}/g, "0oa(app)")
    .replace(/\baus\w{17}/g, "aus(server)")
    .replace(/\b00g\w{17}/g, "00g(group)");
}
