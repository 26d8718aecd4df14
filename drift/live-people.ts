import { TYPES } from "../access/effective/okta.ts";
import { PEOPLE_TYPES } from "../access/effective/peoples-groups.ts";
import { isForPeople } from "../access/effective/peoples-tokens.ts";
import { type Resource, texts, Unknown } from "../access/effective/resource.ts";
import type { OktaApi } from "../okta-api/client.ts";
import { OktaApiError } from "../okta-api/errors.ts";
import type { OktaApp } from "../okta-api/objects.ts";
import type { Make } from "./live.ts";

/**
 * What an org has of people's sign-ins: the groups that their apps are assigned to, the names of groups that these
 * apps and their rules are for, and the stack's Trusted Origins. Nothing is asked of an org for a stack without people.
 *
 * @param declared the resources of the stack's state
 * @param onServers what is on the stack's authorization servers
 */
export async function peoplesResources(
  declared: readonly Resource[],
  apps: ReadonlyMap<string, OktaApp>,
  onServers: readonly Resource[],
  okta: OktaApi,
  make: Make,
): Promise<Resource[]> {
  const of = (type: string) => declared.filter((one) => one.type === type);
  const assignments: Resource[] = [];
  for (const { id: appId, settings } of apps.values()) {
    if (!isForPeople(settings.oauthClient.grant_types ?? [])) continue;
    for (const { id: groupId } of await okta.groupAssignments({ id: appId })) {
      assignments.push({
        urn: `urn:okta:${PEOPLE_TYPES.assignment}:${appId}/${groupId}::${groupId}`,
        ...{ type: PEOPLE_TYPES.assignment, id: groupId, properties: { appId, groupId } },
      });
    }
  }
  const ids = new Set([
    ...of(PEOPLE_TYPES.group).map(({ id }) => String(id)),
    ...assignments.map(({ id }) => String(id)),
    ...rulesFor(apps, onServers).flatMap((rule) => [
      ...listed(rule, "groupWhitelists"),
      ...listed(rule, "groupBlacklists"),
    ]),
  ]);
  const groups: Resource[] = [];
  for (const id of ids) {
    const group = await okta.groupWithId(id);
    if (group === undefined) continue;
    const { name } = group.profile;
    groups.push(make(PEOPLE_TYPES.group, id, name, { name }));
  }
  return [...assignments, ...groups, ...(await origins(of(PEOPLE_TYPES.origin), okta, make))];
}

/** Rules of the policies that name one of these apps. */
function rulesFor(apps: ReadonlyMap<string, OktaApp>, all: readonly Resource[]): Resource[] {
  const policies = all.filter(({ type, properties: { clientWhitelists } }) => {
    const clients = Array.isArray(clientWhitelists) ? clientWhitelists : [];
    return type === TYPES.policy && clients.some((one) => apps.has(one) || one === "ALL_CLIENTS");
  });
  const ids = new Set(policies.map(({ id }) => id));
  return all.filter(
    ({ type, properties }) => type === TYPES.rule && ids.has(String(properties.policyId)),
  );
}

function listed(rule: Resource, key: string): string[] {
  const ids = texts(rule, key);
  return ids instanceof Unknown ? [] : ids.filter((id) => typeof id === "string");
}

/**
 * Those of an org that the stack declares; the rest is other apps' business. One without CORS does not help Browser.
 * No custom role shows them: to whom Okta does not, they are as declared, which {@link hidesOrigins} tells.
 */
async function origins(
  declared: readonly Resource[],
  okta: OktaApi,
  make: Make,
): Promise<Resource[]> {
  if (declared.length === 0) return [];
  const own = new Set(declared.map(({ properties }) => properties.origin));
  const shown = await okta.trustedOrigins().catch((error) => {
    if (isForbidden(error)) return undefined;
    throw error;
  });
  if (shown === undefined) return declared.map((one) => ({ ...one, id: HIDDEN }));
  return shown.flatMap(({ id, name, origin, status, scopes }) =>
    own.has(origin) && scopes.some(({ type }) => type === "CORS")
      ? [make(PEOPLE_TYPES.origin, id, name, { origin, status })]
      : [],
  );
}

/** In place of the id of an origin that Okta does not show. */
const HIDDEN = "not shown";

/** True where Okta did not show the stack's Trusted Origins. */
export function hidesOrigins(live: readonly Resource[]): boolean {
  return live.some(({ type, id }) => type === PEOPLE_TYPES.origin && id === HIDDEN);
}

function isForbidden(error: unknown): boolean {
  return error instanceof OktaApiError && error.details.status === 403;
}

/** How often Okta is asked for people, if it has what the stack declares. */
export function requestsForPeople(declared: readonly Resource[], apps: number): number {
  const count = (type: string) => declared.filter((one) => one.type === type).length;
  return apps + count(PEOPLE_TYPES.group) + Math.min(1, count(PEOPLE_TYPES.origin));
}
