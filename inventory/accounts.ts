import { OPEN_REASONS } from "../access/difference/unknown.ts";
import type { ClientAccess, EffectiveAccess, Login } from "../access/effective/access.ts";
import { groupsOf, valueFor } from "../access/effective/claims.ts";
import type { Client } from "../access/effective/okta.ts";
import { called, nameOf, text, texts, Unknown } from "../access/effective/resource.ts";
import { ANY_SCOPE } from "../access/effective/token.ts";
import type { Deployed, State } from "../review/state.ts";
import { routeOf } from "./routes.ts";
import type { Account } from "./schema.ts";

/** Reads each app of a state into a line of the inventory. */
export function accountReader(
  access: EffectiveAccess,
  { resources }: State,
): (client: Client, can: ClientAccess) => Account {
  const deployed = new Map(resources.map((one) => [one.urn, one]));
  const secrets = resources.filter(({ type }) => type === "kubernetes:core/v1:Secret");
  const secretsBy = Map.groupBy(
    secrets.flatMap((secret) => [...secret.from].map((urn) => ({ urn, name: objectName(secret) }))),
    ({ urn }) => urn,
  );
  return (client, can) => {
    const { app, name, clientId, note, isActive, credential, keys } = client;
    const jwksUri = text(app, "jwksUri") || undefined;
    const { created, modified } = deployed.get(app.urn) ?? {};
    const lifetimes = can.logins.map(({ token }) => token.lifetimeMinutes);
    const open = can.open.map(({ reason, neo4j }) => `${neo4j.name}: ${OPEN_REASONS[reason]}`);
    return {
      name,
      clientId: clientId instanceof Unknown ? "not known" : clientId,
      status: isActive ? "ACTIVE" : "INACTIVE",
      ...note,
      credential,
      keyIds: keys.filter((key) => key !== jwksUri),
      jwksUri: typeof jwksUri === "string" ? jwksUri : undefined,
      scopes: sorted(can.tokens.map(({ scope }) => scope)),
      groups: sorted(groupsIn(client, access)),
      roles: sorted(can.grants.map(({ role }) => role)),
      tokenLifetimeMinutes: lifetimes.length === 0 ? undefined : Math.max(...lifetimes),
      routes: can.grants.map(routeOf),
      logins: can.logins.filter(({ token }) => token.scope !== ANY_SCOPE).map(loginOf),
      secrets: sorted((secretsBy.get(app.urn) ?? []).map((secret) => secret.name)),
      created,
      modified,
      unknown: sorted(open),
    };
  };
}

/** Okta's form: every custom authorization server has its token endpoint below its issuer. */
function loginOf({ neo4j, provider, token }: Login): Account["logins"][number] {
  const { resource } = token.server;
  const own = resource && texts(resource, "audiences");
  const taken = provider.audiences instanceof Unknown ? [] : provider.audiences;
  const audience = taken.find((one) => !Array.isArray(own) || own.includes(one));
  return {
    neo4j: neo4j.name,
    tokenEndpoint: `${provider.issuer}/v1/token`,
    audience: audience ?? "not known",
    scope: token.scope,
    lifetimeMinutes: token.lifetimeMinutes,
  };
}

/** The groups that claims say of a client, whether it gets tokens now or not. */
function groupsIn(client: Client, { servers, neo4j }: EffectiveAccess): string[] {
  const names = neo4j.flatMap(({ providers }) => providers.map(({ groupsClaim }) => groupsClaim));
  const claims = servers.flatMap((server) => server.claims);
  return claims.flatMap((claim) => {
    if (!names.includes(called(claim))) return [];
    const groups = groupsOf({ resource: claim, value: valueFor(claim, client) });
    return Array.isArray(groups) ? groups : [];
  });
}

function objectName({ properties, urn }: Deployed): string {
  const { namespace, name } = Object(properties.metadata) as Record<string, unknown>;
  return `${namespace ?? "default"}/${name ?? nameOf({ urn })}`;
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
