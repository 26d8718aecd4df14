import { REFUSALS } from "../../../infra/settings/refusals.ts";

/** One refusal as it is printed. */
export interface Printed {
  code: string;
  path: string;
  message: string;
  allowed: string;
  fix: string;
}

const INTRODUCTION = `# Refusals

What the program says of settings that it refuses, by code: an example of each text, what is allowed instead, and the fix. All
refusals of a stack are reported at once, by \`npm run check\`, the sandbox, \`preview\` and \`up\`. The test
test/infra/settings/refusals.test.ts writes this page (\`npx vitest run test/infra/settings/refusals.test.ts -u\`) and fails when
it is not current.
`;

/** The page docs/refusals.md: every different text once, under its code. */
export function refusalsPage(printed: readonly Printed[]): string {
  const sections = Object.entries(REFUSALS).map(([code, when]) => {
    const rows = new Map(
      printed
        .filter((refusal) => refusal.code === code)
        .toReversed()
        .map((refusal) => [`${refusal.allowed} ${refusal.fix}`, refusal]),
    );
    return `## ${code}\n\n${when}\n\n${[...rows.values()].toReversed().map(row).join("\n")}`;
  });
  return `${INTRODUCTION}\n${sections.join("\n\n")}\n`;
}

function row({ path, message, allowed, fix }: Printed): string {
  const place = `\`${visible(path.replace("neo4j-okta:", "")) || "neo4j-okta"}\``;
  // The tests' keys are new each time.
  const said = message.replace(/(public key) ".*/, "$1");
  return `- ${place} ${plain(said)}. Allowed: ${plain(allowed)}. Fix: ${plain(fix)}.`;
}

/** Nothing in a refusal is Markdown. */
function plain(text: string): string {
  return visible(text).replace(/[\\`*_<>[\]|#]/g, "\\$&");
}

function visible(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  });
}
