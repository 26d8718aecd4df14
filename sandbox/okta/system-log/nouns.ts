import { findUser } from "../directory.ts";
import type { Call } from "../http/route.ts";
import { findApp, findServer } from "../org.ts";

/** How a kind of object is called in the log, and where the one that a path names is. */
interface Kind {
  type: string;
  find(call: Call): object | undefined;
}

const serverOf = ({ org, params }: Call) => findServer(org, params.authServerId ?? "");
const appOf = ({ org, params }: Call) => org.apps.get(params.appId ?? "");
const policyOf = (call: Call) => byId(serverOf(call)?.policies, call.params.policyId);

function byId<T extends { id: string }>(items: readonly T[] | undefined, id: string | undefined) {
  return items?.find((item) => item.id === id);
}

function named<T extends { label: string }>(items: Map<string, T>, name = ""): T | undefined {
  return items.get(name) ?? [...items.values()].find(({ label }) => label === name);
}

/** Kinds of objects that events are about. The types of those below the line are the emulator's own. */
export const NOUNS = {
  app: { type: "AppInstance", find: appOf },
  client: {
    type: "PublicClientApp",
    find: ({ org, params }) => findApp(org, params.clientId ?? ""),
  },
  group: { type: "UserGroup", find: ({ org, params }) => org.groups.get(params.groupId ?? "") },
  user: {
    type: "User",
    find: ({ org, params }) => (params.userId ? findUser(org, params.userId) : undefined),
  },
  policy: { type: "PolicyEntity", find: policyOf },
  rule: {
    type: "PolicyRule",
    find: (call) => byId(policyOf(call)?.rules, call.params.ruleId),
  },
  server: { type: "AuthorizationServer", find: serverOf },
  scope: { type: "Scope", find: (call) => byId(serverOf(call)?.scopes, call.params.scopeId) },
  claim: { type: "Claim", find: (call) => byId(serverOf(call)?.claims, call.params.claimId) },
  grant: { type: "ScopeGrant", find: (call) => byId(appOf(call)?.grants, call.params.grantId) },
  secret: {
    type: "ClientSecret",
    find: (call) => byId(appOf(call)?.secrets, call.params.secretId),
  },
  key: { type: "JsonWebKey", find: (call) => byId(appOf(call)?.jwks, call.params.keyId) },
  role: { type: "CustomRole", find: ({ org, params }) => named(org.adminRoles, params.roleId) },
  set: {
    type: "ResourceSet",
    find: ({ org, params }) => named(org.resourceSets, params.resourceSetId),
  },
  origin: {
    type: "TrustedOrigin",
    find: ({ org, params }) => org.trustedOrigins.get(params.originId ?? ""),
  },
} satisfies Record<string, Kind>;

/** One of the kinds. */
export type Noun = keyof typeof NOUNS;
