import type { Given } from "./judge.ts";

/** A change that breaks one rule, and what the rule says then. */
export interface Case {
  /** What is done to the recorded stack. */
  change(stack: Recorded): void;
  config?: Record<string, unknown>;
  /** The message, after the name of the resource. */
  says: string;
}

/** The recorded stack, for changes. */
export class Recorded {
  readonly resources: Given[];

  constructor(resources: Given[]) {
    this.resources = resources;
  }

  /** The resource of that name. */
  of(name: string): Given {
    const found = this.resources.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no resource ${name}`);
    return found;
  }

  set(name: string, props: Record<string, unknown>): void {
    Object.assign(this.of(name).props, props);
  }

  /** Sets a setting of Neo4j; undefined takes it away. */
  setting(name: string, value: unknown): void {
    const config = this.values().config as Record<string, unknown>;
    if (value === undefined) delete config[name];
    else config[name] = value;
  }

  /** The values of Neo4j's Helm release. */
  values(): Record<string, unknown> {
    return this.of("neo4j-release").props.values as Record<string, unknown>;
  }

  add(type: string, name: string, props: Record<string, unknown>): void {
    const urn = `urn:pulumi:dedicated::neo4j-okta::${type}::${name}`;
    this.resources.push({ type, name, urn, props, from: {}, protect: false });
  }
}

const APP = "etl-loader-app";
const KEYS = "graph-reporting-app";
const RULE = "authorization-access-rule";
const POLICY = "authorization-access-policy";
const CLAIM = "authorization-claim";
const SCOPE = "authorization-scope";
const RELEASE = "neo4j-release";
const OIDC = "dbms.security.oidc.okta-backend";
/** The setting that maps groups to roles. */
export const MAPPING = `${OIDC}.authorization.group_to_role_mapping`;
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const SERVICE = "kubernetes:core/v1:Service";
const PEM = "-----BEGIN PRIVATE KEY-----\nMIIE";

function keysOf(stack: Recorded): Record<string, unknown>[] {
  return stack.of(KEYS).props.jwks as Record<string, unknown>[];
}

function addService(stack: Recorded, spec: object): void {
  stack.add(SERVICE, "public", { spec });
}

/** For each rule, changes each of which breaks it. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  "client-credentials-only": [
    {
      change: (stack) =>
        stack.set(APP, { grantTypes: ["client_credentials", "authorization_code"] }),
      says: 'grantTypes of etl-loader-app is ["client_credentials","authorization_code"], which lets more than the service itself get tokens. Fix: list client_credentials alone, and give people an app of their own.',
    },
    {
      change: (stack) =>
        stack.set(APP, { type: "web", grantTypes: ["client_credentials", "implicit"] }),
      says: 'grantTypes of etl-loader-app is ["client_credentials","implicit"], which lets',
    },
    {
      change: (stack) => stack.set(APP, { grantTypes: ["password"] }),
      says: 'grantTypes of etl-loader-app is ["password"], which lets',
    },
  ],
  "dpop-not-required": [
    {
      change: (stack) => stack.set(APP, { dpopBoundAccessTokens: true }),
      says: "dpopBoundAccessTokens of etl-loader-app is true, and Neo4j takes no token that is bound to a key. Fix: set it to false, or remove it.",
    },
  ],
  "private-key-jwt": [
    {
      change: (stack) => stack.set(KEYS, { tokenEndpointAuthMethod: "client_secret_post" }),
      says: 'tokenEndpointAuthMethod of graph-reporting-app is "client_secret_post", so that others than the service have to keep and to send the secret. Fix: set private_key_jwt',
    },
    {
      change: (stack) => stack.set(KEYS, { tokenEndpointAuthMethod: undefined }),
      says: 'tokenEndpointAuthMethod of graph-reporting-app is "client_secret_basic", so',
    },
  ],
  "public-keys": [
    {
      change: (stack) => keysOf(stack).push({ ...keysOf(stack)[0], kid: "key-3" }),
      says: 'jwks of graph-reporting-app is ["key-1","key-2","key-3"], 3 keys that all work. Fix: keep two at most',
    },
    {
      change: (stack) => Object.assign(keysOf(stack)[1] ?? {}, { n: "AQAB" }),
      says: 'jwks[1].kid of graph-reporting-app is "key-2", a key that is too weak. Fix: keep two at most, the one in use and its successor, each the public half of an RSA key of 2048 bits or more.',
    },
    {
      change: (stack) => Object.assign(keysOf(stack)[0] ?? {}, { kty: "EC" }),
      says: 'jwks[0].kid of graph-reporting-app is "key-1", a key that is too weak',
    },
    {
      change: (stack) => Object.assign(keysOf(stack)[0] ?? {}, { e: "AQ" }),
      says: 'jwks[0].kid of graph-reporting-app is "key-1", a key that is too weak',
    },
    {
      change: (stack) => Object.assign(keysOf(stack)[0] ?? {}, { d: "c2VjcmV0" }),
      says: "jwks[0] of graph-reporting-app holds a member of a private key. Fix: give the public half alone, and treat this key as leaked.",
    },
  ],
  "owner-and-purpose": [
    {
      change: (stack) => stack.set(APP, { adminNote: "Purpose: loads." }),
      says: 'adminNote of etl-loader-app names no owner. Fix: write "Owner: a person or team. Purpose: what it is for.", as the settings owner and purpose do here.',
    },
    {
      change: (stack) => stack.set(APP, { adminNote: undefined }),
      says: "adminNote of etl-loader-app names no owner and no purpose",
    },
  ],
  "expired-accounts-inactive": [
    {
      change: (stack) => stack.set(APP, { adminNote: "Owner: etl. Expires: 2026-11-21." }),
      says: 'status of etl-loader-app is "ACTIVE", although its last day was 2026-11-21. Fix: deploy again, which switches it off, or agree on another day.',
    },
  ],
  "no-all-clients": [
    {
      change: (stack) => stack.set(POLICY, { clientWhitelists: ["etl-loader", "ALL_CLIENTS"] }),
      says: 'clientWhitelists of authorization-access-policy is ["etl-loader","ALL_CLIENTS"], which lets every app of the org get these tokens. Fix: list the client ids of the service apps.',
    },
  ],
  "known-clients": [
    {
      change: (stack) => stack.set(POLICY, { clientWhitelists: ["etl-loader", "stranger"] }),
      config: { others: ["helpdesk"] },
      says: 'clientWhitelists of authorization-access-policy is ["stranger"], clients that no app of this stack has. Fix: declare its app here, remove it, or list it under others in the rule\'s configuration.',
    },
  ],
  "grant-and-scopes-named": [
    {
      change: (stack) => stack.set(RULE, { scopeWhitelists: ["*"] }),
      says: 'scopeWhitelists of authorization-access-rule is ["*"], which names nothing that could be reviewed. Fix: list client_credentials, and the scopes that the clients need.',
    },
    {
      change: (stack) => stack.set(RULE, { scopeWhitelists: undefined }),
      says: "scopeWhitelists of authorization-access-rule is [], which",
    },
    {
      change: (stack) => stack.set(RULE, { grantTypeWhitelists: ["*"] }),
      says: 'grantTypeWhitelists of authorization-access-rule is ["*"], which',
    },
  ],
  "token-lifetime": [
    {
      change: (stack) => stack.set(RULE, { accessTokenLifetimeMinutes: 61 }),
      says: "accessTokenLifetimeMinutes of authorization-access-rule is 61, longer than the 60 minutes of this environment. Fix: shorten it; services get a new token before the old one ends.",
    },
    {
      change: (stack) => stack.set(RULE, { accessTokenLifetimeMinutes: undefined }),
      config: { maxMinutes: 59 },
      says: "is 60, longer than the 59 minutes of this environment",
    },
    {
      change: (stack) =>
        stack.set(RULE, { accessTokenLifetimeMinutes: 90, grantTypeWhitelists: ["*"] }),
      says: "is 90, longer than the 60 minutes",
    },
  ],
  "claim-bound-to-scope": [
    {
      change: (stack) => stack.set(CLAIM, { scopes: [] }),
      says: "scopes of authorization-claim is [], so that every access token of the server carries the claim. Fix: list the scope that service accounts ask for.",
    },
    {
      change: (stack) => stack.set(CLAIM, { scopes: undefined, claimType: undefined }),
      says: "scopes of authorization-claim is [], so",
    },
  ],
  "claim-reads-app": [
    {
      change: (stack) => stack.set(CLAIM, { value: "appuser.neo4j_groups" }),
      says: 'value of authorization-claim is "appuser.neo4j_groups", which is null for a service, as it has no user. Fix: write app.profile.ATTRIBUTE, or (appuser != null) ? appuser.ATTRIBUTE : app.profile.ATTRIBUTE.',
    },
    {
      change: (stack) => stack.set(CLAIM, { value: " user.groups ", claimType: undefined }),
      says: 'value of authorization-claim is " user.groups ", which is null',
    },
  ],
  "scope-not-published": [
    {
      change: (stack) => stack.set(SCOPE, { metadataPublish: "ALL_CLIENTS" }),
      says: 'metadataPublish of authorization-scope is "ALL_CLIENTS", which puts the scope into the server\'s public metadata. Fix: set metadataPublish to NO_CLIENTS and default to false.',
    },
    {
      change: (stack) => stack.set(SCOPE, { metadataPublish: undefined }),
      says: 'metadataPublish of authorization-scope is "ALL_CLIENTS", which',
    },
    {
      change: (stack) => stack.set(SCOPE, { default: true }),
      says: "default of authorization-scope is true, so that a client gets the scope without asking for it",
    },
  ],
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
  "no-secret-in-config-map": [
    {
      change: (stack) => stack.add(CONFIG_MAP, "map", { data: { OKTA_CLIENT_SECRET: "s3cr3t" } }),
      says: "data.OKTA_CLIENT_SECRET of map holds a secret, by its name or its form. Fix: keep it in a Kubernetes Secret.",
    },
    {
      change: (stack) => stack.add(CONFIG_MAP, "map", { data: { "app.conf": "password=s3cr3t" } }),
      says: "data.app.conf of map holds a secret",
    },
    {
      change: (stack) =>
        stack.add(CONFIG_MAP, "map", {
          binaryData: { "tls.pem": Buffer.from(PEM).toString("base64") },
        }),
      says: "binaryData.tls.pem of map holds a secret",
    },
  ],
  "no-secret-in-helm-values": [
    {
      change: (stack) => Object.assign(Object(stack.values().neo4j), { password: "s3cr3t" }),
      says: "values.neo4j.password of neo4j-release holds a secret, by its name or its form. Fix: keep it in a Kubernetes Secret, and refer to that.",
    },
    {
      change: (stack) =>
        stack.setting("dbms.security.ldap.authorization.system_password", "s3cr3t"),
      says: 'values.config["dbms.security.ldap.authorization.system_password"] of neo4j-release holds a secret',
    },
  ],
  "no-secret-in-outputs": [
    {
      change: (stack) => stack.set("neo4j-okta-dedicated", { login: { password: "s3cr3t" } }),
      config: { blinded: true },
      says: "login.password of neo4j-okta-dedicated is in the clear, and a secret by its name or its form. Fix: export it with pulumi.secret(...).",
    },
    {
      change: (stack) => stack.set("neo4j-okta-dedicated", { notes: [PEM] }),
      config: { blinded: true },
      says: "notes[0] of neo4j-okta-dedicated is in the clear",
    },
  ],
  "secrets-stay-in-secrets": [
    {
      change: (stack) => {
        stack.set(APP, { clientSecret: "made-by-okta" });
        stack.add(CONFIG_MAP, "map", { data: { note: "it is made-by-okta today" } });
      },
      says: "data.note of map holds the clientSecret of etl-loader-app in the clear. Fix: keep it in a Kubernetes Secret, refer to that, and make the secret anew.",
    },
    {
      change: (stack) => {
        stack.set("neo4j-password", { result: "made-by-random" });
        stack.add("kubernetes:apps/v1:Deployment", "app", {
          spec: { template: { spec: { containers: [{ env: [{ value: "made-by-random" }] }] } } },
        });
      },
      says: "spec.template.spec.containers[0].env[0].value of app holds the result of neo4j-password",
    },
    {
      change: (stack) => {
        stack.set(APP, { clientBasicSecret: "chosen-by-us" });
        Object.assign(stack.values(), { env: { X: "chosen-by-us" } });
      },
      says: "values.env.X of neo4j-release holds the clientBasicSecret of etl-loader-app",
    },
  ],
  "trust-agrees": [
    {
      change: (stack) => stack.setting(`${OIDC}.audience`, "api://default"),
      says: `values.config.${OIDC}.audience of neo4j-release is ["api://default"], not the audience of authorization-server (api://neo4j), whose tokens neo4j/neo4j is meant to take. Fix: take issuer and audience from the authorization server's own outputs.`,
    },
    {
      change: (stack) => {
        stack.setting(`${OIDC}.issuer`, "https://example.okta.com/oauth2/aus99");
        stack.setting(`${OIDC}.well_known_discovery_uri`, undefined);
      },
      says: `values.config.${OIDC}.issuer of neo4j-release is "https://example.okta.com/oauth2/aus99", not the issuer of authorization-server`,
    },
  ],
  "scope-agrees": [
    {
      change: (stack) => stack.set(SCOPE, { name: "other" }),
      says: 'scopeWhitelists of authorization-access-rule is "neo4j_groups", a scope that the server does not have. Fix: let the rule grant a scope that is declared, and that the claim is bound to.',
    },
    {
      change: (stack) => stack.set(CLAIM, { scopes: ["other"] }),
      says: 'scopes of authorization-claim is ["other"], which no rule of this server grants, so that no token carries the groups',
    },
  ],
  "groups-agree": [
    {
      change: (stack) => stack.set(APP, { profile: '{"neo4j_groups":["neo4j_publisher","typo"]}' }),
      says: 'profile of etl-loader-app is ["typo"], groups that provider okta-backend of neo4j/neo4j maps to no role. Fix: map them, or take them from the app.',
    },
  ],
  "mapped-groups-used": [
    {
      change: (stack) =>
        stack.setting(MAPPING, '"neo4j_publisher"=publisher;"neo4j_reader"=reader;"spare"=reader'),
      says: `values.config.${MAPPING} of neo4j-release is ["spare"], groups that no app of this stack has. Fix: remove them, or agree on a waiver where another stack's apps have them.`,
    },
  ],
  "protected-in-production": [
    {
      change: (stack) => {
        stack.of("authorization-server").protect = false;
      },
      says: "protect of authorization-server is not set, so that Pulumi would delete it without a question. Fix: set the resource option protect, as deletionProtection: always does here.",
    },
    {
      change: (stack) => {
        stack.of(RELEASE).protect = false;
      },
      says: "protect of neo4j-release is not set",
    },
  ],
  "deletion-needs-flag": [
    {
      change: () => {},
      config: { servers: ["neo4j", "old"] },
      says: 'authorization servers of the stack is ["old"], which would go away. Fix: take it back, or set meant in the rule\'s configuration for this one change.',
    },
    {
      change: () => {},
      config: { accounts: ["etl-loader", "a", "b"], atMost: 1 },
      says: 'accounts of the stack is ["a","b"], which would go away',
    },
  ],
};
