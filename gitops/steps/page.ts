import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commitOf } from "./event.ts";

/** By exit status, as ci.sh notes it. */
const RESULTS: Readonly<Record<string, string>> = {
  0: "passed",
  1: "objects",
  2: "not called right",
  3: "could not look",
  "left-out": "left out",
};
const VERDICTS = [
  "No step objects.",
  "A step objects.",
  "A step was not called right.",
  "A step could not look.",
];

/** Pages that steps write, in the order in which they stand below the table. */
const PARTS = ["approved.txt", "review.md", "verify.md", "drift.md", "policy.txt"];

/** Steps without which there is no review. */
const NEEDED = new Set(["types", "check", "preview", "plan", "review", "approved"]);

interface Step {
  name: string;
  noted: string;
  /** Exit status; 0 for a step that was left out. */
  status: number;
}

/** How the steps ended, as ci.sh notes it: a line each. */
export function readSteps(out: string): Step[] {
  const file = join(out, "steps");
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  return lines.map((line) => {
    const [name = "", noted = ""] = line.split(" ");
    return { name, noted, status: Number(noted) || 0 };
  });
}

/** One page of a whole pipeline, for reviewers: the verdict, a table of the steps, what they wrote. */
export function renderPage(out: string, stack: string, commit: string): string {
  const steps = readSteps(out);
  const worst = Math.max(...steps.map(({ status }) => status));
  const rows = steps.map(({ name, noted }) => `| ${name} | ${RESULTS[noted]} |`);
  const digest = digestOf(out);
  const written = PARTS.map((name) => join(out, name)).filter((file) => existsSync(file));
  return [
    `**${VERDICTS[worst]}** Stack \`${stack}\`, commit \`${commit}\`.`,
    ["| step | result |", "| --- | --- |", ...rows].join("\n"),
    ...missingReview(steps),
    ...written.flatMap(part),
    ...(digest === undefined ? [] : [`Digest of this change of access: \`${digest}\``]),
  ]
    .join("\n\n")
    .concat("\n");
}

/** Words of other programs stand in a block that they cannot end. */
function part(file: string): string[] {
  const text = readFileSync(file, "utf8").trim();
  if (text === "" || file.endsWith(".md")) return text === "" ? [] : [text];
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}text\n${text}\n${fence}`];
}

/** Says that nothing holds, so that nobody takes an earlier page for this one. */
function missingReview(steps: readonly Step[]): string[] {
  const failed = steps.find(
    ({ name, status }) => status > (["types", "check"].includes(name) ? 0 : 1) && NEEDED.has(name),
  );
  if (failed === undefined) return [];
  return [
    `**There is no review of this commit:** the step ${failed.name} did not end well, so nobody knows whose access it changes. ` +
      "The job's log says why. The review of an earlier commit does not hold for this one.",
  ];
}

/** By which `approved` knows the change; undefined: there is no review. */
function digestOf(out: string): string | undefined {
  try {
    const { digest } = JSON.parse(readFileSync(join(out, "review.json"), "utf8"));
    return /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const { OUT = "", STACK = "", GITHUB_OUTPUT = "" } = process.env;
  writeFileSync(join(OUT, "page.md"), renderPage(OUT, STACK, commitOf(process.env)));
  const digest = digestOf(OUT)?.replace("sha256:", "");
  if (GITHUB_OUTPUT && digest) appendFileSync(GITHUB_OUTPUT, `digest=${digest}\n`);
}
