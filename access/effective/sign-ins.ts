import { isSignedFor, type Neo4j, type Provider } from "./neo4j.ts";
import type { Client, Server } from "./okta.ts";
import type { PeoplesGroups } from "./peoples-groups.ts";
import { isForPeople } from "./peoples-tokens.ts";
import { ANY, isClientOf, type LetsIn, openOf, type SignIn } from "./sign-in.ts";
import { signInsByApp } from "./sign-ins-by-app.ts";
import { ANY_CLIENT } from "./token.ts";

/** Every way for people to sign in, in the order in which Neo4j asks its providers. */
export function signInsOf(
  all: readonly Client[],
  {
    servers,
    neo4j: databases,
    groups,
  }: { servers: readonly Server[]; neo4j: readonly Neo4j[]; groups: PeoplesGroups },
): SignIn[] {
  const apps = all.filter(({ grantTypes }) => isForPeople(grantTypes));
  return databases.flatMap((neo4j) => {
    const around = { neo4j, servers, groups };
    const own = [
      ...apps.flatMap((app) => signInsByApp(app, around)),
      ...signInsByApp(ANY_CLIENT, around),
    ];
    return neo4j.providers.flatMap((provider) => {
      const found = own.filter((one) => one.provider === provider);
      if (found.length > 0) return found;
      const isOfStack = servers.some((server) => isSignedFor(provider, server));
      if (isOfStack && !provider.isOffered) return [];
      const app = isOfStack ? all.find((one) => isClientOf(provider, one)) : undefined;
      return [withoutTokens(provider, neo4j, app, isOfStack ? "unknown" : "elsewhere")];
    });
  });
}

/** A sign-in whose tokens do not come from this stack; or, with an app of the stack, one that lets nobody in. */
function withoutTokens(
  provider: Provider,
  neo4j: Neo4j,
  app: Client | undefined,
  letsIn: LetsIn,
): SignIn {
  const entry = `oidc-${provider.id}`;
  const { groupsClaim, mapping } = provider;
  const readsGroups = groupsClaim !== undefined && neo4j.authorization.includes(entry);
  const roles = mapping.size === 0 ? ANY_GROUP : mapping;
  return {
    neo4j,
    provider,
    name: provider.id,
    app,
    groups:
      app !== undefined || !readsGroups
        ? []
        : [...roles].map(([group, roles]) => ({
            ...{ group, roles: [...roles].sort() },
            ...{ rolesKnown: true, letsIn },
          })),
    open: [
      ...openOf(provider, neo4j),
      ...(app === undefined && letsIn === "unknown" ? (["no-app"] as const) : []),
    ],
    lifetimeMinutes: undefined,
  };
}

/** Without a mapping a group stands for the role of its own name. */
const ANY_GROUP: ReadonlyMap<string, readonly string[]> = new Map([[ANY, [ANY]]]);
