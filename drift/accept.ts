import { parse } from "yaml";
import { z } from "zod";
import type { Change } from "../access/difference/change.ts";
import { codeSchema } from "../access/difference/codes.ts";
import { Neo4jOktaError } from "../access/errors.ts";

const acceptedSchema = z.array(
  z.strictObject({
    /** Code of the difference, e.g. `role-gained`. */
    code: codeSchema,
    /** Whom or what it is about, as the page has it. */
    subject: z.string(),
    /** Last day on which it is accepted. */
    until: z.iso.date(),
    reason: z.string().min(1),
  }),
);

/** Differences that somebody has agreed to, each until a day. */
export type Accepted = z.infer<typeof acceptedSchema>;

/**
 * Reads a file of accepted differences: YAML or JSON.
 *
 * @throws Neo4jOktaError `drift-accept`
 */
export function readAccepted(text: string, name: string): Accepted {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw refuse(`${name} is not YAML: ${(error as Error).message.split("\n", 1)[0]}`);
  }
  const parsed = acceptedSchema.safeParse(value ?? []);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(
    `${name}: ${issue?.path.join(".")}: ${issue?.message}. Fix: a list of { code, subject, until: 2027-01-31, reason }`,
  );
}

/**
 * The same changes, with a cause more where one is accepted; and those that are not.
 *
 * @param today as YYYY-MM-DD
 */
export function judge(
  changes: readonly Change[],
  accepted: Accepted,
  today: string,
): { changes: Change[]; open: Change[] } {
  const judged = changes.map((change) => {
    const one = accepted.find(
      ({ code, subject }) => code === change.code && subject === change.subject,
    );
    if (one === undefined) return { change, isOpen: true };
    const isOver = one.until < today;
    const words = isOver
      ? `its acceptance ended on ${one.until}`
      : `it is accepted until ${one.until}: ${one.reason}`;
    return { change: { ...change, causes: [...change.causes, words] }, isOpen: isOver };
  });
  return {
    changes: judged.map(({ change }) => change),
    open: judged.flatMap(({ change, isOpen }) => (isOpen ? [change] : [])),
  };
}

function refuse(message: string): Neo4jOktaError {
  return new Neo4jOktaError("drift-accept", `${message}.`);
}
