import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, test } from "vitest";
import { authorizationServer, scope, serve, World } from "../world.ts";

let fastify: FastifyInstance;

beforeAll(async () => {
  const world = new World(await authorizationServer());
  world.server.scopes.push(scope("published", { metadataPublish: "ALL_CLIENTS" }));
  fastify = await serve(world);
});

async function get(path: string) {
  const response = await fastify.inject(path);
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

/** Field names as Okta's documents have them, in their order. */
const oauthFields = [
  ...["issuer", "authorization_endpoint", "token_endpoint", "registration_endpoint", "jwks_uri"],
  ...["response_types_supported", "response_modes_supported", "grant_types_supported"],
  ...["subject_types_supported", "scopes_supported", "token_endpoint_auth_methods_supported"],
  ...["claims_supported", "code_challenge_methods_supported", "introspection_endpoint"],
  ...["introspection_endpoint_auth_methods_supported", "revocation_endpoint"],
  ...["revocation_endpoint_auth_methods_supported", "end_session_endpoint"],
  ...["request_parameter_supported", "request_object_signing_alg_values_supported"],
  ...["device_authorization_endpoint", "pushed_authorization_request_endpoint"],
  "dpop_signing_alg_values_supported",
];

const base = "http://127.0.0.1:8080/oauth2/default";

describe("oauth-authorization-server", () => {
  test("of a custom server", async () => {
    const { status, headers, body } = await get(
      "/oauth2/default/.well-known/oauth-authorization-server",
    );
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^application\/json/);
    expect(Object.keys(body)).toEqual(oauthFields);
    expect(body).toMatchObject({
      issuer: base,
      token_endpoint: `${base}/v1/token`,
      jwks_uri: `${base}/v1/keys`,
      introspection_endpoint: `${base}/v1/introspect`,
      revocation_endpoint: `${base}/v1/revoke`,
      registration_endpoint: "http://127.0.0.1:8080/oauth2/v1/clients",
      grant_types_supported: expect.arrayContaining(["client_credentials"]),
      claims_supported: ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "sub"],
    });
    expect(body.scopes_supported).toContain("published");
    expect(body.scopes_supported).not.toContain("neo4j_groups");
  });

  test("is the same at the place of RFC 8414, and by the server's id", async () => {
    const { body } = await get("/oauth2/default/.well-known/oauth-authorization-server");
    const rfc = await get("/.well-known/oauth-authorization-server/oauth2/default");
    expect(rfc.body).toEqual(body);
    const byId = await get("/oauth2/aus00000000000000001/.well-known/oauth-authorization-server");
    expect(byId.body).toMatchObject({ issuer: base, token_endpoint: `${base}/v1/token` });
  });

  test("of the org has no jwks_uri and some fields of its own", async () => {
    const { body } = await get("/.well-known/oauth-authorization-server");
    expect(Object.keys(body)).toEqual([
      ...oauthFields.filter((field) => field !== "jwks_uri"),
      "frontchannel_logout_supported",
      "frontchannel_logout_session_supported",
      "identity_chaining_requested_token_types_supported",
    ]);
    expect(body).toMatchObject({
      issuer: "http://127.0.0.1:8080",
      token_endpoint: "http://127.0.0.1:8080/oauth2/v1/token",
      scopes_supported: expect.arrayContaining(["okta.apps.read", "okta.users.manage.self"]),
    });
  });
});

describe("openid-configuration", () => {
  test("of a custom server", async () => {
    const { body } = await get("/oauth2/default/.well-known/openid-configuration");
    expect(body).toMatchObject({
      issuer: base,
      userinfo_endpoint: `${base}/v1/userinfo`,
      jwks_uri: `${base}/v1/keys`,
      id_token_signing_alg_values_supported: ["RS256"],
    });
    expect(body.grant_types_supported).not.toContain("client_credentials");
  });

  test("of the org", async () => {
    const { body } = await get("/.well-known/openid-configuration");
    expect(body).toMatchObject({
      issuer: "http://127.0.0.1:8080",
      jwks_uri: "http://127.0.0.1:8080/oauth2/v1/keys",
    });
    const keys = await get("/oauth2/v1/keys");
    expect(keys.body.keys).toHaveLength(1);
  });
});

test("every document is what clients have seen until now", async () => {
  const paths = [
    "/oauth2/default/.well-known/oauth-authorization-server",
    "/oauth2/default/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
  ];
  const documents: Record<string, unknown> = {};
  for (const path of paths) documents[path] = (await get(path)).body;
  await expect(`${JSON.stringify(documents, null, 2)}\n`).toMatchFileSnapshot(
    "../fixtures/metadata.json",
  );
});

test.each([
  "/oauth2/none/.well-known/openid-configuration",
  "/oauth2/none/.well-known/oauth-authorization-server",
  "/.well-known/oauth-authorization-server/oauth2/none",
  "/oauth2/none/v1/keys",
])("%s is not found", async (path) => {
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expect(body).toMatchObject({
    errorCode: "E0000007",
    errorSummary: "Not found: Resource not found: none (AuthorizationServer)",
  });
});
