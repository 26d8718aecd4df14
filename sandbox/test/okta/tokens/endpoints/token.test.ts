import type { FastifyInstance } from "fastify";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { activeKey, rotateKeys } from "../../../../okta/tokens/keys.ts";
import { type ClientKey, clientKey, proof } from "../credentials.ts";
import {
  authorizationServer,
  basic,
  claim,
  policy,
  post,
  rule,
  scope,
  secret,
  serve,
  start,
  World,
} from "../world.ts";

let world: World;
let fastify: FastifyInstance;
let key: ClientKey;

beforeAll(async () => {
  key = await clientKey("dpop");
});

beforeEach(async () => {
  world = new World(await authorizationServer());
  world.server.scopes.push(scope("read"), scope("openid", { system: true, default: true }));
  fastify = await serve(world);
});

const url = "/oauth2/default/v1/token";
const authorization = basic("etl-loader", secret);
const grant = { grant_type: "client_credentials", scope: "neo4j_groups" };

async function request(form: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return await post(fastify, url, { ...grant, ...form }, { authorization, ...headers });
}

const unknownScope = "One or more scopes are not configured for the authorization server resource.";
const userScope = "Cannot request 'openid' scopes using client credentials.";
const noPolicy =
  "Policy evaluation failed for this request, please check the policy configurations.";
const malformedScope =
  "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.";
const unsupported =
  "The authorization grant type is not supported by the authorization server. Configured grant types: [client_credentials, authorization_code, refresh_token].";

describe("refusals", () => {
  test.each<[string, Record<string, string>, string, string]>([
    [
      "no grant type",
      { grant_type: "" },
      "invalid_request",
      "The token request must specify a 'grant_type'. Valid values: [client_credentials, authorization_code, refresh_token]",
    ],
    ["an invented grant", { grant_type: "x" }, "unsupported_grant_type", unsupported],
    [
      "a grant in capitals",
      { grant_type: "CLIENT_CREDENTIALS" },
      "unsupported_grant_type",
      unsupported,
    ],
    ["an unknown scope", { scope: "neo4j_groups write" }, "invalid_scope", unknownScope],
    ["a scope in capitals", { scope: "NEO4J_GROUPS" }, "invalid_scope", unknownScope],
    ["openid", { scope: "openid" }, "invalid_scope", userScope],
    [
      "offline_access beside a good scope",
      { scope: "neo4j_groups offline_access" },
      "invalid_scope",
      userScope,
    ],
    ["a scope that no rule allows", { scope: "read" }, "access_denied", noPolicy],
    ["a scope beyond the rule", { scope: "neo4j_groups read" }, "access_denied", noPolicy],
    [
      "no scope, though only openid is a default",
      { scope: "" },
      "invalid_scope",
      "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
    ],
    ["a quote in a scope", { scope: 'a"b' }, "invalid_scope", malformedScope],
    ["a newline in a scope", { scope: "neo4j_groups\nread" }, "invalid_scope", malformedScope],
  ])("%s", async (_, form, error, error_description) => {
    const answer = await request(form);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: { error, error_description },
    });
    expect(answer.headers["cache-control"]).toBe("no-cache, no-store");
  });

  test("a client without the grant", async () => {
    world.app.grantTypes = ["authorization_code", "refresh_token"];
    const answer = await request();
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: {
        error: "unauthorized_client",
        error_description:
          "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code, refresh_token].",
      },
    });
  });

  test("a client outside every policy", async () => {
    world.server.policies = [policy(["other"], [rule(["*"])])];
    expect((await request()).body).toEqual({
      error: "access_denied",
      error_description: noPolicy,
    });
  });

  test("a claim without a value", async () => {
    world.server.claims.push(claim("broken", "Groups.contains('a')"));
    const answer = await request();
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: {
        error: "server_error",
        error_description: "The 'broken' user claim could not be evaluated.",
      },
    });
  });

  test.each(["nosuchserver", "aus00000000000000009", "__proto__"])("server %s", async (id) => {
    const answer = await post(fastify, `/oauth2/${id}/v1/token`, grant, { authorization });
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 404,
      body: {
        errorCode: "E0000007",
        errorSummary: `Not found: Resource not found: ${id} (AuthorizationServer)`,
        errorLink: "E0000007",
        errorId: expect.stringMatching(/^oae/),
        errorCauses: [],
      },
    });
  });

  test("an inactive server", async () => {
    world.server.status = "INACTIVE";
    expect((await request()).body).toMatchObject({ errorCode: "E0000007" });
  });
});

