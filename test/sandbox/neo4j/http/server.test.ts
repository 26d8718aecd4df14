import { Buffer } from "node:buffer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseConfiguration } from "../../../../sandbox/neo4j/config/index.ts";
import { Neo4jError } from "../../../../sandbox/neo4j/security/types.ts";
import { Neo4jServer } from "../../../../sandbox/neo4j/server.ts";
import { FakeSecurity } from "../server-fakes.ts";

const UNAUTHORIZED = "Neo.ClientError.Security.Unauthorized";
const FORMAT = "Neo.ClientError.Request.InvalidFormat";
const CHALLENGE = 'Basic realm="Neo4j", Bearer realm="Neo4j"';

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

const OIDC = "dbms.security.oidc";
const configuration = parseConfiguration(
  new Map([
    ["dbms.security.authentication_providers", "oidc-okta-backend,oidc-people,native"],
    ["dbms.security.authorization_providers", "oidc-okta-backend,oidc-people,native"],
    [`${OIDC}.okta-backend.display_name`, "Okta"],
    [`${OIDC}.okta-backend.well_known_discovery_uri`, "https://example.okta.com/.well-known/x"],
    [`${OIDC}.okta-backend.audience`, "api://default"],
    [`${OIDC}.people.auth_flow`, "pkce"],
    [`${OIDC}.people.issuer`, "https://idp.example.com"],
    [`${OIDC}.people.jwks_uri`, "https://idp.example.com/keys"],
    [`${OIDC}.people.auth_endpoint`, "https://idp.example.com/authorize"],
    [`${OIDC}.people.token_endpoint`, "https://idp.example.com/token"],
    [`${OIDC}.people.audience`, "neo4j"],
    [`${OIDC}.people.params`, "client_id=abc;response_type=code;scope=openid profile"],
    [`${OIDC}.people.config`, "principal=email;token_type_principal=id_token"],
    [`${OIDC}.people.token_params`, "client_secret=public"],
  ]),
);

let security: FakeSecurity;
let server: Neo4jServer;
const errors: unknown[] = [];

beforeEach(async () => {
  security = new FakeSecurity()
    .allow("jwt", { username: "etl-loader", roles: ["publisher"] })
    .allow("jwt-of-reader", { username: "reporting", roles: ["reader"] })
    .allow("pass:word", { username: "neo4j", roles: ["admin"] });
  const onError = (error: unknown) => errors.push(error);
  server = new Neo4jServer({ configuration, security, onError });
  await server.start();
});

afterEach(async () => {
  await server.stop();
  expect(errors.splice(0)).toEqual([]);
});

