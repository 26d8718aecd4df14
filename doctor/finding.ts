import { z } from "zod";

const findingSchema = z.strictObject({
  id: z.string().describe("What kind of finding it is; stable."),
  status: z
    .enum(["ok", "warning", "failed", "not-looked-at"])
    .describe("failed: a deployment would fail; warning: it goes on, but somebody should know."),
  what: z.string().describe("What was looked at."),
  found: z.string().describe("What was found, or why it was not looked at."),
  fix: z.string().optional().describe("What mends it."),
});

/** What was looked at before a deployment, and what was found. */
export type Finding = z.infer<typeof findingSchema>;

/** What `npm run doctor -- --json` prints. */
export const doctorSchema = z.strictObject({
  version: z.literal(1).describe("Version of this format."),
  findings: z.array(findingSchema),
});

/** It is as it has to be. */
export function ok(id: string, what: string, found: string): Finding {
  return { id, status: "ok", what, found };
}

/** A deployment would fail. */
export function failed(id: string, what: string, found: string, fix: string): Finding {
  return { id, status: "failed", what, found, fix };
}

/** A deployment goes on, but somebody should know. */
export function warning(id: string, what: string, found: string, fix: string): Finding {
  return { id, status: "warning", what, found, fix };
}

/** Nobody can say. */
export function notLookedAt(id: string, what: string, found: string, fix?: string): Finding {
  return { id, status: "not-looked-at", what, found, ...(fix === undefined ? {} : { fix }) };
}
