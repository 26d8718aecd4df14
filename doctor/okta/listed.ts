import { type ObjectKind, onlyReads } from "../../access/okta-rights/permissions.ts";
import { type Finding, notLookedAt, ok } from "../finding.ts";
import { changeFinding } from "./each.ts";
import { idsIn, type Need } from "./needs.ts";
import { type Listed, listObjects } from "./probe.ts";
import { type Asking, lackingFinding, refusedFinding, title } from "./refused.ts";
import { serverFindings } from "./servers.ts";

/** Where a kind of objects is listed, and how many pages of it are read at most. */
const LISTS: Record<ObjectKind, { path: string; pages: number }> = {
  apps: { path: "/api/v1/apps?limit=200", pages: 6 },
  authorizationServers: { path: "/api/v1/authorizationServers?limit=200", pages: 1 },
  groups: { path: "/api/v1/groups?limit=200", pages: 3 },
  users: { path: "/api/v1/users?limit=1", pages: 1 },
};

/** The list of a kind, as far as these rights are about what it shows. */
export function listOf(
  kind: ObjectKind,
  needs: readonly Need[],
  { caller }: Asking,
): Promise<Listed> {
  const wanted = wantedOf(needs);
  const { path, pages } = LISTS[kind];
  return listObjects(caller, path, { wanted, pages: wanted.length === 0 ? 1 : pages });
}

/** Permissions on one kind of objects, by what its list shows. */
export async function listedFindings(
  kind: ObjectKind,
  needs: readonly Need[],
  listed: Listed,
  asking: Asking,
): Promise<Finding[]> {
  const { refused } = listed;
  if (refused !== undefined) {
    // Whoever may change may read, so the strongest one is what is missing.
    const strongest = needs.find(({ permission }) => !onlyReads(permission)) ?? needs[0];
    return strongest === undefined ? [] : [refusedFinding(strongest, refused, asking)];
  }
  const findings: Finding[] = [];
  for (const need of needs) findings.push(await listedFinding(kind, need, listed, asking));
  if (kind !== "authorizationServers") return findings;
  return [...findings, ...serverFindings([...new Set(wantedOf(needs))], listed, asking.audiences)];
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
  if (!onlyReads(need.permission)) return changeFinding(kind, need, listed, asking);
  return ok("okta.permission", title(need), "allowed");
}

function wantedOf(needs: readonly Need[]): string[] {
  return needs.flatMap(({ resources }) => idsIn(resources));
}