const url = (path: string) => `http://127.0.0.1:${server.httpPort}${path}`;

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(url(path), init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

function query(body: unknown, headers: Record<string, string> = {}, database = "neo4j") {
  return ask(`/db/${database}/query/v2`, {
    method: "POST",
    headers: { authorization: "Bearer jwt", "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const refused = (status: number, code: string, message: unknown) => ({
  status,
  body: { errors: [{ code, message }] },
});

test("the discovery document names the addresses and every provider", async () => {
  const { status, headers, body } = await ask("/", { headers: { accept: "application/json" } });
  expect(status).toBe(200);
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  const bolt = `127.0.0.1:${server.boltPort}`;
  const http = `127.0.0.1:${server.httpPort}`;
  expect(body).toEqual({
    bolt_routing: `neo4j://${bolt}`,
    bolt_direct: `bolt://${bolt}`,
    query: `http://${http}/db/{databaseName}/query/v2`,
    transaction: `http://${http}/db/{databaseName}/tx`,
    neo4j_version: "5.26.0",
    neo4j_edition: "enterprise",
    auth_config: {
      oidc_providers: [
        {
          id: "okta-backend",
          name: "Okta",
          auth_flow: "pkce",
          params: {},
          auth_params: {},
          token_params: {},
          config: {},
          well_known_discovery_uri: "https://example.okta.com/.well-known/x",
        },
        {
          id: "people",
          name: "people",
          auth_flow: "pkce",
          params: { client_id: "abc", response_type: "code", scope: "openid profile" },
          auth_params: {},
          token_params: { client_secret: "public" },
          config: { principal: "email", token_type_principal: "id_token" },
          auth_endpoint: "https://idp.example.com/authorize",
          token_endpoint: "https://idp.example.com/token",
        },
      ],
    },
  });
});

test("the addresses that it is told to advertise are the ones it names", async () => {
  await server.stop();
  server = new Neo4jServer({
    configuration,
    security,
    boltAdvertisedAddress: "neo4j.example.com:7687",
    httpAdvertisedAddress: "neo4j.example.com:7474",
  });
  await server.start();
  expect((await ask("/")).body).toMatchObject({
    bolt_direct: "bolt://neo4j.example.com:7687",
    query: "http://neo4j.example.com:7474/db/{databaseName}/query/v2",
  });
});

test("a statement runs with a bearer token or a password", async () => {
  const body = { statement: "SHOW CURRENT USER" };
  for (const [authorization, user] of [
    ["Bearer jwt", "etl-loader"],
    ["bearer  jwt", "etl-loader"],
    [basic("neo4j", "pass:word"), "neo4j"],
  ] as const) {
    const answer = await query(body, { authorization });
    expect(answer.status).toBe(202);
    expect(answer.body.data.values[0][0]).toBe(user);
  }
});

test("rows, counters and bookmarks come as plain JSON", async () => {
  const created = await query({
    statement: "CREATE (n:Person {name: $name, born: 1815}) RETURN n, n.born / 2.0 AS half",
    parameters: { name: "Ada" },
    includeCounters: true,
  });
  expect(created).toMatchObject({
    status: 202,
    body: {
      data: {
        fields: ["n", "half"],
        values: [
          [
            {
              elementId: expect.stringMatching(/^4:/),
              labels: ["Person"],
              properties: { name: "Ada", born: 1815 },
            },
            907.5,
          ],
        ],
      },
      counters: { containsUpdates: true, nodesCreated: 1, propertiesSet: 2, labelsAdded: 1 },
      bookmarks: [expect.stringMatching(/^FB:/)],
    },
  });
  const { bookmarks } = created.body;
  const counted = await query({ statement: "MATCH (n) RETURN count(n)", bookmarks });
  expect(counted.body.data).toEqual({ fields: ["count(n)"], values: [[1]] });
  expect(Object.keys(counted.body)).toEqual(["data", "bookmarks"]);
});

test("a statement that fails leaves nothing behind", async () => {
  const failed = await query({ statement: "CREATE (:A), (:B {k: 1 / 0})" });
  expect(failed.status).toBe(400);
  const counted = await query({ statement: "MATCH (n) RETURN count(n)" });
  expect(counted.body.data.values).toEqual([[0]]);
});

test.each<
  [name: string, headers: Record<string, string>, status: number, code: string, message: string]
>([
  ["another scheme", { authorization: "Digest x" }, 400, FORMAT, "Invalid authentication header."],
  ["a scheme alone", { authorization: "Bearer" }, 400, FORMAT, "Invalid authentication header."],
  ["three parts", { authorization: "Bearer a b" }, 400, FORMAT, "Invalid authentication header."],
  [
    "a password without a user",
    { authorization: "Basic bm9jb2xvbg==" },
    400,
    FORMAT,
    "Invalid authentication header.",
  ],
  ["a wrong token", { authorization: "Bearer wrong" }, 401, UNAUTHORIZED, "Invalid credential."],
  [
    "a wrong password",
    { authorization: basic("neo4j", "no") },
    401,
    UNAUTHORIZED,
    "Invalid credential.",
  ],
])("%s is refused", async (_name, headers, status, code, message) => {
  const answer = await query({ statement: "RETURN 1" }, headers);
  expect(answer).toMatchObject(refused(status, code, message));
  expect(answer.headers.get("www-authenticate")).toBe(status === 401 ? CHALLENGE : null);
});

test("no credentials are challenged, whatever else is wrong with the request", async () => {
  const answer = await ask("/db/neo4j/query/v2", { method: "POST", body: "{" });
  expect(answer).toMatchObject(refused(401, UNAUTHORIZED, "No authentication header supplied."));
  expect(answer.headers.get("www-authenticate")).toBe(CHALLENGE);
});

test("with authentication turned off a request needs no credentials", async () => {
  await server.stop();
  server = new Neo4jServer({ configuration: { ...configuration, authEnabled: false }, security });
  await server.start();
  security.login = async ({ scheme }) => ({
    username: scheme,
    roles: ["admin"],
    provider: "none",
    passwordChangeRequired: false,
  });
  const answer = await ask("/db/neo4j/query/v2", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ statement: "SHOW CURRENT USER" }),
  });
  expect(answer.body.data.values[0][0]).toBe("none");
});

test.each([
  ["AuthenticationRateLimit", 429, "Too many."],
  ["AuthProviderFailed", 502, "An auth provider request failed."],
  ["AuthProviderTimeout", 504, "An auth provider request timed out."],
])("a login that ends with %s is answered with %i", async (name, status, message) => {
  const code = `Neo.ClientError.Security.${name}`;
  security.login = () => Promise.reject(new Neo4jError(code, "Too many."));
  expect(await query({ statement: "RETURN 1" })).toMatchObject(refused(status, code, message));
});

