import { parseConfiguration } from "../../../neo4j/config/index.ts";
import { createSecurity } from "../../../neo4j/security/index.ts";
import { Neo4jServer } from "../../../neo4j/server.ts";
import { OktaEmulator } from "../../../okta/emulator.ts";
import { Caller, serviceApp } from "../../okta/support.ts";

/** The password of the user `neo4j`. */
export const PASSWORD = "correct-horse-battery";
/** The account's client id, which is its user name too. It has the role publisher. */
export const CLIENT_ID = "etl-loader";
/** Milliseconds that an access token lasts. */
export const HOUR = 3_600_000;

/** An emulated Okta and a stand-in that trusts its tokens, with one clock. */
export class ClientsWorld {
  /** Milliseconds since the epoch. */
  now = Date.now();
  okta!: OktaEmulator;
  server!: Neo4jServer;
  clientSecret!: string;

  /** @param settings of the database, beside those of the provider */
  async start(settings: Record<string, string> = {}): Promise<void> {
    const clock = { now: () => this.now };
    this.okta = new OktaEmulator(clock);
    await this.okta.start();
    this.clientSecret = await declareAccount(new Caller(this.okta));
    const provider = trust(`${this.okta.url}/oauth2/default`);
    const configuration = parseConfiguration(new Map(Object.entries({ ...provider, ...settings })));
    const security = createSecurity(configuration, {
      ...clock,
      initialPassword: { password: PASSWORD, changeRequired: false },
      log: () => {},
    });
    await security.start();
    this.server = new Neo4jServer({ ...clock, configuration, security });
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    await this.okta?.stop();
  }

  /** Where clients in other languages find everything, as their environment. */
  get environment(): Record<string, string> {
    return {
      BOLT_ADDRESS: `127.0.0.1:${this.server.boltPort}`,
      TOKEN_ENDPOINT: this.#tokenEndpoint,
      CLIENT_ID,
      CLIENT_SECRET: this.clientSecret,
      PASSWORD,
    };
  }

  /** An access token of the account. */
  async fetchToken(): Promise<string> {
    const response = await fetch(this.#tokenEndpoint, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${CLIENT_ID}:${this.clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials", scope: "neo4j_groups" }),
    });
    if (!response.ok)
      throw new Error(`token endpoint: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { access_token: string }).access_token;
  }

  get #tokenEndpoint(): string {
    return `${this.okta.url}/oauth2/default/v1/token`;
  }
}

/** One service app with its scope, claim, policy and rule on the server `default`. */
async function declareAccount(admin: Caller): Promise<string> {
  const create = async (path: string, body: object) => {
    const { status, body: created } = await admin.post(path, body);
    if (status >= 300) throw new Error(`POST ${path}: ${status} ${JSON.stringify(created)}`);
    return created;
  };
  const app = await create("/api/v1/apps", {
    ...serviceApp("etl-loader", CLIENT_ID),
    profile: { neo4j_groups: ["neo4j_publisher"] },
  });
  const issuer = "/api/v1/authorizationServers/default";
  const scope = await create(`${issuer}/scopes`, { name: "neo4j_groups" });
  await create(`${issuer}/claims`, {
    name: "groups",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "app.profile.neo4j_groups",
    alwaysIncludeInToken: true,
    status: "ACTIVE",
    conditions: { scopes: [scope.name] },
  });
  const policy = await create(`${issuer}/policies`, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: "neo4j",
    description: "neo4j",
    status: "ACTIVE",
    priority: 1,
    conditions: { clients: { include: [CLIENT_ID] } },
  });
  await create(`${issuer}/policies/${policy.id}/rules`, {
    type: "RESOURCE_ACCESS",
    name: "client credentials",
    status: "ACTIVE",
    priority: 1,
    conditions: {
      people: {
        users: { include: [], exclude: [] },
        groups: { include: ["EVERYONE"], exclude: [] },
      },
      grantTypes: { include: ["client_credentials"] },
      scopes: { include: [scope.name] },
    },
    actions: { token: { accessTokenLifetimeMinutes: 60 } },
  });
  return app.credentials.oauthClient.client_secret;
}

function trust(issuer: string): Record<string, string> {
  const providers = "oidc-okta-backend,native";
  const oidc = "dbms.security.oidc.okta-backend";
  return {
    "dbms.security.authentication_providers": providers,
    "dbms.security.authorization_providers": providers,
    [`${oidc}.well_known_discovery_uri`]: `${issuer}/.well-known/openid-configuration`,
    [`${oidc}.audience`]: "api://default",
    [`${oidc}.claims.username`]: "sub",
    [`${oidc}.claims.groups`]: "groups",
    [`${oidc}.authorization.group_to_role_mapping`]: '"neo4j_publisher"=publisher',
  };
}
