import { Neo4jOktaError } from "../access/errors.ts";
import type { Credential } from "../tokens/credential.ts";
import { withTarget } from "./core/begin.ts";
import { after, decide, type Step } from "./core/decide.ts";
import { withoutFailure } from "./core/record.ts";
import { type Rotation, targetIn, type View } from "./core/rotation.ts";
import type { Destination } from "./destinations/destination.ts";
import type { Said } from "./evidence.ts";
import { markOf, type Registry } from "./registries/registry.ts";
import { startOf } from "./start.ts";
import type { Held } from "./states/held.ts";
import { take } from "./steps.ts";

/** All that a rotation of one account works on. */
export interface Parts {
  account: string;
  registry: Registry;
  destination: Destination;
  /** Gets a token with it and opens the database. @throws where it does not work */
  prove(credential: Credential): Promise<void>;
  held: Held;
  /** True: private keys that nothing else keeps may be put into the record. */
  keepsSecrets: boolean;
  now(): number;
  tell(said: Said): void;
}

/** What is asked for. */
export interface Wish {
  /** Milliseconds. */
  soak: number;
  /** Milliseconds; undefined: whatever its age. */
  olderThan?: number | undefined;
  isFirst: boolean;
  isUndo: boolean;
  isDryRun: boolean;
}

/** Steps of one run; more would be a circle. */
const MAX_STEPS = 40;

/** What Okta and the service's place have, with what this run has in memory. */
interface Looked extends View {
  target: Credential | undefined;
}

/** Takes an account as far as it goes now. What it throws is a failure that the next run begins from. */
export async function rotateAccount(parts: Parts, wish: Wish): Promise<void> {
  const made = new Map<string, Credential>();
  const rotation = await startOf(parts, wish, await look(parts, parts.held.record.rotation, made));
  if (rotation === undefined || wish.isDryRun) return;
  let previous: Step | undefined;
  let current = rotation;
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const view = await look(parts, current, made);
    const now = parts.now();
    const step = decide(current, view, { now, soak: wish.soak });
    const credential = targetIn(current, view)?.id;
    const said = { step, ...(credential === undefined ? {} : { credential }) };
    if (step === "soak" || step === "hold") {
      const since = (step === "soak" ? current.tested : current.off) ?? now;
      parts.tell({ ...said, outcome: "waiting", until: new Date(since + wish.soak).toISOString() });
      return;
    }
    if (step === previous) {
      if (parts.registry.awaits === undefined) throw circular(parts, step);
      parts.tell({ ...said, outcome: "waiting", detail: parts.registry.awaits });
      return;
    }
    if (step === "make") {
      const { target, credential } = await parts.registry.make();
      made.set(target.mark ?? "", credential);
      current = after(step, withTarget(current, view, target), now);
      await keep(parts, current, credential);
    } else {
      await take(step, { parts, rotation: current, view, target: view.target });
      current = after(step, current, parts.now());
      await save(parts, step === "finish" ? undefined : current);
    }
    parts.tell({ ...said, outcome: "done" });
    if (step === "finish") return;
    previous = step;
  }
  throw circular(parts, previous ?? "make");
}

async function look(
  { registry, destination, held }: Parts,
  rotation: Rotation | undefined,
  made: ReadonlyMap<string, Credential>,
): Promise<Looked> {
  const registered = await registry.list();
  const there = await destination.read();
  // What is no credential is none of Okta's.
  const mark = there && (await markOf(there).catch(() => undefined));
  const delivered = registered.find((one) => mark !== undefined && one.mark === mark)?.id;
  const view = { registered, delivered, hasTarget: false };
  if (rotation === undefined) return { ...view, target: undefined };
  const found = targetIn(rotation, view);
  const key = held.record.keys?.[found?.id ?? rotation.target.id ?? ""];
  const kid = found?.id ?? rotation.target.id;
  const target =
    made.get(rotation.target.mark ?? "") ??
    (found && registry.shown(found.id)) ??
    (key === undefined
      ? undefined
      : { kind: "private_key_jwt" as const, privateKey: key, ...(kid ? { kid } : {}) }) ??
    (found !== undefined && delivered === found.id ? there : undefined);
  return { ...view, target, hasTarget: target !== undefined };
}

/** Before anything else knows it: a target that nobody can have again is told by its record. */
async function keep(parts: Parts, rotation: Rotation, credential: Credential): Promise<void> {
  const { held, keepsSecrets, destination } = parts;
  const keys = { ...held.record.keys };
  if (keepsSecrets && credential.kind === "private_key_jwt") {
    keys[rotation.target.id ?? ""] = credential.privateKey;
    const there = await destination.read();
    if (there?.kind === "private_key_jwt" && rotation.former !== undefined) {
      keys[rotation.former] ??= there.privateKey;
    }
  }
  const more = Object.keys(keys).length === 0 ? {} : { keys };
  await held.save({ ...withoutFailure(held.record), rotation, ...more });
}

async function save({ held, now }: Parts, rotation: Rotation | undefined): Promise<void> {
  const record = withoutFailure(held.record);
  if (rotation !== undefined) return held.save({ ...record, rotation });
  await held.save({ version: 1, failures: 0, last: now() });
}

function circular({ account, destination }: Parts, step: Step): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-circle",
    `${account}: the step ${step} was done and did not last. Fix: find out who else writes to ${destination.place} or to the client's credentials at Okta, such as a deployment of older settings.`,
  );
}
