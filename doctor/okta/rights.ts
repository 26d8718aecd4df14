import {
  kindOf,
  OBJECT_KINDS,
  type ObjectKind,
  showsSecrets,
} from "../../access/okta-rights/permissions.ts";
import { type Finding, ok } from "../finding.ts";
import { listedFindings, shows } from "./listed.ts";
import { idsIn, type Need } from "./needs.ts";
import { dryCall, readCall } from "./probe.ts";
import { type Asking, refusedFinding, title } from "./refused.ts";

/** Requests for one permission that no list shows. */
const ASKED_ONE_BY_ONE = 3;

/** Each permission that an identity has to have, by a harmless read or a dry call. */
export async function rightsFindings(asking: Asking): Promise<Finding[]> {
  const findings: Finding[] = [];
  const kinds = Map.groupBy(asking.needs, ({ permission }) => kindOf(permission));
  for (const kind of OBJECT_KINDS) {
    const needs = kinds.get(kind) ?? [];
    // An assignment is a right over the app as well: without that one nobody can tell.
    const isTellable = kind !== "groups" || findings.every(({ status }) => status === "ok");
    const told = needs.filter(({ permission }) => isTellable || shows(permission, kind));
    if (told.length > 0) findings.push(...(await kindFindings(kind, told, asking)));
  }
  for (const need of kinds.get("org") ?? []) findings.push(await policyFinding(need, asking));
  // One scope may be missing for several permissions.
  return [
    ...new Map(findings.map((one) => [one.id === "okta.scope" ? one.found : one, one])).values(),
  ];
}

async function kindFindings(
  kind: ObjectKind,
  needs: readonly Need[],
  asking: Asking,
): Promise<Finding[]> {
  const { listed = [], others = [] } = Object.groupBy(needs, ({ permission }) =>
    shows(permission, kind) ? "listed" : "others",
  );
  const findings = listed.length === 0 ? [] : await listedFindings(kind, listed, asking);
  for (const need of others) findings.push(await each(kind, need, asking));
  return findings;
}

/** What no list shows is asked for object by object, the first few of them. */
async function each(kind: ObjectKind, need: Need, asking: Asking): Promise<Finding> {
  const ids = idsIn(need.resources);
  const asked = ids.slice(0, ASKED_ONE_BY_ONE);
  for (const id of asked) {
    const refused = showsSecrets(need.permission)
      ? await readCall(asking.caller, `/api/v1/${kind}/${id}/credentials/secrets`)
      : await dryCall(asking.caller, "PUT", `/api/v1/apps/${assignable(asking)}/groups/${id}`);
    if (refused === undefined) continue;
    return refusedFinding({ ...need, resources: [`${kind}/${id}`] }, refused, asking);
  }
  const found =
    asked.length === ids.length ? "allowed" : `allowed on ${asked.length} that were asked`;
  return ok("okta.permission", title(need), found);
}

/** An app of the identity's own. One that is still to be made has no id: Okta judges rights before it misses it. */
function assignable({ needs }: Asking): string {
  const apps = needs.find(({ permission }) => permission.startsWith("okta.apps."));
  return idsIn(apps?.resources ?? [])[0] ?? "0oa0000000000000none";
}

async function policyFinding(need: Need, asking: Asking): Promise<Finding> {
  const refused = await readCall(asking.caller, "/api/v1/policies?type=ACCESS_POLICY");
  if (refused !== undefined) return refusedFinding(need, refused, asking);
  return ok("okta.permission", title(need), "allowed");
}
