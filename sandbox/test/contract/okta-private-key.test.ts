import { type IncomingMessage, request } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { serviceApp, startOkta } from "../okta/support.ts";

/** The token request of the Okta provider in private-key mode: its SDKs send it in two ways. */
const { okta, admin } = await startOkta();
const { privateKey, publicKey } = await generateKeyPair("RS256");
const CLIENT = "provider-client";

beforeAll(async () => {
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "provider" }] };
  const app = serviceApp("provider", CLIENT, { jwks });
  app.credentials.oauthClient.token_endpoint_auth_method = "private_key_jwt";
  const { body } = await admin.post("/api/v1/apps", app);
  await admin.post(`/api/v1/apps/${body.id}/grants`, {
    issuer: okta.url,
    scopeId: "okta.apps.manage",
  });
});

async function parameters(path = "/oauth2/v1/token", scope = "okta.apps.manage") {
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: "RS256", kid: "provider" })
    .setIssuer(CLIENT)
    .setSubject(CLIENT)
    .setAudience(`${okta.url}${path}`)
    .setIssuedAt()
    .setExpirationTime("1h")
    .setJti(crypto.randomUUID())
    .sign(privateKey);
  return new URLSearchParams({
    grant_type: "client_credentials",
    scope,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  });
}

/** Sends it as Go's client does through a forward proxy: with an absolute target. */
async function post(path: string, query: URLSearchParams | string, body: URLSearchParams | string) {
  const { port } = new URL(okta.url);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = request(
    {
      ...{ host: "127.0.0.1", port, method: "POST", path: `http://127.0.0.1${path}?${query}` },
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
        "proxy-authorization": "Basic Og==",
      },
    },
    resolve,
  );
  outgoing.on("error", reject);
  outgoing.end(String(body));
  const incoming = await promise;
  const text = (await incoming.toArray()).join("");
  return { status: incoming.statusCode, body: JSON.parse(text) };
}

describe("at the org's token endpoint", () => {
  const path = "/oauth2/v1/token";

  test("okta-sdk v4: everything in the query, and an empty body", async () => {
    const { status, body } = await post(path, await parameters(), "");
    expect([status, body.scope, body.token_type]).toEqual([200, "okta.apps.manage", "Bearer"]);
    const answer = await fetch(`${okta.url}/api/v1/users/me`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(answer.status).toBe(403);
    expect(JSON.stringify(okta.log.entries)).not.toContain("eyJ");
  });

  test("the other SDKs: everything in the body", async () => {
    const { status, body } = await post(path, "", await parameters());
    expect([status, body.scope]).toEqual([200, "okta.apps.manage"]);
  });

  test("a parameter in both is refused", async () => {
    const { status, body } = await post(path, "scope=okta.apps.manage", await parameters());
    expect([status, body.error, body.error_description]).toEqual([
      400,
      "invalid_request",
      "The request contained multiple parameters with the same name.",
    ]);
  });
});

test("custom servers take no credentials from the query", async () => {
  const path = "/oauth2/default/v1/token";
  const { status, body } = await post(path, await parameters(path, "neo4j_groups"), "");
  expect([status, body]).toEqual([
    400,
    {
      error: "invalid_request",
      error_description: "Client credentials cannot be supplied via query parameters.",
    },
  ]);
});
