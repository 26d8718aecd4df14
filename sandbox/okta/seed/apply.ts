import { findUser } from "../directory.ts";
import { OktaError } from "../errors.ts";
import { callManagement } from "../management/plugin.ts";
import type { Org } from "../org.ts";
import { digestOf } from "../same-secret.ts";
import type { Seed, SeedApiToken, SeedApp, SeedRule, SeedServer, SeedUser } from "./file.ts";

const SERVERS = "/api/v1/authorizationServers";
const SERVER = `${SERVERS}/:authServerId`;
const POLICIES = `${SERVER}/policies`;

/** One call of the management API: what it is for (a path in the seed file), and the call. */
interface SeedCall {
  place: string;
  method?: "POST" | "PUT";
  path: string;
  params?: Record<string, string>;
  body?: unknown;
}

/**
 * Puts a seed into an org by the endpoints of its management API, so that nothing comes in that Okta would
 * not take: groups, users, apps, authorization servers with scopes, claims, policies and rules, and trusted
 * origins, and API tokens of people, in that order. A server whose name the org has already is changed; its children are added to
 * those it has.
 *
 * @throws Error naming the object, with Okta's refusal
 */
export async function applySeed(org: Org, seed: Seed): Promise<void> {
  for (const [index, body] of seed.groups.entries()) {
    await send(org, { place: `groups.${index}`, path: "/api/v1/groups", body });
  }
  for (const [index, user] of seed.users.entries()) await addUser(org, `users.${index}`, user);
  for (const [index, app] of seed.apps.entries()) await addApp(org, `apps.${index}`, app);
  for (const [index, server] of seed.authorizationServers.entries()) {
    await addServer(org, `authorizationServers.${index}`, server);
  }
  for (const [index, body] of seed.trustedOrigins.entries()) {
    await send(org, { place: `trustedOrigins.${index}`, path: "/api/v1/trustedOrigins", body });
  }
  for (const [index, token] of (seed.apiTokens ?? []).entries()) addApiToken(org, index, token);
}

/** The call that takes an ACTIVE user to a status. */
const TO_STATUS = { SUSPENDED: "suspend", DEPROVISIONED: "deactivate" } as const;

async function addUser(org: Org, place: string, user: SeedUser): Promise<void> {
  const { groups = [], status = "ACTIVE", ...document } = user;
  const body = { ...document, groupIds: groups.map((name) => groupId(org, name)) };
  const path = `/api/v1/users?activate=${status !== "STAGED"}`;
  const userId = await send(org, { place, path, body });
  if (status !== "SUSPENDED" && status !== "DEPROVISIONED") return;
  const change = `/api/v1/users/:userId/lifecycle/${TO_STATUS[status]}`;
  await send(org, { place: `${place}.status`, path: change, params: { userId } });
}

async function addApp(org: Org, place: string, app: SeedApp): Promise<void> {
  const { groups = [], users = [], status = "ACTIVE", ...body } = app;
  const path = `/api/v1/apps?activate=${status === "ACTIVE"}`;
  const appId = await send(org, { place, path, body });
  for (const name of groups) {
    const params = { appId, groupId: groupId(org, name) };
    const assignment = { method: "PUT", path: "/api/v1/apps/:appId/groups/:groupId" } as const;
    await send(org, { place: `${place}.groups`, params, ...assignment });
  }
  for (const login of users) {
    const assignment = { path: "/api/v1/apps/:appId/users", body: { id: login } };
    await send(org, { place: `${place}.users`, params: { appId }, ...assignment });
  }
}

async function addServer(org: Org, place: string, server: SeedServer): Promise<void> {
  const { scopes, claims, policies, ...body } = server;
  const known = [...org.authorizationServers.values()].find(({ name }) => name === body.name);
  const authServerId = await send(org, {
    place,
    body,
    ...(known
      ? { method: "PUT", path: SERVER, params: { authServerId: known.id } }
      : { path: SERVERS }),
  });
  const params = { authServerId };
  for (const [index, scope] of scopes.entries()) {
    const path = `${SERVER}/scopes`;
    await send(org, { place: `${place}.scopes.${index}`, path, params, body: scope });
  }
  for (const [index, claim] of claims.entries()) {
    const path = `${SERVER}/claims`;
    await send(org, { place: `${place}.claims.${index}`, path, params, body: claim });
  }
  for (const [index, { rules, ...policy }] of policies.entries()) {
    const at = `${place}.policies.${index}`;
    const policyId = await send(org, { place: at, path: POLICIES, params, body: policy });
    for (const [number, rule] of rules.entries()) {
      await send(org, {
        place: `${at}.rules.${number}`,
        path: `${POLICIES}/:policyId/rules`,
        params: { ...params, policyId },
        body: withIds(org, rule),
      });
    }
  }
}

/** Okta has no endpoint that makes API tokens. */
function addApiToken(org: Org, index: number, { owner, token, role }: SeedApiToken): void {
  const place = `apiTokens.${index}`;
  const user = findUser(org, owner);
  if (!user) throw new Error(`${place}.owner: '${owner}' is no login of a user of the org`);
  const digest = digestOf(token);
  if (org.apiTokens.has(digest)) throw new Error(`${place}.token: is there already`);
  org.apiTokens.set(digest, { owner: user.id, role });
}

/** @returns the id of what was made */
async function send(org: Org, { place, ...call }: SeedCall): Promise<string> {
  try {
    const { body } = await callManagement(org, call);
    return String((body as { id?: string }).id);
  } catch (error) {
    if (!(error instanceof OktaError)) throw error;
    throw new Error([`${place}: ${error.message}`, ...error.causes].join("; "), { cause: error });
  }
}

/** The id of the group with this name; what no group is called stays as it is. */
function groupId(org: Org, name: string): string {
  const found = [...org.groups.values()].find(({ profile }) => profile.name === name);
  return found?.id ?? name;
}

/** The rule with the ids of what it names: groups, and users by login. */
function withIds(org: Org, rule: SeedRule): SeedRule {
  const changed = structuredClone(rule);
  const { groups, users } = changed.conditions?.people ?? {};
  for (const list of ["include", "exclude"] as const) {
    if (groups?.[list]) groups[list] = groups[list].map((name) => groupId(org, name));
    if (users?.[list]) users[list] = users[list].map((login) => findUser(org, login)?.id ?? login);
  }
  return changed;
}