test.each<[name: string, body: unknown, message: unknown]>([
  ["no JSON", "{", expect.stringContaining("JSON")],
  ["a list", [], expect.stringMatching(/^body: /)],
  ["no statement", {}, expect.stringMatching(/^statement: /)],
  ["an empty statement", { statement: "" }, expect.stringMatching(/^statement: /)],
  [
    "an unknown field",
    { statement: "RETURN 1", statment: "x" },
    'body: Unrecognized key: "statment"',
  ],
  [
    "an unknown access mode",
    { statement: "RETURN 1", accessMode: "ADMIN" },
    expect.stringMatching(/^accessMode: /),
  ],
  [
    "two problems",
    { statement: 1, parameters: 2 },
    expect.stringMatching(/^statement: .*; parameters: /),
  ],
])("a body with %s is refused", async (_name, body, message) => {
  expect(await query(body)).toMatchObject(refused(400, FORMAT, message));
});

test.each([
  [
    { statement: "NONSENSE" },
    400,
    "Neo.ClientError.Statement.SyntaxError",
    /^Invalid input 'NONSENSE'/,
  ],
  [
    { statement: "RETURN $x" },
    400,
    "Neo.ClientError.Statement.ParameterMissing",
    /^Expected parameter\(s\): x$/,
  ],
  [
    { statement: "CREATE (:A)", accessMode: "READ" },
    400,
    "Neo.ClientError.Statement.AccessMode",
    /^Writing in read access mode/,
  ],
  [
    { statement: "RETURN 1", bookmarks: ["x"] },
    400,
    "Neo.ClientError.Transaction.InvalidBookmark",
    /bookmarks/,
  ],
  [
    { statement: "RETURN 1", impersonatedUser: "x" },
    400,
    "Neo.ClientError.Security.Forbidden",
    /^Impersonating user 'x'/,
  ],
  [
    { statement: "RETURN 9007199254740993 AS x" },
    400,
    "Neo.ClientError.Request.Invalid",
    /9007199254740993 as JSON; use Bolt\.$/,
  ],
])("%j is refused", async (body, status, code, message) => {
  expect(await query(body)).toMatchObject(refused(status, code, expect.stringMatching(message)));
});

test("a reader may not write", async () => {
  const answer = await query(
    { statement: "CREATE (:A)" },
    { authorization: "Bearer jwt-of-reader" },
  );
  expect(answer).toMatchObject(
    refused(
      400,
      "Neo.ClientError.Security.Forbidden",
      "Create node with labels 'A' on database 'neo4j' is not allowed for user 'reporting' with roles [PUBLIC, reader].",
    ),
  );
});

test("an unknown database is not found", async () => {
  expect(await query({ statement: "RETURN 1" }, {}, "nope")).toMatchObject(
    refused(
      404,
      "Neo.ClientError.Database.DatabaseNotFound",
      "Database does not exist. Database name: 'nope'.",
    ),
  );
});

test.each([
  ["GET", "/browser/"],
  ["HEAD", "/db/neo4j/query/v2"],
  ["POST", "/db/neo4j/tx/commit"],
  ["DELETE", "/"],
])("%s %s says what is served", async (method, path) => {
  const response = await fetch(url(path), { method });
  expect(response.status).toBe(404);
  if (method === "HEAD") return;
  expect(await response.json()).toEqual({
    errors: [
      {
        code: "Neo.ClientError.Request.Invalid",
        message:
          "The sandbox's Neo4j stand-in serves only GET / and POST /db/{databaseName}/query/v2 over HTTP.",
      },
    ],
  });
});

test("other media types are refused", async () => {
  const typed = "application/vnd.neo4j.query";
  expect(await query({ statement: "RETURN 1" }, { accept: typed })).toMatchObject(
    refused(
      406,
      FORMAT,
      `The sandbox's Neo4j stand-in answers application/json only; the request accepts ${typed}.`,
    ),
  );
  expect((await ask("/", { headers: { accept: "text/html" } })).status).toBe(406);
  expect((await ask("/", { headers: { accept: "text/html, */*;q=0.8" } })).status).toBe(200);
  expect(await query("x", { "content-type": "text/xml" })).toMatchObject({ status: 415 });
});

test("a body beyond 1 MiB and a broken address are refused in the same form", async () => {
  const big = { statement: "RETURN $x", parameters: { x: "x".repeat(1024 * 1024) } };
  expect(await query(big)).toMatchObject({ status: 413, body: { errors: [{ code: FORMAT }] } });
  expect(await query({ statement: "RETURN 1" }, {}, "%zz")).toMatchObject({
    status: 400,
    body: { errors: [{ code: FORMAT }] },
  });
});

test("a defect is logged, and the client is told nothing of it", async () => {
  expect(await query({ statement: "CRASH" })).toMatchObject(
    refused(
      500,
      "Neo.DatabaseError.General.UnknownError",
      "An unexpected error occurred in the sandbox's Neo4j stand-in; see its log.",
    ),
  );
  expect(errors.splice(0)).toEqual([new Error("a defect with the secret hunter2 in it")]);
});

test("stop cuts requests that wait for an answer", async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  security.login = () => {
    resolve();
    return new Promise(() => {});
  };
  const pending = query({ statement: "RETURN 1" }).catch((error: Error) => error);
  await asked;
  await server.stop();
  expect(await pending).toBeInstanceOf(Error);
});
