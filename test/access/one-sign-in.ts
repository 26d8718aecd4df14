import { effectiveAccess } from "../../access/effective/access.ts";
import type { Resource } from "../../access/effective/resource.ts";
import { ANY_CLIENT } from "../../access/effective/token.ts";

export const ISSUER = "https://example.okta.com/oauth2/aus1";
export const OIDC = "dbms.security.oidc.okta";
export const REDIRECT = "http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri";

type Properties = Record<string, unknown>;

const CONFIG: Properties = {
  "dbms.security.authentication_providers": "oidc-okta,native",
  "dbms.security.authorization_providers": "oidc-okta,native",
  [`${OIDC}.audience`]: "api://people",
  [`${OIDC}.issuer`]: ISSUER,
  [`${OIDC}.params`]: "client_id=0oa1;response_type=code;scope=openid",
  [`${OIDC}.claims.groups`]: "groups",
  [`${OIDC}.authorization.group_to_role_mapping`]: '"engineers"=publisher;"readers"=reader',
};

const PARTS = {
  server: {
    ...{ type: "okta:auth/server:Server", id: "aus1" },
    properties: { issuer: ISSUER, audiences: ["api://people"] },
  },
  app: {
    ...{ type: "okta:app/oAuth:OAuth", id: "0oa1" },
    properties: {
      ...{ label: "Browser", type: "browser", clientId: "0oa1" },
      ...{ grantTypes: ["authorization_code"], tokenEndpointAuthMethod: "none" },
      redirectUris: [REDIRECT],
    },
  },
  engineers: { type: "okta:group/group:Group", id: "00g1", properties: { name: "engineers" } },
  readers: { type: "okta:group/group:Group", id: "00g2", properties: { name: "readers" } },
  engineersMay: {
    ...{ type: "okta:app/groupAssignment:GroupAssignment", id: "00g1" },
    properties: { appId: "0oa1", groupId: "00g1" },
  },
  readersMay: {
    ...{ type: "okta:app/groupAssignment:GroupAssignment", id: "00g2" },
    properties: { appId: "0oa1", groupId: "00g2" },
  },
  claim: {
    ...{ type: "okta:auth/serverClaim:ServerClaim", id: "ocl1" },
    properties: {
      ...{ authServerId: "aus1", name: "groups", claimType: "RESOURCE", valueType: "GROUPS" },
      ...{ groupFilterType: "REGEX", value: "^(engineers|readers)$", scopes: ["openid"] },
    },
  },
  policy: {
    ...{ type: "okta:auth/serverPolicy:ServerPolicy", id: "00p1" },
    properties: { authServerId: "aus1", name: "people", clientWhitelists: ["0oa1"] },
  },
  rule: {
    ...{ type: "okta:auth/serverPolicyRule:ServerPolicyRule", id: "0pr1" },
    properties: {
      ...{ authServerId: "aus1", policyId: "00p1", name: "code", accessTokenLifetimeMinutes: 30 },
      ...{ grantTypeWhitelists: ["authorization_code"], scopeWhitelists: ["openid"] },
      groupWhitelists: ["00g1", "00g2"],
    },
  },
  origin: {
    ...{ type: "okta:trustedorigin/origin:Origin", id: "tos1" },
    properties: { origin: "http://localhost:7474" },
  },
  release: {
    ...{ type: "kubernetes:helm.sh/v3:Release", id: "neo4j" },
    properties: { name: "neo4j", namespace: "graph", values: { neo4j: {}, config: CONFIG } },
  },
} satisfies Record<string, { type: string; id: string; properties: Properties }>;

export type Part = keyof typeof PARTS;

/** Changed properties of each part; undefined removes it. */
export type Changes = { [part in Part]?: Properties | undefined };

/** A stack in which two groups sign in by one app. */
export function peoplesStack(changes: Changes = {}, more: readonly Resource[] = []): Resource[] {
  const parts = (Object.keys(PARTS) as Part[]).flatMap((part): Resource[] => {
    if (part in changes && changes[part] === undefined) return [];
    const { type, id, properties } = PARTS[part];
    const { id: changed = id, ...others } = changes[part] ?? {};
    const urn = `urn:pulumi:test::graph::${type}::${part}`;
    return [{ urn, type, id: changed as string, properties: { ...properties, ...others } }];
  });
  return [...parts, ...more];
}

/** The URN of a part. */
export function urnOf(part: Part): string {
  return `urn:pulumi:test::graph::${PARTS[part].type}::${part}`;
}

/** Changed settings of Neo4j; undefined removes one. */
export function settings(changes: Properties): Changes {
  const all = Object.entries({ ...CONFIG, ...changes });
  const config = Object.fromEntries(all.filter(([, value]) => value !== undefined));
  return { release: { values: { neo4j: {}, config } } };
}

/** What the stack says of each way to sign in, a line for each group: `name: group [roles] letsIn`. */
export function signInLines(resources: readonly Resource[]): string[] {
  return effectiveAccess(resources).signIns.flatMap(({ name, app, groups, open }) => [
    ...groups.map(
      ({ group, roles, letsIn }) => `${name}: ${group} [${roles.join(", ")}] ${letsIn}`,
    ),
    ...(groups.length === 0 ? [`${name}: nobody${app === undefined ? " known" : ""}`] : []),
    ...open.map((reason) => `${name}: ${reason}`),
    ...(app === ANY_CLIENT ? [`${name}: by any app`] : []),
  ]);
}
