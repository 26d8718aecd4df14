import {
  holds,
  type ObjectKind,
  onlyReads,
  type Permission,
} from "../../access/okta-rights/permissions.ts";
import type { OktaCaller } from "../../okta-api/caller.ts";
import type { OktaApiErrorDetails } from "../../okta-api/errors.ts";
import { type Finding, notLookedAt, ok } from "../finding.ts";
import { idsIn, type Need } from "./needs.ts";
import { dryCall, type Listed, listObjects } from "./probe.ts";
import { type Asking, lackingFinding, refusedFinding, title } from "./refused.ts";
import { serverFindings } from "./servers.ts";

/** Where a kind of objects is listed, and how many pages of it are read at most. */
const LISTS: Record<ObjectKind, { path: string; pages: number }> = {
  apps: { path: "/api/v1/apps?limit=200", pages: 6 },
  authorizationServers: { path: "/api/v1/authorizationServers?limit=200", pages: 1 },
  groups: { path: "/api/v1/groups?limit=200", pages: 3 },
  users: { path: "/api/v1/users?limit=1", pages: 1 },
};

/** What a list of a kind shows is what this is held on. */
const READS: Record<ObjectKind, Permission> = {
  apps: "okta.apps.read",
  authorizationServers: "okta.authzServers.read",
  groups: "okta.groups.read",
  users: "okta.users.read",
};

/** Whether a permission shows its objects in their list. */
export function shows(permission: Permission, kind: ObjectKind): boolean {
  return holds([permission], READS[kind]);
}

/** Permissions on one kind of objects, by what its list shows. */
export async function listedFindings(
  kind: ObjectKind,
  needs: readonly Need[],
  asking: Asking,
): Promise<Finding[]> {
  const wanted = needs.flatMap(({ resources }) => idsIn(resources));
  const { path, pages } = LISTS[kind];
  const reading = { wanted, pages: wanted.length === 0 ? 1 : pages };
  const listed = await listObjects(asking.caller, path, reading);
  const { refused } = listed;
  if (refused !== undefined) {
    // Whoever may change may read, so the strongest one is what is missing.
    const strongest = needs.find(({ permission }) => !onlyReads(permission)) ?? needs[0];
    return strongest === undefined ? [] : [refusedFinding(strongest, refused, asking)];
  }
  const findings: Finding[] = [];
  for (const need of needs) findings.push(await listedFinding(kind, need, listed, asking));
  if (kind !== "authorizationServers") return findings;
  return [...findings, ...serverFindings([...new Set(wanted)], listed, asking.audiences)];
}

async function listedFinding(
  kind: ObjectKind,
  need: Need,
  listed: Listed,
  asking: Asking,
): Promise<Finding> {
  const { objects } = listed;
  if (need.resources.length === 0) return lackingFinding(need, kind, asking);
  const hidden = idsIn(need.resources).filter((id) => !objects.has(id));
  if (hidden.length > 0 && !listed.isWhole) {
    const found = `Okta's list of ${kind} is longer than what is read of it`;
    return notLookedAt("okta.resource", title(need), found);
  }
  if (hidden.length > 0) {
    return lackingFinding(need, hidden.map((id) => `${kind}/${id}`).join(", "), asking);
  }
  // No org is without the asking app, people, their group Everyone, and the server default.
  if (asking.isApp && need.resources.includes(kind) && objects.size === 0) {
    return lackingFinding(need, kind, asking);
  }
  const refused = await probe(kind, need, asking.caller);
  if (refused !== undefined) return refusedFinding(need, refused, asking);
  return ok("okta.permission", title(need), "allowed");
}

/** A list says what may be read; what changes something is asked for with a body that Okta refuses. */
async function probe(
  kind: ObjectKind,
  { permission, resources }: Need,
  caller: OktaCaller,
): Promise<OktaApiErrorDetails | undefined> {
  if (onlyReads(permission)) return undefined;
  const path = `/api/v1/${kind}`;
  if (resources.includes(kind)) return dryCall(caller, "POST", path);
  const [id] = idsIn(resources);
  return id === undefined ? undefined : dryCall(caller, "PUT", `${path}/${id}`);
}
