import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TokenClient } from "../../tokens/client.ts";
import { createServiceApp } from "../support/service-app.ts";

const okta = new OktaEmulator();
beforeAll(() => okta.start());
afterAll(() => okta.stop());

const SCOPES = ["okta.apps.read", "okta.authorizationServers.read"];

test.each([
  ["Bearer", false, 1],
  ["DPoP", true, 2],
])("a %s token of the org server opens Okta's API", async (type, dpop, requests) => {
  const { clientId, privateKey, kid } = await createServiceApp(okta, {
    clientId: `service-${type}`,
    scopes: SCOPES,
    role: "READ_ONLY_ADMIN",
    dpop,
  });
  const before = okta.log.entries.length;
  const tokens = new TokenClient({
    issuer: okta.url,
    tokenEndpoint: `${okta.url}/oauth2/v1/token`,
    clientId,
    scope: SCOPES.join(" "),
    credential: { kind: "private_key_jwt", privateKey, kid },
    ...(dpop ? { dpop: true as const } : {}),
  });
  const token = await tokens.getToken();
  expect(token).toMatchObject({ tokenType: type, scope: SCOPES.join(" ") });
  expect(decodeJwt(token.accessToken)).toMatchObject({ scp: SCOPES, cid: clientId });
  for (const path of ["apps", "authorizationServers"]) {
    const url = `${okta.url}/api/v1/${path}?limit=2`;
    const response = await fetch(url, { headers: { ...(await tokens.headers("GET", url)) } });
    expect(response.status).toBe(200);
  }
  const asked = okta.log.entries.slice(before).map(({ path }) => path.split("?")[0]);
  expect(asked).toEqual([
    ...Array.from({ length: requests }, () => "/oauth2/v1/token"),
    "/api/v1/apps",
    "/api/v1/authorizationServers",
  ]);
});

test.each([
  [600, false],
  [-600, false],
  [600, true],
])("a machine whose clock is %i s off gets a token, DPoP %s", async (seconds, dpop) => {
  const { clientId, privateKey, kid } = await createServiceApp(okta, {
    clientId: `clock-${seconds}-${dpop}`,
    scopes: SCOPES,
    role: "READ_ONLY_ADMIN",
    dpop,
  });
  const before = okta.log.entries.length;
  const tokens = new TokenClient({
    issuer: okta.url,
    tokenEndpoint: `${okta.url}/oauth2/v1/token`,
    clientId,
    scope: "okta.apps.read",
    credential: { kind: "private_key_jwt", privateKey, kid },
    ...(dpop ? { dpop: true as const } : {}),
    now: () => Date.now() + seconds * 1000,
  });
  const url = `${okta.url}/api/v1/apps`;
  const response = await fetch(url, { headers: { ...(await tokens.headers("GET", url)) } });
  expect(response.status).toBe(200);
  const errors = okta.log.entries.slice(before).map(({ error }) => error);
  expect(errors).toEqual(["invalid_client", ...(dpop ? ["use_dpop_nonce"] : []), null, null]);
});
