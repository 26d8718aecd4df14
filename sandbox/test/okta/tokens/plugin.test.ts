import fc from "fast-check";
import Fastify, { type FastifyInstance } from "fastify";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { OktaError, rateLimited } from "../../../okta/errors.ts";
import { endpoints, tokenRoutes } from "../../../okta/tokens/plugin.ts";
import {
  authorizationServer,
  basic,
  post,
  secret,
  serve,
  start,
  tokenState,
  World,
} from "./world.ts";

let world: World;
let fastify: FastifyInstance;

beforeEach(async () => {
  world = new World(await authorizationServer());
  fastify = await serve(world);
});

const url = "/oauth2/default/v1/token";
const form = { grant_type: "client_credentials", scope: "neo4j_groups" };
const authorization = basic("etl-loader", secret);

test("a token by client_secret_basic verifies against the discovered JWKS", async () => {
  const metadata = (
    await fastify.inject("/oauth2/default/.well-known/oauth-authorization-server")
  ).json();
  const answer = await post(fastify, new URL(metadata.token_endpoint).pathname, form, {
    authorization,
  });
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({
    "cache-control": "no-cache, no-store",
    pragma: "no-cache",
  });
  expect(answer.body).toEqual({
    token_type: "Bearer",
    expires_in: 3600,
    access_token: expect.any(String),
    scope: "neo4j_groups",
  });
  const jwks = (await fastify.inject(new URL(metadata.jwks_uri).pathname)).json();
  const { payload } = await jwtVerify(answer.body.access_token, createLocalJWKSet(jwks), {
    currentDate: new Date(start),
    issuer: metadata.issuer,
    audience: "api://default",
    algorithms: ["RS256"],
  });
  expect(payload).toEqual({
    ver: 1,
    jti: expect.stringMatching(/^AT\.[\w-]{43}$/),
    iss: "http://127.0.0.1:8080/oauth2/default",
    aud: "api://default",
    iat: start / 1000,
    exp: start / 1000 + 3600,
    cid: "etl-loader",
    scp: ["neo4j_groups"],
    sub: "etl-loader",
    groups: ["neo4j_publisher"],
  });
  expect(Object.keys(decodeProtectedHeader(answer.body.access_token))).toEqual(["kid", "alg"]);
});

describe("bodies", () => {
  test.each<[string, string, string, number, string]>([
    [
      "JSON",
      "application/json",
      JSON.stringify(form),
      415,
      "The body must be of type 'application/x-www-form-urlencoded'.",
    ],
    [
      "plain text",
      "text/plain",
      "grant_type=client_credentials",
      415,
      "The body must be of type 'application/x-www-form-urlencoded'.",
    ],
    [
      "more than 64 KiB",
      "application/x-www-form-urlencoded",
      `scope=${"a".repeat(65_536)}`,
      413,
      "The body is too large.",
    ],
    [
      "a repeated parameter",
      "application/x-www-form-urlencoded",
      "grant_type=client_credentials&scope=a&scope=b",
      400,
      "The request contained multiple parameters with the same name.",
    ],
  ])("%s", async (_, type, payload, status, error_description) => {
    const answer = await post(fastify, url, payload, { "content-type": type, authorization });
    expect({ status: answer.status, body: answer.body }).toEqual({
      status,
      body: { error: "invalid_request", error_description },
    });
  });

  test("an empty one is a request without parameters", async () => {
    const response = await fastify.inject({ method: "POST", url, headers: { authorization } });
    expect(response.json()).toEqual({
      error: "invalid_request",
      error_description:
        "The token request must specify a 'grant_type'. Valid values: [client_credentials, authorization_code, refresh_token]",
    });
  });

  test("a parameter without a value counts as absent", async () => {
    const answer = await post(
      fastify,
      url,
      { ...form, client_id: "", client_secret: "" },
      {
        authorization,
      },
    );
    expect(answer.status).toBe(200);
  });

  test("whatever is posted, the answer is a refusal in a known form", async () => {
    const names = fc.constantFrom(
      ...["grant_type", "scope", "client_id", "client_secret", "client_assertion", "token"],
      ...["client_assertion_type", "__proto__", "constructor", "hasOwnProperty", ""],
    );
    const value = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom(
        "client_credentials",
        "etl-loader",
        "neo4j_groups",
        "%",
        "%zz",
        "%c3%28",
        "+",
      ),
    );
    const pairs = fc.array(fc.tuple(names, value), { maxLength: 8 });
    const body = pairs.map((all) => all.map(([name, text]) => `${name}=${text}`).join("&"));
    const header = fc.string({ unit: fc.constantFrom(..."Basic =:eyJ.abc0/+"), maxLength: 40 });
    const path = fc.constantFrom("token", "introspect", "revoke");
    await fc.assert(
      fc.asyncProperty(body, header, header, path, async (payload, auth, dpop, endpoint) => {
        const headers = { authorization: auth, dpop };
        const answer = await post(fastify, `/oauth2/default/v1/${endpoint}`, payload, headers);
        expect([400, 401]).toContain(answer.status);
        const code = answer.body.error ?? answer.body.errorCode;
        expect(code).toMatch(/^(invalid_(request|client|scope)|E0000007)$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("beside other routes", () => {
  test("forms and OAuth errors stay inside the plugin", async () => {
    const shell = Fastify();
    shell.setErrorHandler((_error, _request, reply) => reply.code(400).send({ shell: true }));
    await shell.register(tokenRoutes(await tokenState(world)));
    shell.post("/json", async (request) => request.body);
    const json = await shell.inject({ method: "POST", url: "/json", payload: { a: 1 } });
    expect(json.json()).toEqual({ a: 1 });
    expect((await post(shell, "/json", { a: "1" })).body).toEqual({ shell: true });
    expect((await post(shell, url, form)).body.error).toBe("invalid_client");
  });

  test("a refusal that a hook of the shell throws keeps its form and headers", async () => {
    const shell = Fastify();
    shell.addHook("onRequest", async () => {
      throw rateLimited(100, 1_800_000_000);
    });
    await shell.register(tokenRoutes(await tokenState(world)));
    const answer = await post(shell, url, form);
    expect(answer.status).toBe(429);
    expect(answer.body.errorCode).toBe("E0000047");
    expect(answer.headers["x-rate-limit-reset"]).toBe("1800000000");
  });

  test("a fault that is nobody's refusal goes to the shell's error handler", async () => {
    const shell = Fastify();
    shell.setErrorHandler((error, _request, reply) => {
      expect(error).not.toBeInstanceOf(OktaError);
      return reply.code(500).send({ shell: true });
    });
    await shell.register(tokenRoutes(await tokenState(world)));
    world.server.keys = [];
    const answer = await post(shell, url, form, { authorization });
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 500,
      body: { shell: true },
    });
  });
});

test("every route has a summary, and no two the same address", () => {
  expect(endpoints.every(([, , summary]) => summary.length > 0)).toBe(true);
  const addresses = endpoints.map(([method, path]) => `${method} ${path}`);
  expect(new Set(addresses).size).toBe(addresses.length);
});
