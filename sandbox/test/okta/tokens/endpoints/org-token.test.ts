import type { FastifyInstance } from "fastify";
import { decodeJwt } from "jose";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { assertion, type ClientKey, clientKey } from "../credentials.ts";
import { app, authorizationServer, basic, post, secret, serve, start, World } from "../world.ts";

let world: World;
let fastify: FastifyInstance;
let key: ClientKey;

beforeAll(async () => {
  key = await clientKey("api");
});

beforeEach(async () => {
  const grants = ["okta.apps.read", "okta.apps.manage"].map((scopeId) => ({
    id: `oag${scopeId}`,
    scopeId,
    created: "",
  }));
  const client = app({
    tokenEndpointAuthMethod: "private_key_jwt",
    jwks: [key.registered],
    grants,
  });
  world = new World(await authorizationServer(), client);
  fastify = await serve(world);
});

async function request(scope: string, claims: Record<string, unknown> = {}) {
  const credentials = await assertion(world, key, { aud: world.orgTokenEndpoint, ...claims });
  const form = { grant_type: "client_credentials", scope, ...credentials };
  return await post(fastify, "/oauth2/v1/token", form);
}

test("a token for the scopes granted to the app, of those asked for", async () => {
  const { status, body } = await request("okta.apps.read okta.users.read");
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3600, scope: "okta.apps.read" });
  expect(decodeJwt(body.access_token)).toEqual({
    ver: 1,
    jti: expect.stringMatching(/^AT\./),
    iss: "http://127.0.0.1:8080",
    aud: "http://127.0.0.1:8080",
    iat: start / 1000,
    exp: start / 1000 + 3600,
    cid: "etl-loader",
    scp: ["okta.apps.read"],
    sub: "etl-loader",
  });
});

describe("refusals", () => {
  test.each<[string, string, string, string]>([
    [
      "no granted scope",
      "okta.users.read",
      "consent_required",
      "You are not allowed any of the requested scopes.",
    ],
    [
      "a scope that only ends like one of Okta's",
      "my.okta.apps.read",
      "invalid_scope",
      "One or more scopes are not configured for the authorization server resource.",
    ],
    [
      "no scope",
      "",
      "invalid_scope",
      "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
    ],
    [
      "a custom server's scope",
      "neo4j_groups",
      "invalid_scope",
      "One or more scopes are not configured for the authorization server resource.",
    ],
    [
      "a user's scope",
      "openid okta.apps.read",
      "invalid_scope",
      "Cannot request 'openid' scopes using client credentials.",
    ],
  ])("%s", async (_, scope, error, error_description) => {
    const answer = await request(scope);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: { error, error_description },
    });
  });

  test("a client with a secret", async () => {
    world.app.tokenEndpointAuthMethod = "client_secret_basic";
    const answer = await post(
      fastify,
      "/oauth2/v1/token",
      { grant_type: "client_credentials", scope: "okta.apps.read" },
      { authorization: basic("etl-loader", secret) },
    );
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 401,
      body: {
        error: "invalid_client",
        error_description:
          "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
      },
    });
  });

  test("an assertion meant for a custom server", async () => {
    const answer = await request("okta.apps.read", { aud: world.tokenEndpoint });
    expect(answer.body).toEqual({
      error: "invalid_client",
      error_description:
        "The audience claim for client_assertion must be the endpoint invoked for the request.",
    });
  });
});
