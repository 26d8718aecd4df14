import type { Answer, Call, Route } from "../http/route.ts";
import { CHANGES } from "./changes.ts";
import type { LogParty } from "./log.ts";
import { NOUNS, type Noun } from "./nouns.ts";
import { clientParty, partyOf, userParty } from "./parties.ts";

/** Answers a call, and puts into the System Log what it changed. A refused call changes nothing. */
export async function answerAndRecord(route: Route, call: Call): Promise<Answer> {
  const change = CHANGES[`${route.method} ${route.path}`];
  if (!change) return route.handle(call);
  const [named, ...nouns] = change;
  const eventType = typeof named === "string" ? named : named(call);
  const actor = actorOf(call);
  const before = nouns.map((noun) => noun && describe(noun, NOUNS[noun].find(call)));
  const answer = await route.handle(call);
  const made = (answer.body ?? {}) as object;
  call.org.systemLog.add({
    eventType,
    actor,
    target: nouns.flatMap(
      (noun, index) => noun && (before[index] ?? describe(noun, made) ?? []),
    ) as LogParty[],
    outcome: { result: "SUCCESS", reason: null },
    client: { ...call.caller.sender, id: actor.type === "User" ? null : actor.id },
    debugData: { requestUri: call.target.split("?")[0] ?? "" },
  });
  return answer;
}

function describe(noun: Noun, object: object | undefined): LogParty | undefined {
  return object && partyOf(NOUNS[noun].type, object);
}

function actorOf({ org, caller }: Call): LogParty {
  if (caller.id === "seed") return userParty(org, org.adminId);
  return caller.user === undefined ? clientParty(org, caller.id) : userParty(org, caller.user);
}
