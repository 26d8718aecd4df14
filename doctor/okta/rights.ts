import {
  kindOf,
  OBJECT_KINDS,
  type ObjectKind,
  type Permission,
  showsSecrets,
} from "../../access/okta-rights/permissions.ts";
import type { OktaApiErrorDetails } from "../../okta-api/errors.ts";
import { type Finding, notLookedAt, ok } from "../finding.ts";
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
  let appsAreFine = true;
  for (const kind of OBJECT_KINDS) {
    // An assignment is a right over the app as well: without that one nobody can tell.
    const { told = [], hidden = [] } = Object.groupBy(kinds.get(kind) ?? [], ({ permission }) =>
      kind !== "groups" || appsAreFine || shows(permission, kind) ? "told" : "hidden",
    );
    if (told.length > 0) findings.push(...(await kindFindings(kind, told, asking)));
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
  if (asked.length === 0 || !CAN_BE_ASKED.includes(need.permission)) return untellable(need);
  for (const id of asked) {
    const refused = showsSecrets(need.permission)
      ? await readCall(asking.caller, `/api/v1/${kind}/${id}/credentials/secrets`)
      : await assignCall(id, asking);
    if (refused === undefined) continue;
    return refusedFinding({ ...need, resources: [`${kind}/${id}`] }, refused, asking);
  }
  const found =
    asked.length === ids.length ? "allowed" : `allowed on ${asked.length} that were asked`;
  return ok("okta.permission", title(need), found);
}

/** What Okta has a call for that changes nothing; lists tell of the rest. */
const CAN_BE_ASKED: readonly Permission[] = [
  "okta.apps.clientCredentials.read",
  "okta.groups.appAssignment.manage",
];

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

async function orgWideFinding(need: Need, asking: Asking): Promise<Finding> {
  const path = READ_FOR[need.permission];
  if (path === undefined) return untellable(need);
  const refused = await readCall(asking.caller, path);
  if (refused !== undefined) return refusedFinding(need, refused, asking);
  return ok("okta.permission", title(need), "allowed");
}

function untellable(need: Need, why = "no call tells it that changes nothing"): Finding {
  return notLookedAt("okta.permission", title(need), why);
}
