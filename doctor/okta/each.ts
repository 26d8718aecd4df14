import type { ObjectKind } from "../../access/okta-rights/permissions.ts";
import type { OktaApiErrorDetails } from "../../okta-api/errors.ts";
import { type Finding, notLookedAt, ok } from "../finding.ts";
import { idsIn, type Need, shows } from "./needs.ts";
import { dryCall, type Listed } from "./probe.ts";
import { type Asking, refusedFinding, title, untellable } from "./refused.ts";

/** Asks for a right on one object. */
type Call = (id: string) => Promise<OktaApiErrorDetails | undefined>;

/** Making one of these needs the same right as changing them, over all of the kind. */
const MADE_BY_THE_SAME: readonly ObjectKind[] = ["apps", "authorizationServers"];

/** A right that no list tells of, asked for object by object as far as the requests go. */
export function eachFinding(
  kind: ObjectKind,
  need: Need,
  asking: Asking,
  call: Call,
): Promise<Finding> {
  return ask(kind, need, asking, { call, count: asking.shares.next(), isEnough: false });
}

/** A right to change objects, which a wider right to read may show: each is asked for, by a body that Okta refuses. */
export async function changeFinding(
  kind: ObjectKind,
  need: Need,
  listed: Listed,
  asking: Asking,
): Promise<Finding> {
  const path = `/api/v1/${kind}`;
  const call: Call = (id) => dryCall(asking.caller, "PUT", `${path}/${id}`);
  const make = () => dryCall(asking.caller, "POST", path);
  const allowed = ok("okta.permission", title(need), "allowed");
  const share = asking.shares.next();
  const { length } = idsIn(need.resources);
  if (share > 0 && need.resources.includes(kind)) {
    const refused = await make();
    return refused === undefined ? allowed : refusedFinding(need, refused, asking);
  }
  if (share === 0 || length <= share) {
    return ask(kind, need, asking, { call, count: share, isEnough: false });
  }
  if (showsItself(kind, need, listed, asking.needs)) {
    return ask(kind, need, asking, { call, count: 1, isEnough: true });
  }
  const isOnAll = MADE_BY_THE_SAME.includes(kind) && (await make()) === undefined;
  if (isOnAll) return allowed;
  return ask(kind, need, asking, { call, count: Math.max(1, share - 1), isEnough: false });
}

async function ask(
  kind: ObjectKind,
  need: Need,
  asking: Asking,
  { call, count, isEnough }: { call: Call; count: number; isEnough: boolean },
): Promise<Finding> {
  const ids = idsIn(need.resources);
  const asked = ids.slice(0, count);
  for (const id of asked) {
    const refused = await call(id);
    if (refused === undefined) continue;
    return refusedFinding({ ...need, resources: [`${kind}/${id}`] }, refused, asking);
  }
  if (count === 0 || (asked.length < ids.length && !isEnough)) {
    const found = `${asked.length} of ${Math.max(ids.length, 1)} asked for: all would be more than ${asking.shares.most} requests to Okta`;
    const fix = `compare the resource set of role ${need.role} with the plan`;
    return notLookedAt("okta.permission", title(need), found, fix);
  }
  if (asked.length === 0 || need.resources.includes(kind)) return untellable(need);
  return ok("okta.permission", title(need), "allowed");
}

/** Whether a whole list has nothing that this right, and none beside it, is planned to show. */
function showsItself(
  kind: ObjectKind,
  need: Need,
  { objects, isWhole }: Listed,
  needs: readonly Need[],
): boolean {
  const showing = needs.filter(({ permission }) => shows(permission, kind));
  const others = new Set(showing.flatMap((one) => (one === need ? [] : one.resources)));
  const planned = new Set(idsIn([...others, ...need.resources]));
  return (
    isWhole &&
    !others.has(kind) &&
    !need.resources.some((one) => others.has(one)) &&
    [...objects.keys()].every((id) => planned.has(id))
  );
}
