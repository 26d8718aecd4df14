import { Neo4jOktaError } from "../access/errors.ts";
import type { Parts, Wish } from "./account-rotation.ts";
import { ageOf, begin, undone } from "./core/begin.ts";
import { decide } from "./core/decide.ts";
import type { Rotation, View } from "./core/rotation.ts";

/** The rotation to go on with, or a new one where one is due. */
export async function startOf(
  { account, registry, held, destination, now, tell }: Parts,
  { olderThan, isFirst, isUndo, isDryRun, soak }: Wish,
  view: View,
): Promise<Rotation | undefined> {
  const { rotation, last } = held.record;
  if (isUndo) {
    if (rotation === undefined) throw nothingToUndo(account);
    const back = undone(account, rotation, view);
    tell({ step: "undo", outcome: isDryRun ? "planned" : "done", retire: back.retire });
    if (!isDryRun) await held.save({ ...held.record, rotation: back });
    return back;
  }
  if (rotation !== undefined) {
    if (isDryRun) {
      tell({ step: decide(rotation, view, { now: now(), soak }), outcome: "planned" });
    }
    return rotation;
  }
  const age = ageOf(view.registered, { now: now(), last });
  // No document says when its keys were made: the first time counts as due.
  const isTold = age !== undefined || registry.kind === "jwks_document";
  if (olderThan !== undefined && !isTold) throw ageless(account);
  if (olderThan !== undefined && age !== undefined && age < olderThan) {
    tell({ step: "look", outcome: "not-due", detail: `${Math.floor(age / 86_400_000)} days old` });
    return undefined;
  }
  const fresh = begin(view, { account, place: destination.place, isFirst, now: now() });
  tell({ step: "begin", outcome: isDryRun ? "planned" : "done", retire: fresh.retire });
  if (!isDryRun) await held.save({ ...held.record, rotation: fresh });
  return fresh;
}

function nothingToUndo(account: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-undo",
    `${account}: no rotation is under way, so there is nothing to undo. Fix: rotate once more.`,
  );
}

function ageless(account: string): Neo4jOktaError {
  return new Neo4jOktaError(
    "rotation-age",
    `${account}: nobody says when its credential was made, so --older-than cannot be told. Fix: rotate it once without --older-than; from then on it goes by when that was.`,
  );
}
