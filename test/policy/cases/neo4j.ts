import {
  APP,
  type Cases,
  KEYS,
  MAPPING,
  OIDC,
  RELEASE,
  type Recorded,
  SERVICE,
} from "../recorded.ts";

function addService(stack: Recorded, spec: object): void {
  stack.add(SERVICE, "public", { spec });
}

/** Rules about Neo4j and its release. */
export const NEO4J: Cases = {
  "admin-role-waived": [
    {
      change: (stack) => stack.setting(MAPPING, '"boss"=admin'),
      says: `values.config.${MAPPING} of neo4j-release is "\\"boss\\"=admin", which grants the role admin. Fix: map groups to less than admin, or agree on a dated waiver.`,
    },
    {
      change: (stack) => stack.setting(MAPPING, undefined),
      says: `values.config.${MAPPING} of neo4j-release is missing, so that a group called admin grants the role admin`,
    },
    {
      change: (stack) => {
        stack.setting("dbms.security.authorization_providers", "oidc-okta-backend,ldap,native");
        stack.setting("dbms.security.ldap.authorization.group_to_role_mapping", "'cn=boss'=admin");
      },
      says: "values.config.dbms.security.ldap.authorization.group_to_role_mapping of neo4j-release is",
    },
  ],
  "break-glass-kept": [
    {
      change: (stack) =>
        stack.setting("dbms.security.authentication_providers", "oidc-okta-backend"),
      says: 'values.config.dbms.security.authentication_providers of neo4j-release is "oidc-okta-backend", so that no password opens the database when tokens do not. Fix: put native last, or set proven once npm run verify has proven every account.',
    },
    {
      change: (stack) =>
        stack.setting("dbms.security.authorization_providers", "oidc-okta-backend"),
      says: 'values.config.dbms.security.authorization_providers of neo4j-release is "oidc-okta-backend", so',
    },
  ],
  "strict-validation": [
    {
      change: (stack) => stack.setting("server.config.strict_validation.enabled", "false"),
      says: 'values.config.server.config.strict_validation.enabled of neo4j-release is "false", which is off. Fix: set it to "true".',
    },
    {
      change: (stack) => stack.setting("server.config.strict_validation.enabled", undefined),
      says: "values.config.server.config.strict_validation.enabled of neo4j-release is not set, and the chart turns it off. Fix",
    },
  ],
  "jwt-claims-not-logged": [
    {
      change: (stack) =>
        stack.setting("dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled", " True"),
      says: 'values.config.dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled of neo4j-release is " True", which writes every token\'s claims into the log. Fix: remove it.',
    },
  ],
  "chart-version-pinned": [
    {
      change: (stack) => stack.set(RELEASE, { version: "^5.26" }),
      says: 'version of neo4j-release is "^5.26", by which the newest chart of the day is installed. Fix: pin one version, e.g. 5.26.30.',
    },
    {
      change: (stack) => stack.set(RELEASE, { version: "5.26.30 || 6" }),
      says: 'version of neo4j-release is "5.26.30 || 6", by which',
    },
    {
      change: (stack) => stack.set(RELEASE, { version: undefined, chart: "neo4j" }),
      says: "version of neo4j-release is not set, so that the newest chart of the day is installed. Fix",
    },
  ],
  "tls-where-public": [
    {
      change: (stack) =>
        Object.assign(stack.values(), {
          services: { neo4j: { enabled: true } },
          config: { ...Object(stack.values().config), "server.http.enabled": "false" },
        }),
      says: "values.ssl.bolt of neo4j-release has no privateKey.secretName, while Neo4j is published. Fix: set the Secret of a certificate for Bolt.",
    },
    {
      change: (stack) =>
        Object.assign(stack.values(), {
          services: { neo4j: { spec: { type: "NodePort" } } },
          ssl: { bolt: { privateKey: { secretName: "tls" } } },
        }),
      says: "values.config.server.http.enabled of neo4j-release is not false, while Neo4j is published",
    },
    {
      change: (stack) =>
        Object.assign(stack.values(), {
          podSpec: { hostNetwork: true },
          ssl: { bolt: { privateKey: { secretName: "tls" } } },
          config: {
            ...Object(stack.values().config),
            "server.http.enabled": "false",
            "server.bolt.tls_level": "optional",
          },
        }),
      says: "values.config.server.bolt.tls_level of neo4j-release is OPTIONAL, while Neo4j is published",
    },
  ],
  "public-services": [
    {
      change: (stack) =>
        addService(stack, { type: "LoadBalancer", ports: [{ port: 80, targetPort: 7474 }] }),
      says: "spec.ports[0] of public is 80, which publishes Neo4j outside the cluster in plain text. Fix: make the Service ClusterIP, or publish https (7473), and Bolt with ssl.bolt of the chart.",
    },
    {
      change: (stack) => addService(stack, { type: "NodePort", ports: [{ port: 7687 }] }),
      says: "spec.ports[0] of public is 7687, which publishes",
    },
    {
      change: (stack) =>
        addService(stack, { externalIPs: ["192.0.2.1"], ports: [{ port: 443 }, { port: 7474 }] }),
      says: "spec.ports[1] of public is 7474, which publishes",
    },
  ],
  "https-uris": [
    {
      change: (stack) => stack.set(KEYS, { jwksUri: "http://keys.example.com/jwks.json" }),
      says: 'jwksUri of graph-reporting-app is "http://keys.example.com/jwks.json", which anybody on the way can change. Fix: use https.',
    },
    {
      change: (stack) =>
        stack.set(APP, { redirectUris: ["https://a.example", "http://b.example"] }),
      says: 'redirectUris of etl-loader-app is "http://b.example", which',
    },
    {
      change: (stack) => stack.setting(`${OIDC}.issuer`, "http://example.okta.com/oauth2/default"),
      says: `values.config.${OIDC}.issuer of neo4j-release is "http://example.okta.com/oauth2/default", which`,
    },
    {
      change: (stack) => stack.setting(`${OIDC}.jwks_uri`, "http://example.okta.com/keys"),
      says: `values.config.${OIDC}.jwks_uri of neo4j-release is`,
    },
    {
      change: (stack) => stack.setting(`${OIDC}.token_endpoint`, "http://example.okta.com/token"),
      says: `values.config.${OIDC}.token_endpoint of neo4j-release is`,
    },
    {
      change: (stack) =>
        stack.set(RELEASE, { repositoryOpts: { repo: "http://charts.example.com" } }),
      says: 'repositoryOpts.repo of neo4j-release is "http://charts.example.com", which',
    },
    {
      change: (stack) => stack.set(RELEASE, { chart: "http://charts.example.com/neo4j.tgz" }),
      says: 'chart of neo4j-release is "http://charts.example.com/neo4j.tgz", which',
    },
  ],
};
