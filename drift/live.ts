import { appsOf, type Server, serversOf, TYPES } from "../access/effective/okta.ts";
import type { Resource } from "../access/effective/resource.ts";
import type { OktaApi } from "../okta-api/client.ts";
import type { OktaApp, OktaClaim, OktaPolicy, OktaServer } from "../okta-api/objects.ts";
import { appResource } from "./live-app.ts";
import { peoplesResources } from "./live-people.ts";

/** What an org has of a stack's identity, and beside it. */
export interface Live {
  /** In the form of a stack's resources, so that the same reader works out who can do what. */
  resources: readonly Resource[];
  /** Declared apps and those that a policy of the stack's servers names, by client id. */
  apps: ReadonlyMap<string, OktaApp>;
  /** The stack's authorization servers. */
  servers: readonly OktaServer[];
}

/** Makes a resource in the form of a stack's, with the URN that the stack has for it. */
export type Make = (
  type: string,
  id: string,
  name: string,
  properties: Resource["properties"],
) => Resource;

/**
 * Reads everything on the stack's authorization servers, whoever made it, and the apps that get tokens
 * there. Objects of the stack keep their URNs; others get one of their own.
 *
 * @param declared the resources of the stack's state
 */
export async function liveResources(declared: readonly Resource[], okta: OktaApi): Promise<Live> {
  const urns = new Map(declared.map(({ type, id, urn }) => [`${type} ${String(id)}`, urn]));
  const make: Make = (type, id, name, properties) => ({
    urn: urns.get(`${type} ${id}`) ?? `urn:okta:${type}:${id}::${name}`,
    type,
    id,
    properties,
  });
  // One after the other, as requests go: whatever is read when a run is cut off is read for the next one.
  const onServers: OnServer[] = [];
  for (const server of serversOf(declared)) {
    onServers.push(await serverResources(server, okta, make));
  }
  const named = onServers.flatMap(({ clients }) => clients);
  const own = appsOf(declared).map(({ clientId }) => String(clientId));
  const apps = new Map<string, OktaApp>();
  for (const clientId of new Set([...own, ...named])) {
    const app = await okta.app(clientId);
    if (app !== undefined) apps.set(clientId, app);
  }
  const all = onServers.flatMap(({ resources }) => resources);
  const people = await peoplesResources(declared, apps, all, okta, make);
  return {
    resources: [...all, ...people, ...[...apps.values()].map((app) => appResource(app, make))],
    apps,
    servers: onServers.flatMap(({ server }) => server ?? []),
  };
}

/** What an org has on a server. */
interface OnServer {
  /** Undefined: there is no such server. */
  server?: OktaServer;
  resources: Resource[];
  /** Clients that its policies name. */
  clients: string[];
}

async function serverResources(
  { resource, id }: Server,
  okta: OktaApi,
  make: Make,
): Promise<OnServer> {
  const server = await okta.server(String(id));
  if (server === undefined) return { resources: [], clients: [] };
  const authServerId = String(id);
  const scopes = await okta.scopes(server);
  const claims = await okta.claims(server);
  const policies = await okta.policies(server);
  const rules: Resource[] = [];
  for (const policy of policies) rules.push(...(await ruleResources(server, policy, okta, make)));
  return {
    server,
    resources: [
      ...(resource === undefined ? [] : [serverResource(server, make)]),
      ...scopes.map(({ id, name }) => make(TYPES.scope, id, name, { authServerId, name })),
      ...claims.filter(isMade).map(({ id, conditions, ...claim }) => {
        const scopes = conditions?.scopes ?? [];
        const groupFilterType = claim.group_filter_type ?? undefined;
        return make(TYPES.claim, id, claim.name, {
          ...{ ...claim, groupFilterType, authServerId, scopes },
        });
      }),
      ...policies.map(({ id, name, status, priority, conditions }) => {
        const clientWhitelists = conditions.clients.include ?? [];
        return make(TYPES.policy, id, name, {
          authServerId,
          name,
          status,
          priority,
          clientWhitelists,
        });
      }),
      ...rules,
    ].map((one) => ({ ...one, properties: { ...one.properties, authServerId } })),
    clients: policies.flatMap(({ conditions }) =>
      (conditions.clients.include ?? []).filter((client) => client !== "ALL_CLIENTS"),
    ),
  };
}

/** What `sub` is as long as nobody has changed it. */
const SUB = "(appuser != null) ? appuser.userName : app.clientId";

/** False for the claims that Okta itself makes on each server: they are no difference. */
function isMade({ system, valueType, value }: OktaClaim): boolean {
  return !(system && (valueType === "SYSTEM" || value === SUB));
}

function serverResource({ id, name, status, audiences, issuer }: OktaServer, make: Make): Resource {
  return make(TYPES.server, id, name, { name, status, audiences, issuer });
}

async function ruleResources(
  server: OktaServer,
  policy: OktaPolicy,
  okta: OktaApi,
  make: Make,
): Promise<Resource[]> {
  const rules = await okta.rules(server, policy);
  return rules.map(({ id, name, status, priority, actions, conditions }) =>
    make(TYPES.rule, id, name, {
      policyId: policy.id,
      name,
      status,
      priority,
      grantTypeWhitelists: conditions.grantTypes?.include ?? [],
      scopeWhitelists: conditions.scopes?.include ?? [],
      userWhitelists: conditions.people?.users?.include ?? [],
      groupWhitelists: conditions.people?.groups?.include ?? [],
      userBlacklists: conditions.people?.users?.exclude ?? [],
      groupBlacklists: conditions.people?.groups?.exclude ?? [],
      accessTokenLifetimeMinutes: actions.token?.accessTokenLifetimeMinutes,
    }),
  );
}
