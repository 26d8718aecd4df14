import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import neo4j from "neo4j-driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseConfiguration } from "../../neo4j/config/index.ts";
import { createSecurity } from "../../neo4j/security/index.ts";
import { Neo4jServer } from "../../neo4j/server.ts";
import { OktaEmulator } from "../../okta/emulator.ts";
import { Caller, serviceApp } from "../okta/support.ts";

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL("neo4j-drivers.py", import.meta.url));
const PYTHON_DRIVER = "neo4j==6.4.1";
const PASSWORD = "correct-horse-battery";
const CLIENT_ID = "etl-loader";
const HOUR = 3_600_000;

let now = Date.now();
let okta: OktaEmulator;
let server: Neo4jServer;
let directory: string;
let clientSecret: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "neo4j-drivers-"));
  okta = new OktaEmulator({ now: () => now });
  await okta.start();
  clientSecret = await declareAccount(new Caller(okta));
  const configuration = parseConfiguration(settings(`${okta.url}/oauth2/default`));
  const clock = { now: () => now };
  const security = createSecurity(configuration, {
    ...clock,
    initialPassword: PASSWORD,
    log: () => {},
  });
  await security.start();
  server = new Neo4jServer({ ...clock, configuration, security });
  await server.start();
});

afterAll(async () => {
  await server?.stop();
  await okta?.stop();
  await rm(directory, { recursive: true, force: true });
});

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

function settings(issuer: string): Map<string, string> {
  const providers = "oidc-okta-backend,native";
  const oidc = "dbms.security.oidc.okta-backend";
  return new Map([
    ["dbms.security.authentication_providers", providers],
    ["dbms.security.authorization_providers", providers],
    [`${oidc}.well_known_discovery_uri`, `${issuer}/.well-known/openid-configuration`],
    [`${oidc}.audience`, "api://default"],
    [`${oidc}.claims.username`, "sub"],
    [`${oidc}.claims.groups`, "groups"],
    [`${oidc}.authorization.group_to_role_mapping`, '"neo4j_publisher"=publisher'],
  ]);
}

async function fetchToken(): Promise<string> {
  const response = await fetch(`${okta.url}/oauth2/default/v1/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${CLIENT_ID}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "neo4j_groups" }),
  });
  if (!response.ok) throw new Error(`token endpoint: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}

test("the JavaScript driver goes on across an expiry with Okta's tokens", async () => {
  let tokens = 0;
  const manager = neo4j.authTokenManagers.bearer({
    tokenProvider: async () => {
      tokens++;
      return { token: neo4j.auth.bearer(await fetchToken()) };
    },
  });
  const driver = neo4j.driver(`neo4j://127.0.0.1:${server.boltPort}`, manager);
  try {
    for (const expected of [1, 2]) {
      const { records } = await driver.executeQuery("SHOW CURRENT USER");
      expect(records[0]?.toObject()).toMatchObject({
        user: CLIENT_ID,
        roles: ["PUBLIC", "publisher"],
      });
      expect(tokens).toBe(expected);
      now += HOUR;
    }
  } finally {
    await driver.close();
  }
});

/** A Python with the driver in it, or why there is none. */
async function installPython(): Promise<{ python: string } | { reason: string }> {
  const environment = join(directory, "python");
  const python = join(environment, "bin", "python");
  try {
    await run("python3", ["-m", "venv", environment]);
    await run(python, ["-m", "pip", "install", "--quiet", PYTHON_DRIVER]);
    return { python };
  } catch (error) {
    const [line] = String((error as { stderr?: string }).stderr || error).split("\n");
    return { reason: `no Python with ${PYTHON_DRIVER}: ${line}` };
  }
}

test("the Python driver logs in, works, and goes on across an expiry", async (context) => {
  const installed = await installPython();
  if ("reason" in installed) return context.skip(installed.reason);
  const service = spawn(installed.python, [SCRIPT], {
    env: {
      BOLT_ADDRESS: `127.0.0.1:${server.boltPort}`,
      TOKEN_ENDPOINT: `${okta.url}/oauth2/default/v1/token`,
      CLIENT_ID,
      CLIENT_SECRET: clientSecret,
      PASSWORD,
    },
  });
  context.onTestFinished(() => void service.kill());
  const exited = once(service, "exit");
  let errors = "";
  service.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const steps: Record<string, unknown> = {};
  for await (const line of createInterface({ input: service.stdout })) {
    const { step, ...details } = JSON.parse(line);
    steps[step] = details;
    if (step !== "before the expiry") continue;
    now += HOUR;
    service.stdin.end("go on\n");
  }
  const [code] = await exited;
  expect(code, errors).toBe(0);
  expect(errors).toMatch(/^Transaction failed and will be retried in .*TokenExpired.*\n$/);
  const account = { user: CLIENT_ID, roles: ["PUBLIC", "publisher"] };
  const spoken = { protocol: [5, 8], agent: "Neo4j/5.26.0" };
  expect(steps).toEqual({
    "bearer over bolt": { ...account, ...spoken },
    "bearer over neo4j": { ...account, ...spoken },
    "write and read": { created: 1, rows: [{ n: 1 }] },
    "session auth": { user: "neo4j", roles: ["admin", "PUBLIC"], ...spoken },
    "unsupported statement": {
      code: "Neo.ClientError.Statement.SyntaxError",
      message: expect.stringContaining("Invalid input 'MERGE': expected a statement."),
      gql_status: "42001",
    },
    "wrong token": {
      code: "Neo.ClientError.Security.Unauthorized",
      message: "The client is unauthorized due to authentication failure.",
      gql_status: "42NFF",
    },
    "before the expiry": { user: CLIENT_ID, tokens: 1 },
    "after the expiry": { user: CLIENT_ID, tokens: 2 },
  });
});
