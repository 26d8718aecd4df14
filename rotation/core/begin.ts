import { Neo4jOktaError } from "../../access/errors.ts";
import { type Registered, type Rotation, targetIn, type View } from "./rotation.ts";

/** What a rotation begins with. */
export interface Beginning {
  account: string;
  /** Where the service reads its credential, for messages. */
  place: string;
  /** True: nothing uses the account yet, so that all it has may go. */
  isFirst: boolean;
  now: number;
}

/**
 * A new rotation. Only what the service is known to use goes at its end; others of the client are left alone.
 *
 * @throws Neo4jOktaError `rotation-unknown` where nobody can say what is in use
 */
export function begin(
  { registered, delivered }: View,
  { account, place, isFirst, now }: Beginning,
): Rotation {
  const base = { started: now, target: {} };
  if (delivered !== undefined) return { ...base, retire: [delivered], former: delivered };
  if (isFirst) return { ...base, retire: registered.map(({ id }) => id) };
  throw new Neo4jOktaError(
    "rotation-unknown",
    `${account}: ${place} holds none of the ${registered.length} credentials that Okta has, so nobody can say which of them is in use. Fix: put the one that the service uses there first; where nothing uses the account yet, say so with --first.`,
  );
}

/** The rotation with another target; the one that it had is to go too. */
export function withTarget(rotation: Rotation, view: View, target: Rotation["target"]): Rotation {
  return { ...rotation, target, retire: retireTarget(rotation, view) };
}

/** What is to go, and the target; by its mark where Okta, which may have it later or again, does not list it. */
function retireTarget(rotation: Rotation, view: View): string[] {
  const { target, retire } = rotation;
  const id = targetIn(rotation, view)?.id ?? target.id ?? target.mark;
  return id === undefined ? retire : [...retire, id];
}

/**
 * The way back is a rotation too: to what the service had at the start, and away from what has come since.
 *
 * @throws Neo4jOktaError `rotation-undo`
 */
export function undone(account: string, rotation: Rotation, view: View): Rotation {
  const { former, started, target } = rotation;
  const there = view.registered.find(({ id }) => id === former);
  if (former === undefined || there === undefined) {
    throw new Neo4jOktaError(
      "rotation-undo",
      `${account}: what the service had before ${former === undefined ? "is not known" : `(${former}) has been removed`}, so nothing can be undone. Fix: rotate once more.`,
    );
  }
  if (target.id === former) return rotation;
  const retire = retireTarget(rotation, view).filter((id) => id !== former);
  return { started, target: { id: former }, retire, former };
}

/** Milliseconds since the newest credential was made; undefined where nobody knows. */
export function ageOf(
  registered: readonly Registered[],
  { now, last }: { now: number; last?: number | undefined },
): number | undefined {
  const times = [...registered.map(({ created }) => created), last].filter(
    (time) => time !== undefined,
  );
  return times.length === 0 ? undefined : now - Math.max(...times);
}
