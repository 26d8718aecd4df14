import { Neo4jOktaError } from "../access/errors.ts";
import type { Credential } from "../tokens/credential.ts";
import type { Parts } from "./account-rotation.ts";
import type { Step } from "./core/decide.ts";
import { type Rotation, retiring, targetIn, type View } from "./core/rotation.ts";

/** What a step is taken with. */
export interface Taking {
  parts: Parts;
  rotation: Rotation;
  view: View;
  /** The target itself, where it can be had. */
  target: Credential | undefined;
}

type Action = (taking: Taking) => Promise<void>;

/** What each step does. The target is proved before the service has it, and before anything else goes. */
const ACTIONS: { readonly [S in Step]?: Action } = {
  register: async ({ parts: { registry }, target }) => {
    if (target !== undefined) await registry.register(target);
  },
  activate: ({ parts: { registry }, rotation, view }) =>
    registry.activate(targetIn(rotation, view)?.id ?? ""),
  deliver: async ({ parts: { prove, held, destination }, target }) => {
    if (target === undefined) return;
    await prove(target);
    held.check();
    await destination.write(target);
  },
  test: ({ parts }) => proveDelivered(parts),
  deactivate: async ({ parts, rotation, view }) => {
    await refuseInUse(parts, rotation);
    await proveDelivered(parts);
    for (const { id, isActive } of retiring(rotation, view)) {
      if (isActive) await parts.registry.deactivate(id);
    }
  },
  "test-again": async ({ parts, rotation, view }) => {
    try {
      await proveDelivered(parts);
    } catch (error) {
      for (const { id } of retiring(rotation, view)) await parts.registry.activate(id);
      throw error;
    }
  },
  remove: async ({ parts, rotation, view }) => {
    await proveDelivered(parts);
    for (const { id } of retiring(rotation, view)) {
      await parts.registry.remove(id);
    }
  },
};

/** Takes a step; looking at what it came to is the next one's beginning. */
export async function take(step: Step, taking: Taking): Promise<void> {
  await ACTIONS[step]?.(taking);
}

/** @throws Neo4jOktaError `rotation-in-use` while somebody is seen to have the former credential */
async function refuseInUse(
  { account, destination, now }: Parts,
  { delivered, tested }: Rotation,
): Promise<void> {
  const readers = (await destination.readersBefore?.(delivered ?? tested ?? now())) ?? [];
  if (readers.length === 0) return;
  throw new Neo4jOktaError(
    "rotation-in-use",
    `${account}: Pods that have started before ${destination.place} had the new credential have the former one in their environment: ${readers.join(", ")}. Fix: restart them (kubectl rollout restart), then run this again.`,
  );
}

/** What the service reads, as it reads it. */
async function proveDelivered({ account, destination, prove }: Parts): Promise<void> {
  const there = await destination.read();
  if (there !== undefined) return prove(there);
  throw new Neo4jOktaError(
    "rotation-delivery",
    `${account}: ${destination.place} is empty now. Fix: run this again.`,
  );
}
