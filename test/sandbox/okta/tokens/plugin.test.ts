import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { beforeEach, expect, test } from "vitest";
import { authorizationServer, basic, post, secret, serve, start, World } from "./world.ts";

let world: World;

beforeEach(async () => {
  world = new World(await authorizationServer());
});

const form = { grant_type: "client_credentials", scope: "neo4j_groups" };

test("a token by client_secret_basic verifies against the discovered JWKS", async () => {
  const fastify = await serve(world);
  const metadata = (
    await fastify.inject("/oauth2/default/.well-known/oauth-authorization-server")
  ).json();
  const answer = await post(fastify, new URL(metadata.token_endpoint).pathname, form, {
    authorization: basic("etl-loader", secret),
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