describe("the token", () => {
  test("has the lifetime of the rule, in seconds", async () => {
    const lasting5 = rule(["*"]);
    lasting5.actions.token.accessTokenLifetimeMinutes = 5;
    world.server.policies = [policy(["ALL_CLIENTS"], [lasting5])];
    const { body } = await request();
    expect(body.expires_in).toBe(300);
    expect(decodeJwt(body.access_token).exp).toBe(start / 1000 + 300);
  });

  test("has the scopes asked for, each once and in their order", async () => {
    world.server.policies = [policy(["etl-loader"], [rule(["*"])])];
    const { body } = await request({ scope: "read  neo4j_groups read" });
    expect(body.scope).toBe("read neo4j_groups");
    expect(decodeJwt(body.access_token)).toMatchObject({
      scp: ["read", "neo4j_groups"],
      groups: ["neo4j_publisher"],
    });
  });

  test("has the default scopes when none is asked for", async () => {
    world.server.scopes.push(scope("list", { default: true }));
    world.server.policies = [policy(["etl-loader"], [rule(["*"])])];
    const { body } = await request({ scope: "" });
    expect(body.scope).toBe("list");
    expect(decodeJwt(body.access_token)).not.toHaveProperty("groups");
  });

  test("keeps its own claims where a custom one has their name", async () => {
    for (const name of ["iss", "aud", "exp", "cid", "scp", "jti", "ver", "cnf"]) {
      world.server.claims.push(claim(name, "'mine'"));
    }
    const claims = decodeJwt((await request()).body.access_token);
    expect(claims).toMatchObject({
      iss: "http://127.0.0.1:8080/oauth2/default",
      aud: "api://default",
      exp: start / 1000 + 3600,
      cid: "etl-loader",
      scp: ["neo4j_groups"],
      ver: 1,
    });
    expect(claims.jti).not.toBe("mine");
    expect(claims).not.toHaveProperty("cnf");
  });

  test("takes its subject from the server's sub claim", async () => {
    world.server.claims = [claim("sub", "'svc-' + app.clientId", { system: true })];
    expect(decodeJwt((await request()).body.access_token).sub).toBe("svc-etl-loader");
  });

  test("is the client id's where the server has no such claim", async () => {
    world.server.claims = [];
    expect(decodeJwt((await request()).body.access_token).sub).toBe("etl-loader");
  });

  test("has the default server's issuer when that is called by its id", async () => {
    const path = `/oauth2/${world.server.id}/v1/token`;
    const { body } = await post(fastify, path, grant, { authorization });
    expect(decodeJwt(body.access_token).iss).toBe("http://127.0.0.1:8080/oauth2/default");
  });

  test("is signed by the new key after a rotation, while the old key is still published", async () => {
    const old = await request();
    const oldKid = decodeProtectedHeader(old.body.access_token).kid;
    await rotateKeys(world.org, world.server);
    const { kid } = decodeProtectedHeader((await request()).body.access_token);
    expect(kid).toBe(activeKey(world.server).kid);
    const kids = async () =>
      (await fastify.inject("/oauth2/default/v1/keys"))
        .json()
        .keys.map((k: { kid: string }) => k.kid);
    expect(await kids()).toEqual([kid, oldKid]);
    world.now += 3_600_000;
    expect(await kids()).toEqual([kid]);
  });
});

describe("DPoP", () => {
  test("a client that must prove its key is refused without a proof", async () => {
    world.app.dpopBound = true;
    const answer = await request();
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: {
        error: "invalid_dpop_proof",
        error_description: "The DPoP proof JWT header is missing.",
      },
    });
  });

  test.each([true, false])("a proof binds the token (app bound: %s)", async (bound) => {
    world.app.dpopBound = bound;
    const first = await request({}, { dpop: await proof(world, key) });
    expect(first.body.error).toBe("use_dpop_nonce");
    const nonce = first.headers["dpop-nonce"];
    const { body } = await request({}, { dpop: await proof(world, key, { nonce }) });
    expect(body).toMatchObject({ token_type: "DPoP", expires_in: 3600 });
    expect(decodeJwt(body.access_token)).toMatchObject({
      cnf: { jkt: expect.stringMatching(/^[\w-]{43}$/) },
    });
  });

  test("a broken proof is refused even where none is needed", async () => {
    const answer = await request({}, { dpop: "a.b.c" });
    expect(answer.body.error).toBe("invalid_dpop_proof");
  });
});
