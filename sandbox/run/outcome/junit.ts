import type { Outcome, Stage } from "./schema.ts";

/** The stages of a run that goes well, in order. */
const STAGES: readonly Stage["name"][] = [
  "settings",
  "tools",
  "world",
  "preview",
  "up",
  "proof",
  "preview-again",
  "destroy",
];

/** JUnit XML, a test case per stage, as CI systems read it. A stage that was not reached, or proved nothing, is skipped. */
export function renderJunit(outcome: Outcome): string {
  const { project = "", stack = "", stages, seconds } = outcome;
  const later = STAGES.filter((name) => !stages.some((stage) => stage.name === name));
  const unnamed = outcome.error !== undefined && stages.every(({ passed }) => passed);
  const all: Case[] = [
    ...stages,
    // An error between two stages is no less one.
    ...(unnamed ? [{ name: "run", seconds, passed: false }] : []),
    ...later.map((name) => ({ name, seconds: 0, passed: undefined })),
  ];
  const cases = all.map((stage) => testCase(`${project}.${stack}`, stage, outcome));
  const failures = count(cases, "<failure");
  const skipped = count(cases, "<skipped");
  const name = xml(`sandbox ${project} ${stack}`.trim());
  const counts = `tests="${all.length}" failures="${failures}" skipped="${skipped}" time="${seconds}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="sandbox" ${counts}>
  <testsuite name="${name}" ${counts}>
${cases.join("")}  </testsuite>
</testsuites>
`;
}

interface Case {
  name: string;
  seconds: number;
  /** Undefined: not reached. */
  passed: boolean | undefined;
}

function testCase(
  classname: string,
  { name, seconds, passed }: Case,
  { error, proof, message }: Outcome,
): string {
  const open = `    <testcase classname="${xml(classname)}" name="${name}" time="${seconds}"`;
  const holding = (element: string) => `${open}>\n      ${element}\n    </testcase>\n`;
  if (passed === undefined) return holding('<skipped message="not reached"/>');
  if (name === "proof" && passed && proof?.proven === false) {
    return holding(`<skipped message="${xml(`not proven: ${proof.reason}`)}"/>`);
  }
  if (passed) return `${open}/>\n`;
  return holding(`<failure message="${xml(message)}">${xml(error?.message ?? "")}</failure>`);
}

function count(cases: readonly string[], element: string): number {
  return cases.filter((text) => text.includes(element)).length;
}

/** XML 1.0 section 2.2 and 2.4: characters that may not stand for themselves, or not at all. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
