import { z } from "zod";
import type { Finding } from "./finding.ts";

const findingSchema = z.strictObject({
  id: z.string().describe("What kind of finding it is; stable."),
  status: z
    .enum(["ok", "warning", "failed", "not-looked-at"])
    .describe("failed: a deployment would fail; warning: it goes on, but somebody should know."),
  what: z.string().describe("What was looked at."),
  found: z.string().describe("What was found, or why it was not looked at."),
  fix: z.string().optional().describe("What mends it."),
});

/** What `npm run doctor -- --json` prints. */
export const doctorSchema = z.strictObject({
  version: z.literal(1).describe("Version of this format."),
  findings: z.array(findingSchema),
});

/** What `npm run doctor -- --json` prints. */
export type Report = z.infer<typeof doctorSchema>;

/** Findings, as they are told. */
export function reportOf(findings: readonly Finding[]): Report {
  return { version: 1, findings: findings.map((finding) => ({ ...finding })) };
}
