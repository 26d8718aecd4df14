import Fastify, { type FastifyInstance } from "fastify";
import type {
  AccessPolicy,
  App,
  AuthorizationServer,
  Claim,
  PolicyRule,
  Scope,
  SigningKey,
} from "../../../okta/entities.ts";
import { Org } from "../../../okta/org.ts";
import { appSchema } from "../../../okta/schemas/app.ts";
import { createSigningKey } from "../../../okta/tokens/keys.ts";
import { tokenRoutes } from "../../../okta/tokens/plugin.ts";
import { createTokenState, type TokenState } from "../../../okta/tokens/state.ts";
import { serviceApp } from "../support.ts";

export const created = "2026-01-01T00:00:00.000Z";

/** Where every test's clock starts. */
export const start = Date.parse("2026-03-01T12:00:00.000Z");

export const secret = "s3cret-of-etl-loader_01234567890";

export function app(changes: Partial<App> = {}): App {
  return {
    id: "0oaetlloader00000001",
    label: "etl-loader",
    status: "ACTIVE",
    created,
    lastUpdated: created,
    clientId: "etl-loader",
    tokenEndpointAuthMethod: "client_secret_basic",
    applicationType: "service",
    grantTypes: ["client_credentials"],
    dpopBound: false,
    secrets: [{ id: "ocs1", value: secret, status: "ACTIVE", created, lastUpdated: created }],
    jwks: [],
    jwksUri: null,
    profile: { neo4j_groups: ["neo4j_publisher"] },
    grants: [],
    body: appSchema.parse(serviceApp("etl-loader")),
    ...changes,
  };
}

export function scope(name: string, changes: Partial<Scope> = {}): Scope {
  return {
    id: `scp${name}`,
    name,
    displayName: name,
    description: "",
    system: false,
    metadataPublish: "NO_CLIENTS",
    consent: "IMPLICIT",
    optional: false,
    default: false,
    ...changes,
  };
}

export function claim(name: string, value: string, changes: Partial<Claim> = {}): Claim {
  return {
    id: `ocl${name}`,
    name,
    status: "ACTIVE",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value,
    scopes: [],
    system: false,
    alwaysIncludeInToken: true,
    ...changes,
  };
}

export function rule(scopes: string[], changes: Partial<PolicyRule> = {}): PolicyRule {
  return {
    id: "0pr1",
    name: "rule",
    status: "ACTIVE",
    priority: 1,
    system: false,
    created,
    lastUpdated: created,
    conditions: {
      people: { users: { exclude: [] }, groups: {} },
      grantTypes: { include: ["client_credentials"] },
      scopes: { include: scopes },
    },
    actions: {
      token: {
        accessTokenLifetimeMinutes: 60,
        refreshTokenLifetimeMinutes: 0,
        refreshTokenWindowMinutes: 10080,
      },
    },
    ...changes,
  };
}

export function policy(
  clients: string[],
  rules: PolicyRule[],
  changes: Partial<AccessPolicy> = {},
): AccessPolicy {
  return {
    id: "00p1",
    name: "policy",
    description: "policy",
    status: "ACTIVE",
    priority: 1,
    system: false,
    created,
    lastUpdated: created,
    clients,
    rules,
    ...changes,
  };
}

let generated: Promise<SigningKey[]> | undefined;

/** Copies of one pair of signing keys, the active and the next one, since making them takes time. */
async function signingKeys(): Promise<SigningKey[]> {
  generated ??= Promise.all([createSigningKey("ACTIVE"), createSigningKey("NEXT")]);
  return (await generated).map((key) => ({ ...key }));
}

export async function authorizationServer(
  changes: Partial<AuthorizationServer> = {},
): Promise<AuthorizationServer> {
  return {
    id: "aus00000000000000001",
    alias: "default",
    name: "default",
    description: "",
    audiences: ["api://default"],
    issuerMode: "DYNAMIC",
    status: "ACTIVE",
    default: true,
    created,
    lastUpdated: created,
    rotationMode: "AUTO",
    lastRotated: created,
    keys: await signingKeys(),
    scopes: [scope("neo4j_groups")],
    claims: [
      claim("sub", "(appuser != null) ? appuser.userName : app.clientId", {
        system: true,
      }),
      claim("groups", "app.profile.neo4j_groups", { scopes: ["neo4j_groups"] }),
    ],
    policies: [policy(["etl-loader"], [rule(["neo4j_groups"])])],
    ...changes,
  };
}

/** An org with one app and the default server, its clock standing still unless a test moves it. */
export class World {
  readonly org: Org;
  readonly server: AuthorizationServer;
  readonly app: App;
  now = start;

  constructor(server: AuthorizationServer, client: App = app()) {
    this.server = server;
    this.app = client;
    this.org = new Org(() => this.now);
    this.org.url = "http://127.0.0.1:8080";
    this.org.apps.set(client.id, client);
    this.org.authorizationServers.set(server.id, server);
  }

  get tokenEndpoint(): string {
    return `${this.org.url}/oauth2/default/v1/token`;
  }

  get orgTokenEndpoint(): string {
    return `${this.org.url}/oauth2/v1/token`;
  }

  /** Seconds since the epoch. */
  get seconds(): number {
    return this.now / 1000;
  }
}

/** State of the token side whose org server shares the keys of this file's servers. */
export async function tokenState(world: World): Promise<TokenState> {
  return await createTokenState(world.org, { orgKeys: await signingKeys() });
}

export async function serve(world: World, state?: TokenState): Promise<FastifyInstance> {
  const fastify = Fastify();
  await fastify.register(tokenRoutes(state ?? (await tokenState(world))));
  await fastify.ready();
  return fastify;
}

export function basic(id: string, password: string): string {
  return `Basic ${Buffer.from(`${id}:${password}`).toString("base64")}`;
}

/** Posts a form and gives status, body and headers. */
export async function post(
  fastify: FastifyInstance,
  url: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
) {
  const response = await fastify.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: typeof form === "string" ? form : new URLSearchParams(form).toString(),
  });
  return {
    status: response.statusCode,
    body: response.body === "" ? undefined : response.json(),
    headers: response.headers,
  };
}
