import { type Rotation, retiring, targetIn, type View } from "./rotation.ts";

/** What comes next: something to do, or a time to wait for (`soak`, `hold`). */
export type Step =
  | "make"
  | "register"
  | "activate"
  | "deliver"
  | "test"
  | "soak"
  | "deactivate"
  | "test-again"
  | "hold"
  | "remove"
  | "finish";

/** When it is, and how long the former credential is left alone. */
export interface Times {
  /** Milliseconds since the epoch. */
  now: number;
  /** Milliseconds for which both credentials work, and then for which the former one could be switched on again. */
  soak: number;
}

/**
 * What comes next, by what is there and not by what was done: after a lost answer, a kill or somebody's change the same
 * is decided as if nothing had happened. Nothing goes before the target works where the service reads it.
 */
export function decide(rotation: Rotation, view: View, { now, soak }: Times): Step {
  const target = targetIn(rotation, view);
  if (target === undefined) return view.hasTarget ? "register" : "make";
  if (!target.isActive) return "activate";
  if (view.delivered !== target.id) return view.hasTarget ? "deliver" : "make";
  if (rotation.tested === undefined) return "test";
  if (now < rotation.tested + soak) return "soak";
  const going = retiring(rotation, view);
  if (going.some(({ isActive }) => isActive)) return "deactivate";
  if (rotation.off === undefined) return "test-again";
  if (now < rotation.off + soak) return "hold";
  return going.length > 0 ? "remove" : "finish";
}

/** What a step that was done makes of the rotation: what was tested before no longer counts once something changed. */
export function after(step: Step, rotation: Rotation, now: number): Rotation {
  const { tested, off, ...rest } = rotation;
  switch (step) {
    case "deliver":
      return { ...rest, delivered: now };
    case "test":
      return { ...rest, tested: now };
    case "deactivate":
      return { ...rest, ...(tested === undefined ? {} : { tested }) };
    case "test-again":
      return { ...rotation, off: now };
    case "soak":
    case "hold":
    case "remove":
    case "finish":
      return rotation;
    default:
      return rest;
  }
}
