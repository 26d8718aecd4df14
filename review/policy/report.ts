import { z } from "zod";
import { nameOf } from "../../access/effective/resource.ts";
import { wrap } from "../reports/lines.ts";

const foundSchema = z.strictObject({
  rule: z.string().describe("Name of the rule; npm run policy -- --explain RULE says more."),
  level: z
    .enum(["mandatory", "advisory", "unjudged"])
    .describe("unjudged: what the rule needs is a secret, or not in the state."),
  urn: z.string().describe("The resource; the stack for what concerns all of it."),
  message: z.string().describe("The rule, then what breaks it and the way out."),
});

/** What `npm run policy -- --json` prints. */
export const policyReportSchema = z
  .strictObject({
    version: z.literal(1),
    found: z.array(foundSchema).describe("By level, rule and resource."),
  })
  .describe("What the policy pack says of what is deployed of one stack.");

/** One thing that a rule has said. */
export type Found = z.infer<typeof foundSchema>;

const HEADINGS = {
  mandatory: "Broken",
  advisory: "Advised",
  unjudged: "Cannot be judged by this state",
} as const;

const LEVELS = ["mandatory", "advisory", "unjudged"] as const;

/** In one order, whatever the engine's was. */
export function sorted(found: readonly Found[]): Found[] {
  const key = ({ level, rule, urn, message }: Found) =>
    [LEVELS.indexOf(level), rule, urn, message].join("\n");
  return found.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** For people: by level, and a last line that says what came out. */
export function renderText(found: readonly Found[], rules: number): string {
  const sections = LEVELS.flatMap((level) => {
    const ones = found.filter((one) => one.level === level);
    return ones.length === 0 ? [] : [`${HEADINGS[level]}\n${ones.map(block).join("\n")}\n\n`];
  });
  const count = (level: Found["level"]) =>
    new Set(found.flatMap((one) => (one.level === level ? [one.rule] : []))).size;
  const [broken, advised, unjudged] = LEVELS.map(count);
  const numbers = [`${advised} advised`, `${unjudged} not judged`, `${rules} in all`].join(", ");
  return `${sections.join("")}mandatory rules that are broken: ${broken || "none"} (${numbers})\n`;
}

function block({ rule, urn, message }: Found): string {
  const said = message.slice(message.indexOf("\n") + 1);
  return `${wrap(`${rule} at ${nameOf({ urn })}`, 2)}\n${wrap(said, 4)}`;
}
