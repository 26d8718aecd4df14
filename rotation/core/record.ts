import { z } from "zod";
import { Neo4jOktaError } from "../../access/errors.ts";
import { jsonOf } from "../../access/json.ts";
import { rotationSchema } from "./rotation.ts";

const recordSchema = z.strictObject({
  version: z.literal(1),
  /** Who works on the account, until when; a run that was killed leaves it, and it ends by itself. */
  lock: z.strictObject({ owner: z.string(), until: z.number() }).optional(),
  /** The rotation under way. */
  rotation: rotationSchema.optional(),
  /** Private keys that nothing else keeps: of the target until it is delivered, of the former for the way back. */
  keys: z.record(z.string(), z.string()).optional(),
  /** Public keys that were taken out of a JWKS document, for the way back. */
  parked: z.array(z.looseObject({ kid: z.string() })).optional(),
  /** When a rotation last ended. */
  last: z.number().optional(),
  /** Runs in a row that failed, and when the next may try. */
  failures: z.number().default(0),
  next: z.number().optional(),
  /** Set: a person has to look. */
  stopped: z.string().optional(),
});

/** What the state keeps of an account. */
export type Record = z.infer<typeof recordSchema>;

/** The record of an account in the state; a new one where there is none. @throws Neo4jOktaError `rotation-state` */
export function readRecord(account: string, text: string | undefined): Record {
  if (text === undefined) return { version: 1, failures: 0 };
  const parsed = recordSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new Neo4jOktaError(
    "rotation-state",
    `The state of ${account} cannot be read: this version knows another form. Fix: use the version that wrote it; do not delete it while a rotation is under way.`,
  );
}

/** Runs that fail before a person has to look. */
const MAX_FAILURES = 5;

/** Milliseconds: the first wait after a failure, doubled by each, and the longest. */
const [FIRST_WAIT, LONGEST_WAIT] = [60_000, 3_600_000];

/** After a run that failed: the next one waits longer, and after the last one a person has to look. */
export function withFailure(record: Record, why: string, now: number): Record {
  const failures = record.failures + 1;
  const next = now + Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT);
  return { ...record, failures, next, ...(failures < MAX_FAILURES ? {} : { stopped: why }) };
}

/** After a step that went well. */
export function withoutFailure({ failures, next, stopped, ...record }: Record): Record {
  return { ...record, failures: 0 };
}
