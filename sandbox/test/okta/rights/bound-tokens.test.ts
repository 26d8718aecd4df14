import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect, test } from "vitest";
import { startOrg } from "./operator.ts";

const { okta, made, assign, assertionOf } = await startOrg();
const { privateKey, publicKey } = await generateKeyPair("ES256");
const jwk = await exportJWK(publicKey);
const ENDPOINT = `${okta.url}/oauth2/v1/token`;

async function proofOf(claims: Record<string, unknown>): Promise<string> {
  return await new SignJWT({ jti: crypto.randomUUID(), ...claims })
    .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk })
    .setIssuedAt()
    .sign(privateKey);
}

async function ask(nonce?: string) {
  const form = { ...(await assertionOf("bound-client")), grant_type: "client_credentials" };
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: { dpop: await proofOf({ htm: "POST", htu: ENDPOINT, nonce }) },
    body: new URLSearchParams({ ...form, scope: "okta.apps.read" }),
  });
  const body = (await response.json()) as { access_token: string; error: string };
  return { body, nonce: response.headers.get("dpop-nonce") ?? undefined };
}

const app = {
  name: "oidc_client",
  label: "bound",
  signOnMode: "OPENID_CONNECT",
  credentials: {
    oauthClient: { client_id: "bound-client", token_endpoint_auth_method: "private_key_jwt" },
  },
  settings: {
    oauthClient: {
      application_type: "service",
      grant_types: ["client_credentials"],
      response_types: ["token"],
      dpop_bound_access_tokens: true,
      jwks_uri: "https://keys.example.com/b.json",
    },
  },
};

test("a stolen bound token is refused over HTTP, in Okta's own words", async () => {
  const { id } = await made("/api/v1/apps", app);
  await made(`/api/v1/apps/${id}/grants`, { issuer: okta.url, scopeId: "okta.apps.read" });
  await assign("bound-client", "READ_ONLY_ADMIN");
  const first = await ask();
  expect(first.body.error).toBe("use_dpop_nonce");
  const { access_token: token } = (await ask(first.nonce)).body;
  expect((await ask("of-last-week")).body.error).toBe("use_dpop_nonce");

  const url = `${okta.url}/api/v1/apps`;
  const ath = createHash("sha256").update(token).digest("base64url");
  const call = (authorization: string, dpop?: string) =>
    fetch(url, { headers: { authorization, ...(dpop === undefined ? {} : { dpop }) } });

  const proof = await proofOf({ htm: "GET", htu: url, ath });
  expect((await call(`DPoP ${token}`, proof)).status).toBe(200);
  const replayed = await call(`DPoP ${token}`, proof);
  expect([replayed.status, await replayed.json()]).toEqual([
    400,
    {
      error: "invalid_dpop_proof",
      error_description: "The DPoP proof JWT has already been used.",
    },
  ]);
  expect(replayed.headers.get("www-authenticate")).toMatch(
    /^DPoP algs=.*error="invalid_dpop_proof".*resource="\/api\/v1\/apps"$/,
  );
  for (const path of ["%FF", "%zz", "%"]) {
    const headers = { authorization: `DPoP ${token}`, dpop: proof };
    expect((await fetch(`${url}/${path}`, { headers })).status).toBe(404);
  }
  const bearer = await call(`Bearer ${token}`);
  expect([bearer.status, await bearer.json()]).toMatchObject([400, { error: "invalid_request" }]);
  expect(okta.log.entries.at(-1)).toMatchObject({ status: 400, error: "invalid_request" });
});
