import { randomUUID } from "node:crypto";
import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { exportJWK, generateKeyPair, importPKCS8, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { explain } from "../../../okta-api/explain.ts";
import { TOKEN_REFUSALS } from "../../../okta-api/explanations/token.ts";
import { appBody, manage } from "../../support/declared-org.ts";
import { createServiceApp, type ServiceAppKey } from "../../support/service-app.ts";

const okta = new OktaEmulator();
const SCOPE = "okta.apps.read";
const seen = new Set<string>();
let app: ServiceAppKey;
let bound: ServiceAppKey;
let endpoint: string;

beforeAll(async () => {
  await okta.start();
  endpoint = `${okta.url}/oauth2/v1/token`;
  app = await createServiceApp(okta, { scopes: [SCOPE] });
  bound = await createServiceApp(okta, { clientId: "bound-app", scopes: [SCOPE], dpop: true });
});
afterAll(() => okta.stop());

const now = () => Math.floor(Date.now() / 1000);

/** An assertion that is in order but for the changes. */
async function assertion(
  { clientId, privateKey, kid }: ServiceAppKey,
  claims: Record<string, unknown> = {},
): Promise<string> {
  return new SignJWT({
    ...{ iss: clientId, sub: clientId, aud: endpoint, exp: now() + 300, jti: randomUUID() },
    ...claims,
  })
    .setProtectedHeader({ alg: "RS256", kid })
    .sign(await importPKCS8(privateKey, "RS256"));
}

/** Asks for a token, and what is made of the answer; undefined for a token. */
async function refusalOf(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers,
    body: new URLSearchParams({ grant_type: "client_credentials", scope: SCOPE, ...form }),
  });
  if (response.ok) return undefined;
  const body = (await response.json()) as Record<string, string>;
  const why = explain({
    where: "token",
    status: response.status,
    errorCode: body.error ?? body.errorCode,
    errorSummary: body.error_description ?? body.errorSummary,
  });
  if (why !== undefined) seen.add(why.id);
  return why?.id;
}

async function signed(
  changes: { app?: ServiceAppKey; claims?: Record<string, unknown>; form?: object } = {},
  headers: Record<string, string> = {},
) {
  return refusalOf(
    {
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await assertion(changes.app ?? app, changes.claims),
      ...changes.form,
    },
    headers,
  );
}

test("what is in order is refused nothing", async () => {
  expect(await signed()).toBeUndefined();
});

test.each<[string, Record<string, unknown>, string]>([
  [
    "the address of the org as its audience",
    { aud: "https://example.okta.com" },
    "assertion-audience",
  ],
  ["another issuer", { iss: "somebody-else" }, "assertion-client"],
  ["no subject", { sub: 7 }, "assertion-client"],
  ["an unknown client", { iss: "nobody", sub: "nobody" }, "client-unknown"],
  ["an expiry that is over", { exp: now() - 1 }, "assertion-time"],
  ["an expiry in two hours", { exp: now() + 7200 }, "assertion-time"],
  ["a time that has not come", { iat: now() + 600 }, "assertion-time"],
])("an assertion with %s", async (_what, claims, id) => {
  expect(await signed({ claims })).toBe(id);
});

test("an assertion that is sent twice", async () => {
  const form = { client_assertion: await assertion(app) };
  expect(await signed({ form })).toBeUndefined();
  expect(await signed({ form })).toBe("assertion-reused");
});

test("another kid than the key's, and another key than the kid's", async () => {
  const other = await createServiceApp(okta, { clientId: "other-app" });
  expect(await signed({ app: { ...app, kid: "unknown" } })).toBe("assertion-key");
  expect(await signed({ app: { ...app, privateKey: other.privateKey } })).toBe("assertion-key");
});

describe("a client secret", () => {
  let client: Record<string, string>;
  beforeAll(async () => {
    const account = { name: "secret-app", groups: [], credential: "client_secret_post" as const };
    const created = await manage(okta, "POST", "/api/v1/apps", appBody(account));
    const { client_id, client_secret } = created.credentials.oauthClient;
    client = { client_id, client_secret };
  });

  test("is none for Okta's own API", async () => {
    expect(await refusalOf(client)).toBe("secret-at-org-server");
  });

  test("is expected, and an assertion came", async () => {
    const secretApp = { ...app, clientId: "secret-app" };
    expect(await signed({ app: secretApp })).toBe("client-authentication");
  });
});

test.each([
  ["a scope that the app is not granted", "okta.users.read", "scope-not-granted"],
  ["a scope of a custom server", "neo4j_groups", "scope-unknown"],
  ["no scope", "", "scope-unknown"],
])("%s", async (_what, scope, id) => {
  expect(await signed({ form: { scope } })).toBe(id);
});

describe("DPoP", () => {
  async function proof(claims: Record<string, unknown>): Promise<Record<string, string>> {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const dpop = await new SignJWT({
      ...{ htm: "POST", htu: endpoint, iat: now(), jti: randomUUID() },
      ...claims,
    })
      .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk: await exportJWK(publicKey) })
      .sign(privateKey);
    return { dpop };
  }

  test.each<[string, Record<string, unknown> | undefined, string]>([
    ["no proof", undefined, "dpop-required"],
    ["a proof for another method", { htm: "GET" }, "dpop-proof"],
    ["a proof of an hour ago", { iat: now() - 3600 }, "dpop-proof"],
    ["a proof without a nonce", {}, "dpop-nonce"],
  ])("that is required, and %s", async (_what, claims, id) => {
    expect(await signed({ app: bound }, claims && (await proof(claims)))).toBe(id);
  });
});

test("each refusal of the token endpoint was met", () => {
  expect(TOKEN_REFUSALS.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([]);
});
