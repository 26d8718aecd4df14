import { z } from "zod";

/** One line of evidence: what was done to whose credential. It holds no secret. */
export const evidenceSchema = z.strictObject({
  version: z.literal(1).describe("Raised when a reader of this one would misread a line."),
  time: z.string().describe("RFC 3339, UTC."),
  account: z.string(),
  kind: z.enum(["client_secret", "inline_key", "jwks_document"]).optional(),
  step: z.string().describe("A step of docs/rotation.md; or begin, undo, plan, look."),
  outcome: z.enum(["done", "waiting", "planned", "not-due", "failed", "stopped"]),
  credential: z.string().optional().describe("Okta's id of the secret, or the kid of the key."),
  retire: z
    .array(z.string())
    .optional()
    .describe("Ids of those that are to go, and the hash of one that Okta does not list."),
  until: z.string().optional().describe("RFC 3339; what is waited for ends then."),
  detail: z.string().optional().describe("For people."),
});

/** See {@link evidenceSchema}. */
export type Evidence = z.infer<typeof evidenceSchema>;

/** What is said of a step; the rest of the line is known. */
export type Said = Omit<Evidence, "version" | "time" | "account" | "kind">;
