import { type ClientAccess, effectiveAccess } from "../../access/effective/access.ts";
import type { Resource } from "../../access/effective/resource.ts";

export const SERVER = "urn:server";
export const APP = "urn:app";
export const POLICY = "urn:policy";
export const ISSUER = "https://example.okta.com/oauth2/aus1";
export const OIDC = "dbms.security.oidc.okta";

type Properties = Record<string, unknown>;

const SERVER_PROPERTIES = { issuer: ISSUER, audiences: ["api://neo4j"] };
const CONFIG: Record<string, unknown> = {
  "dbms.security.authentication_providers": "oidc-okta,native",
  "dbms.security.authorization_providers": "oidc-okta,native",
  [`${OIDC}.audience`]: "api://neo4j",
  [`${OIDC}.issuer`]: ISSUER,
  [`${OIDC}.well_known_discovery_uri`]: `${ISSUER}/.well-known/openid-configuration`,
  [`${OIDC}.claims.groups`]: "groups",
  [`${OIDC}.authorization.group_to_role_mapping`]: '"loaders"=publisher',
};

const TYPES = {
  server: "okta:auth/server:Server",
  app: "okta:app/oAuth:OAuth",
  scope: "okta:auth/serverScope:ServerScope",
  claim: "okta:auth/serverClaim:ServerClaim",
  policy: "okta:auth/serverPolicy:ServerPolicy",
  rule: "okta:auth/serverPolicyRule:ServerPolicyRule",
  release: "kubernetes:helm.sh/v3:Release",
};

export type Kind = keyof typeof TYPES;

/** A stack with one account; of each kind, what is changed. Undefined removes the resource. */
export function stack(
  changes: { [kind in Kind]?: Partial<Resource> | undefined } = {},
): Resource[] {
  const on = { authServerId: "aus1" };
  const all: Record<Kind, Resource> = {
    server: resource("server", SERVER, "aus1", SERVER_PROPERTIES),
    app: resource("app", APP, "0oa1", {
      label: "loader",
      type: "service",
      clientId: "loader",
      profile: '{"groups":["loaders"]}',
    }),
    scope: resource("scope", "urn:scope", "scp1", { ...on, name: "neo4j" }),
    claim: resource("claim", "urn:claim", "ocl1", {
      ...on,
      name: "groups",
      value: "app.profile.groups",
    }),
    policy: resource("policy", POLICY, "00p1", { ...on, clientWhitelists: ["loader"] }),
    rule: resource("rule", "urn:rule", "0pr1", {
      policyId: "00p1",
      grantTypeWhitelists: ["client_credentials"],
      scopeWhitelists: ["neo4j"],
    }),
    release: resource("release", "urn:release", "neo4j", { values: { neo4j: {}, config: CONFIG } }),
  };
  return (Object.keys(all) as Kind[]).flatMap((kind) => {
    if (kind in changes && changes[kind] === undefined) return [];
    const { properties, ...others } = changes[kind] ?? {};
    const own = all[kind];
    return [{ ...own, ...others, properties: { ...own.properties, ...properties } }];
  });
}

export function resource(kind: Kind, urn: string, id: string, properties: Properties): Resource {
  return { urn, type: TYPES[kind], id, properties };
}

export function config(changes: Properties) {
  return { properties: { values: { neo4j: {}, config: { ...CONFIG, ...changes } } } };
}

export function accessOf(resources: readonly Resource[]): ClientAccess {
  const [access] = effectiveAccess(resources).clients.values();
  if (!access) throw new Error("no client");
  return access;
}

export function rolesOf(resources: readonly Resource[]): string[] {
  return accessOf(resources).grants.map(({ role }) => role);
}
