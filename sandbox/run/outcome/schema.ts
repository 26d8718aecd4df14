import { writeFile } from "node:fs/promises";
import { z } from "zod";

const stageSchema = z.strictObject({
  name: z
    .enum([
      "settings",
      "tools",
      "world",
      "beside",
      "preview",
      "up",
      "proof",
      "preview-again",
      "destroy",
    ])
    .describe("What was done; `world` is the emulated org and the cluster."),
  seconds: z.number().describe("How long it took. The second preview runs beside the proof."),
  passed: z.boolean(),
});

const violationSchema = z.strictObject({
  level: z.enum(["mandatory", "advisory"]),
  pack: z.string(),
  policy: z.string(),
  resource: z.string().optional().describe("URN; left out: the policy is about no resource."),
  message: z.string(),
});

const changedSchema = z.strictObject({
  operation: z.enum(["create", "update", "replace", "delete"]),
  type: z.string(),
  name: z.string(),
  properties: z.array(z.string()).describe("Paths of what differs; no values."),
});

const serviceSchema = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  port: z.int(),
  address: z.string().describe("Host and port on this machine."),
});

export const outcomeSchema = z
  .strictObject({
    version: z.literal(1).describe("Fields may be added to a version."),
    verdict: z
      .enum(["proven", "not-proven", "failed", "refused", "interrupted", "timed-out"])
      .describe("`refused`: the command line; nothing was started."),
    exitCode: z
      .int()
      .describe(
        "The process's exit status; of a sandbox that stays up, what it would be without that.",
      ),
    message: z.string().describe("The verdict in one line."),
    project: z.string().optional(),
    stack: z.string().optional(),
    seconds: z.number().describe("From the start to this document."),
    stages: z.array(stageSchema).describe("Those that have begun, in this order."),
    changed: z.array(changedSchema).describe("What the first preview would change."),
    proof: z
      .strictObject({
        proven: z.boolean(),
        reason: z.string().optional().describe("Why nothing was proven."),
        result: z.unknown().optional().describe("What the verifier wrote of its own, as it is."),
      })
      .optional(),
    violations: z.array(violationSchema).describe("What policy packs object to."),
    error: z
      .strictObject({ code: z.string().optional(), message: z.string() })
      .optional()
      .describe("Why the run failed. Without a code it is a bug of the sandbox."),
    up: z
      .strictObject({
        okta: z.string().describe("Address of the emulated org."),
        kubeconfig: z.string().describe("Path of the cluster's kubeconfig."),
        outputs: z.string().describe("Path of the stack's outputs, secrets in the clear."),
        services: z.array(serviceSchema),
      })
      .optional()
      .describe("How to use a sandbox that stays up."),
  })
  .describe("What `npm run sandbox -- --json` prints. It holds no secret of the run.");

/** The document of one run. */
export type Outcome = z.infer<typeof outcomeSchema>;

/** One thing that a run does. */
export type Stage = z.infer<typeof stageSchema>;

/** What the engine does, or would do, to one resource. Names alone: values may be secret. */
export type ChangedResource = z.infer<typeof changedSchema>;

/** What a policy pack objects to. */
export type Violation = z.infer<typeof violationSchema>;

if (import.meta.main) {
  const text = `${JSON.stringify(z.toJSONSchema(outcomeSchema), null, 2)}\n`;
  await writeFile(new URL("outcome.schema.json", import.meta.url), text);
}
