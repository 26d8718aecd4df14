import {
  kindOf,
  OBJECT_KINDS,
  type ObjectKind,
  type Permission,
  showsSecrets,
} from "../../access/okta-rights/permissions.ts";
import type { OktaApiErrorDetails } from "../../okta-api/errors.ts";
import { type Finding, ok } from "../finding.ts";
import { eachFinding } from "./each.ts";
import { listedFindings, listOf } from "./listed.ts";
import { idsIn, isAskedByObject, type Need, shows } from "./needs.ts";
import { dryCall, type Listed, readCall } from "./probe.ts";
import { type Asking, refusedFinding, title, untellable } from "./refused.ts";

/** Each permission that an identity has to have, by a harmless read or a dry call. */
export async function rightsFindings(asking: Asking): Promise<Finding[]> {
  const findings: Finding[] = [];
  const kinds = Map.groupBy(asking.needs, ({ permission }) => kindOf(permission));
  // The lists come first: single objects are asked for with the requests that they leave.
  const lists = new Map<ObjectKind, Listed>();
  for (const kind of OBJECT_KINDS) {
    const shown = kinds.get(kind)?.filter(({ permission }) => shows(permission, kind)) ?? [];
    if (shown.length > 0) lists.set(kind, await listOf(kind, shown, asking));
  }
  let appsAreFine = true;
  for (const kind of OBJECT_KINDS) {
    // An assignment is a right over the app as well: without that one nobody can tell.
    const { told = [], hidden = [] } = Object.groupBy(kinds.get(kind) ?? [], ({ permission }) =>
      kind !== "groups" || appsAreFine || shows(permission, kind) ? "told" : "hidden",
    );
    if (told.length > 0)
      findings.push(...(await kindFindings(kind, told, lists.get(kind), asking)));
    findings.push(...hidden.map((need) => untellable(need, "the rights over its apps come first")));
    if (kind === "apps") appsAreFine = findings.every(({ status }) => status === "ok");
  }
  for (const need of kinds.get("org") ?? []) findings.push(await orgWideFinding(need, asking));
  // One scope may be missing for several permissions.
  return [
    ...new Map(findings.map((one) => [one.id === "okta.scope" ? one.found : one, one])).values(),
  ];
}

async function kindFindings(
  kind: ObjectKind,
  needs: readonly Need[],
  list: Listed | undefined,
  asking: Asking,
): Promise<Finding[]> {
  const { shown = [], others = [] } = Object.groupBy(needs, ({ permission }) =>
    shows(permission, kind) ? "shown" : "others",
  );
  const findings = list === undefined ? [] : await listedFindings(kind, shown, list, asking);
  for (const need of others) findings.push(await unlistedFinding(kind, need, asking));
  return findings;
}

/** What no list shows. */
function unlistedFinding(kind: ObjectKind, need: Need, asking: Asking): Promise<Finding> | Finding {
  if (!isAskedByObject(need.permission)) return untellable(need);
  return eachFinding(kind, need, asking, (id) =>
    showsSecrets(need.permission)
      ? readCall(asking.caller, `/api/v1/${kind}/${id}/credentials/secrets`)
      : assignCall(id, asking),
  );
}

/** An app that is still to be made has no id: Okta judges rights before it misses that one. */
async function assignCall(
  group: string,
  { needs, caller }: Asking,
): Promise<OktaApiErrorDetails | undefined> {
  const apps = needs.find(({ permission }) => permission.startsWith("okta.apps."));
  const [app] = idsIn(apps?.resources ?? []);
  const path = `/api/v1/apps/${app ?? "0oa0000000000000none"}/groups/${group}`;
  const refused = await dryCall(caller, "PUT", path);
  return app === undefined && refused?.status === 404 ? undefined : refused;
}

/** A read for what no object limits. */
const READ_FOR: { readonly [P in Permission]?: string } = {
  "okta.iam.read": "/api/v1/iam/roles",
  "okta.policies.read": "/api/v1/policies?type=ACCESS_POLICY",
};

/** Requests for what no object limits. */
export function orgWideRequests(needs: readonly Need[]): number {
  return needs.filter(({ permission }) => READ_FOR[permission] !== undefined).length;
}

async function orgWideFinding(need: Need, asking: Asking): Promise<Finding> {
  const path = READ_FOR[need.permission];
  if (path === undefined) return untellable(need);
  const refused = await readCall(asking.caller, path);
  if (refused !== undefined) return refusedFinding(need, refused, asking);
  return ok("okta.permission", title(need), "allowed");
}
