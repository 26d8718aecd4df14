import { z } from "zod";

/** The credential that the service is to have at the end. */
const targetSchema = z.strictObject({
  /** Okta's id of a secret, or the `kid` of a key; unknown until Okta has it. */
  id: z.string().optional(),
  /** What tells it from others without giving it away. */
  mark: z.string().optional(),
});

/** See {@link Rotation}. */
export const rotationSchema = z.strictObject({
  /** Milliseconds since the epoch. */
  started: z.number(),
  target: targetSchema,
  /** What is taken away once nothing uses it: ids, and marks of those whose id Okta has not told. */
  retire: z.array(z.string()),
  /** Id of what the service had at the start; absent where it had nothing. */
  former: z.string().optional(),
  /** When the target was put where the service reads it. */
  delivered: z.number().optional(),
  /** When the target was first found to work where the service reads it; the soak counts from here. */
  tested: z.number().optional(),
  /** When all of `retire` was found to be off and the target to work all the same. */
  off: z.number().optional(),
});

/** A rotation under way, as the state keeps it: no secret. */
export type Rotation = z.infer<typeof rotationSchema>;

/** A credential that Okta takes from a client, or would take again. */
export interface Registered {
  id: string;
  isActive: boolean;
  mark: string;
  /** Milliseconds since the epoch, where Okta says it. */
  created?: number | undefined;
}

/** What there is of an account, looked at before every step. */
export interface View {
  registered: readonly Registered[];
  /** Id of the one where the service reads it; undefined for another one, or none. */
  delivered: string | undefined;
  /** True: the target itself can be had, so that it can be registered and delivered. */
  hasTarget: boolean;
}

/** What the target is among those that Okta has. */
export function targetIn(
  { target }: Rotation,
  { registered }: Pick<View, "registered">,
): Registered | undefined {
  return registered.find(({ id, mark }) => id === target.id || mark === target.mark);
}

/** Those that are to go, as far as they are still there. */
export function retiring(
  { retire }: Rotation,
  { registered }: Pick<View, "registered">,
): Registered[] {
  return registered.filter(({ id, mark }) => retire.includes(id) || retire.includes(mark));
}
