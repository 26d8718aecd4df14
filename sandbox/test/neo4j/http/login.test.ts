import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { Neo4jError } from "../../../neo4j/security/types.ts";
import { configuration, HttpWorld, refused } from "./world.ts";

const UNAUTHORIZED = "Neo.ClientError.Security.Unauthorized";
const FORMAT = "Neo.ClientError.Request.InvalidFormat";
const CHALLENGE = 'Basic realm="Neo4j", Bearer realm="Neo4j"';

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

const world = new HttpWorld();
const { ask, query } = world;

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
  await world.restart({ configuration: { ...configuration, authEnabled: false } });
  world.security.login = async ({ scheme }) => ({
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
  world.security.login = () => Promise.reject(new Neo4jError(code, "Too many."));
  expect(await query({ statement: "RETURN 1" })).toMatchObject(refused(status, code, message));
});
