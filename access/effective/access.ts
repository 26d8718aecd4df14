import { ANYTHING, claimsOf, type Groups, groupsOf, isUserName } from "./claims.ts";
import { isNeo4j, type Neo4j, neo4jServersOf, type Provider, trusts } from "./neo4j.ts";
import { appsOf, type Client, clientsOf, type Server, serversOf, type Token } from "./okta.ts";
import { originsOf, PeoplesGroups } from "./peoples-groups.ts";
import { type Resource, Unknown } from "./resource.ts";
import type { SignIn } from "./sign-in.ts";
import { signInsOf } from "./sign-ins.ts";
import { ANY_CLIENT, type Asker, tokensOf } from "./token.ts";

/** The role of any name: what a stranger gets where a group stands for the role of its own name. */
export const ANY_ROLE = "*";

/** One way by which a client gets a role in a database server. */
export interface Grant {
  neo4j: Neo4j;
  provider: Provider;
  role: string;
  /** The group that stands for the role. */
  group: string;
  token: Token;
  /** Undefined for one that Okta puts into every token. */
  claim: Resource | undefined;
}

/** A database server that lets a client in. */
export interface Login {
  neo4j: Neo4j;
  provider: Provider;
  token: Token;
}

/** Something that decides over roles and is not in the stack, or not yet. */
export interface Open {
  neo4j: Neo4j;
  reason: "groups-unknown" | "local-users" | "auth-rules";
  /** URNs of what will tell; may be empty. */
  from: readonly string[];
}

/** What one client can do. */
export interface ClientAccess {
  tokens: readonly Token[];
  logins: readonly Login[];
  grants: readonly Grant[];
  open: readonly Open[];
}

/** Who can do what, by the resources of a stack alone. */
export interface EffectiveAccess {
  clients: ReadonlyMap<Client, ClientAccess>;
  /** What an app that the stack does not declare can do, by policies of the stack. */
  anyClient: ClientAccess;
  /** How people get in, by groups: nobody can tell who is in which. */
  signIns: readonly SignIn[];
  /** Which groups the stack means by their ids. */
  peoplesGroups: PeoplesGroups;
  /** Origins that Okta trusts by the stack, sorted. */
  origins: readonly string[];
  servers: readonly Server[];
  neo4j: readonly Neo4j[];
}

/** Works out which client gets which role in which database server, and by which way. */
export function effectiveAccess(resources: readonly Resource[]): EffectiveAccess {
  const servers = serversOf(resources);
  const neo4j = neo4jServersOf(resources);
  const peoplesGroups = new PeoplesGroups(resources);
  const accessOf = (asker: Asker) => clientAccess(asker, servers, neo4j);
  return {
    clients: new Map(clientsOf(resources).map((client) => [client, accessOf(client)])),
    anyClient: accessOf(ANY_CLIENT),
    signIns: signInsOf(appsOf(resources), { servers, neo4j, groups: peoplesGroups }),
    peoplesGroups,
    origins: originsOf(resources),
    servers,
    neo4j,
  };
}

/**
 * What tokens that were issued before a change can do after it: Neo4j has new settings then, and does
 * not ask Okta again. What a new server will say of itself is not known, so it has issued none of them.
 */
export function issuedAccess(
  before: readonly Resource[],
  after: readonly Resource[],
): EffectiveAccess {
  const issuers = before.filter((one) => !isNeo4j(one));
  return effectiveAccess([
    ...issuers.map((one) => ({ ...one, urn: `before ${one.urn}` })),
    ...after.filter(isNeo4j),
  ]);
}

function clientAccess(
  asker: Asker,
  servers: readonly Server[],
  all: readonly Neo4j[],
): ClientAccess {
  const tokens = servers.flatMap((server) => tokensOf(asker, server));
  const logins = tokens.flatMap((token) => all.flatMap((neo4j) => login(asker, token, neo4j)));
  const rights = logins.map((one) => rightsOf(asker, one));
  return {
    tokens,
    logins,
    grants: rights.flatMap(({ grants }) => grants),
    open: rights.flatMap(({ open }) => open),
  };
}

/** The first provider of the list that takes a token decides over it. */
function login(asker: Asker, token: Token, neo4j: Neo4j): Login[] {
  const provider = neo4j.providers.find(
    (candidate) =>
      trusts(candidate, token.server) &&
      claimsOf(token, candidate.usernameClaim, asker).some(isUserName),
  );
  return provider === undefined ? [] : [{ neo4j, provider, token }];
}

function rightsOf(
  asker: Asker,
  { neo4j, provider, token }: Login,
): { grants: Grant[]; open: Open[] } {
  const entry = `oidc-${provider.id}`;
  const open: Open[] = [];
  if (neo4j.authRules.includes(entry)) open.push({ neo4j, reason: "auth-rules", from: [] });
  if (neo4j.requiresLocalUser) open.push({ neo4j, reason: "local-users", from: [] });
  const authorizes = neo4j.authorization.includes(entry) && !neo4j.requiresLocalUser;
  const { groupsClaim } = provider;
  const claims = authorizes && groupsClaim !== undefined ? claimsOf(token, groupsClaim, asker) : [];
  const grants = claims.flatMap((claim) => {
    const groups = groupsOf(claim);
    if (groups instanceof Unknown) {
      open.push({ neo4j, reason: "groups-unknown", from: groups.from });
      return [];
    }
    return rolesOf(groups, provider).map((grant) => ({
      neo4j,
      provider,
      token,
      claim: claim.resource,
      ...grant,
    }));
  });
  return { grants, open };
}

function rolesOf(
  groups: Exclude<Groups, Unknown>,
  { mapping }: Provider,
): Pick<Grant, "role" | "group">[] {
  if (mapping.size === 0) {
    return (groups === ANYTHING ? [ANY_ROLE] : groups).map((group) => ({ group, role: group }));
  }
  const carried = groups === ANYTHING ? [...mapping.keys()] : groups;
  return carried.flatMap((group) => (mapping.get(group) ?? []).map((role) => ({ group, role })));
}
