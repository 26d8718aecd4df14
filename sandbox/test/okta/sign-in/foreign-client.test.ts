import { createRemoteJWKSet, jwtVerify } from "jose";
import * as oauth from "oauth4webapi";
import { expect, test } from "vitest";
import { Visitor } from "../../../okta/visitor.ts";
import { CLIENT, PASSWORD, REDIRECT, startPeople } from "./world.ts";

const { okta, issuer } = await startPeople();

test("oauth4webapi signs a person in, checks the ID token, asks for the user and refreshes", async () => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const client: oauth.Client = { client_id: CLIENT };
  const url = new URL(issuer);
  const found = await oauth.discoveryRequest(url, { algorithm: "oidc", ...insecure });
  const as = await oauth.processDiscoveryResponse(url, found);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const address = new URL(as.authorization_endpoint ?? "");
  address.search = new URLSearchParams({
    ...{ client_id: CLIENT, redirect_uri: REDIRECT, response_type: "code", state, nonce },
    ...{ scope: "openid profile email offline_access", code_challenge_method: "S256" },
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  }).toString();
  const { sentTo } = await new Visitor().signIn(address, "ada@example.com", PASSWORD);
  const parameters = oauth.validateAuthResponse(as, client, sentTo ?? new URL("http://x"), state);
  const response = await oauth.authorizationCodeGrantRequest(
    ...([as, client, oauth.None(), parameters, REDIRECT, verifier, insecure] as const),
  );
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
    maxAge: 60,
  });
  await oauth.validateApplicationLevelSignature(as, response, insecure);
  const { sub = "" } = oauth.getValidatedIdTokenClaims(tokens) ?? {};
  const asked = await oauth.userInfoRequest(as, client, tokens.access_token, insecure);
  const user = await oauth.processUserInfoResponse(as, client, sub, asked);
  expect(user.email).toBe("ada@example.com");
  const refreshed = await oauth.processRefreshTokenResponse(
    as,
    client,
    await oauth.refreshTokenGrantRequest(
      ...([as, client, oauth.None(), tokens.refresh_token ?? "", insecure] as const),
    ),
  );
  const keys = createRemoteJWKSet(new URL(as.jwks_uri ?? ""));
  const { payload } = await jwtVerify(refreshed.access_token, keys, {
    ...{ issuer, audience: "api://default" },
  });
  expect(payload).toMatchObject({ sub: "ada@example.com", groups: ["neo4j-engineers"] });
  expect(okta.log.entries.filter(({ status }) => (status ?? 500) >= 400)).toEqual([]);
});
