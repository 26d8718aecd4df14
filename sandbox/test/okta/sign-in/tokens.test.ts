import { createHash } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { CLIENT, REDIRECT, startPeople } from "./world.ts";

const { okta, admin, issuer, clock, codeFor, redeem, post, tokensOf } = await startPeople();
const ADA = "ada@example.com";
const ada = (await admin.get(`/api/v1/users/${ADA}`)).body;

describe("a code", () => {
  test("gives an access token of the user", async () => {
    const { status, body, headers } = await redeem(await codeFor());
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-cache, no-store");
    expect(body).toEqual({
      ...{ token_type: "Bearer", expires_in: 3600, scope: "openid profile email" },
      ...{ access_token: expect.any(String), id_token: expect.any(String) },
    });
    expect(decodeJwt(body.access_token)).toEqual({
      ...{ ver: 1, jti: expect.stringMatching(/^AT\./), iss: issuer, aud: "api://default" },
      ...{ iat: expect.any(Number), exp: expect.any(Number), auth_time: expect.any(Number) },
      ...{ cid: CLIENT, uid: ada.id, scp: ["openid", "profile", "email"], sub: ADA },
      groups: ["neo4j-engineers"],
    });
  });

  test("gives an ID token that is bound to the request and to the access token", async () => {
    const { body } = await redeem(await codeFor());
    const digest = createHash("sha256").update(body.access_token).digest();
    expect(decodeProtectedHeader(body.id_token)).toMatchObject({ alg: "RS256" });
    expect(decodeJwt(body.id_token)).toEqual({
      ...{ ver: 1, jti: expect.stringMatching(/^ID\./), iss: issuer, aud: CLIENT, sub: ada.id },
      ...{ iat: expect.any(Number), exp: expect.any(Number), auth_time: expect.any(Number) },
      ...{ amr: ["pwd"], idp: okta.org.id, nonce: "a-nonce" },
      at_hash: digest.subarray(0, 16).toString("base64url"),
      ...{ name: "ada Person", email: ADA, preferred_username: ADA },
      groups: ["neo4j-engineers"],
    });
  });

  test("gives an ID token for openid alone, without what other scopes are for", async () => {
    const { body } = await redeem(await codeFor({ scope: "openid" }));
    const claims = decodeJwt(body.id_token);
    for (const name of ["name", "email", "preferred_username"]) {
      expect(claims).not.toHaveProperty(name);
    }
  });

  const INVALID = "The authorization code is invalid or has expired.";

  test("works once; a second use ends what the first gave", async () => {
    const code = await codeFor({ scope: "openid offline_access" });
    const { body } = await redeem(code);
    const introspect = async (token: string) =>
      (await post("introspect", { token, client_id: CLIENT })).body.active;
    expect(await introspect(body.access_token)).toBe(true);
    const again = await redeem(code);
    expect(again.status).toBe(400);
    expect(again.body).toEqual({ error: "invalid_grant", error_description: INVALID });
    expect(await introspect(body.access_token)).toBe(false);
    expect(await introspect(body.refresh_token)).toBe(false);
  });

  test("expires after five minutes", async () => {
    const code = await codeFor();
    clock.ahead += 5 * 60 * 1000;
    expect((await redeem(code)).body).toEqual({
      ...{ error: "invalid_grant", error_description: INVALID },
    });
  });

  test.each<[string, Record<string, string>, string, string]>([
    ["an invented code", { code: "invented" }, "invalid_grant", INVALID],
    [
      "another redirect URI",
      { redirect_uri: `${REDIRECT}&x=1` },
      "invalid_grant",
      "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
    ],
    [
      "another verifier",
      { code_verifier: "another-verifier-of-forty-three-characters-..." },
      "invalid_grant",
      "PKCE verification failed.",
    ],
    [
      "no verifier",
      { code_verifier: "" },
      "invalid_request",
      "PKCE code verifier is required by the application.",
    ],
    [
      "no redirect URI",
      { redirect_uri: "" },
      "invalid_request",
      "The required parameter 'redirect_uri' is missing.",
    ],
  ])("is refused with %s", async (_, changes, error, error_description) => {
    const { status, body } = await redeem(await codeFor(), changes);
    expect(status).toBe(400);
    expect(body).toEqual({ error, error_description });
  });

  test("is refused to another client, and to a page of another origin", async () => {
    const other = {
      ...{ name: "oidc_client", label: "other", signOnMode: "OPENID_CONNECT" },
      credentials: { oauthClient: { client_id: "other-spa", token_endpoint_auth_method: "none" } },
      settings: {
        oauthClient: {
          ...{ application_type: "browser", grant_types: ["authorization_code"] },
          redirect_uris: [REDIRECT],
        },
      },
    };
    await admin.post("/api/v1/apps", other);
    expect((await redeem(await codeFor(), { client_id: "other-spa" })).body.error_description).toBe(
      "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.",
    );
    const form = { grant_type: "authorization_code", client_id: CLIENT, redirect_uri: REDIRECT };
    const answer = await post(
      "token",
      { ...form, code: await codeFor(), code_verifier: "x" },
      { origin: "https://evil.example" },
    );
    expect(answer.body).toEqual({
      error: "invalid_request",
      error_description:
        "Browser requests to the token endpoint must be part of at least one whitelisted redirect_uri.",
    });
  });

  test("of a user who is suspended meanwhile is refused", async () => {
    const code = await codeFor();
    await admin.post(`/api/v1/users/${ada.id}/lifecycle/suspend`);
    const { body } = await redeem(code);
    await admin.post(`/api/v1/users/${ada.id}/lifecycle/unsuspend`);
    expect(body.error_description).toBe(INVALID);
  });

  test("is redeemed by a client that names itself, and not by one with a secret that does", async () => {
    const answer = await post("token", { grant_type: "authorization_code", client_id: "nobody" });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({
      error: "invalid_client",
      error_description: "No client credentials found.",
    });
  });
});

describe("a refresh token", () => {
  const refresh = (refresh_token: string, further: Record<string, string> = {}) =>
    post("token", { grant_type: "refresh_token", client_id: CLIENT, refresh_token, ...further });
  const INVALID = "The refresh token is invalid or expired.";

  test("gives new tokens and the next one", async () => {
    const first = await tokensOf(ADA);
    const { status, body } = await refresh(first.refresh_token ?? "");
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(first.refresh_token);
    expect(decodeJwt(body.access_token)).toMatchObject({ sub: ADA, uid: ada.id });
    expect(decodeJwt(body.id_token)).not.toHaveProperty("nonce");
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test("is given for offline_access alone", async () => {
    expect(await tokensOf(ADA, "openid")).not.toHaveProperty("refresh_token");
  });

  test("that was replaced works on for half a minute; later its whole sign-in ends", async () => {
    const first = await tokensOf(ADA);
    const second = (await refresh(first.refresh_token ?? "")).body;
    expect((await refresh(first.refresh_token ?? "")).status).toBe(200);
    clock.ahead += 31_000;
    const replayed = await refresh(first.refresh_token ?? "");
    expect(replayed.status).toBe(400);
    expect(replayed.body).toEqual({ error: "invalid_grant", error_description: INVALID });
    expect((await refresh(second.refresh_token)).body.error_description).toBe(INVALID);
    const { body } = await post("introspect", { token: second.access_token, client_id: CLIENT });
    expect(body).toEqual({ active: false });
  });

  test("may ask for fewer scopes and not for more", async () => {
    const { refresh_token = "" } = await tokensOf(ADA, "openid email offline_access");
    const more = await refresh(refresh_token, { scope: "openid profile" });
    expect(more.body).toEqual({
      error: "access_denied",
      error_description:
        "Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: profile.",
    });
    const fewer = await refresh(refresh_token, { scope: "openid" });
    expect(fewer.body.scope).toBe("openid");
  });

  test("is refused when unknown, unused for the rule's window, or of a user who left", async () => {
    expect((await refresh("invented")).body.error_description).toBe(INVALID);
    const idle = await tokensOf(ADA);
    clock.ahead += 7 * 24 * 60 * 60 * 1000 + 1;
    expect((await refresh(idle.refresh_token ?? "")).body.error_description).toBe(INVALID);
    const left = await tokensOf(ADA);
    await admin.post(`/api/v1/users/${ada.id}/lifecycle/suspend`);
    expect((await refresh(left.refresh_token ?? "")).body.error_description).toBe(INVALID);
    await admin.post(`/api/v1/users/${ada.id}/lifecycle/unsuspend`);
  });
});

describe("tokens of people", () => {
  const userinfo = (token: string) =>
    fetch(`${issuer}/v1/userinfo`, { headers: { authorization: `Bearer ${token}` } });

  test("open the user info, which has what the scopes are for", async () => {
    const { access_token } = await tokensOf(ADA);
    const response = await userinfo(access_token);
    expect(response.headers.get("cache-control")).toBe("no-cache, no-store");
    expect(await response.json()).toMatchObject({
      ...{
        sub: ada.id,
        email: ADA,
        email_verified: true,
        given_name: "ada",
        family_name: "Person",
      },
      ...{ preferred_username: ADA, groups: ["neo4j-engineers"], updated_at: expect.any(Number) },
    });
  });

  test("that are none are refused with a challenge", async () => {
    const response = await userinfo("invented");
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
    expect(await response.json()).toEqual({
      error: "invalid_token",
      error_description: "The access token is invalid.",
    });
    const { id_token = "" } = await tokensOf(ADA);
    expect((await userinfo(id_token)).status).toBe(401);
  });

  test("are introspected and revoked, the refresh token with all of its sign-in", async () => {
    const { access_token, id_token = "", refresh_token = "" } = await tokensOf(ADA);
    const introspect = async (token: string) =>
      (await post("introspect", { token, client_id: CLIENT })).body;
    expect(await introspect(access_token)).toMatchObject({
      ...{ active: true, username: ADA, uid: ada.id, client_id: CLIENT, token_type: "Bearer" },
    });
    expect(await introspect(refresh_token)).toMatchObject({
      ...{ active: true, username: ADA, token_type: "refresh_token" },
    });
    expect(await introspect(id_token)).toMatchObject({
      ...{ active: true, username: ADA, client_id: CLIENT, aud: CLIENT, sub: ada.id },
    });
    expect((await post("revoke", { token: refresh_token, client_id: CLIENT })).status).toBe(200);
    expect(await introspect(refresh_token)).toEqual({ active: false });
    expect(await introspect(access_token)).toEqual({ active: false });
  });

  test("of a user who is suspended are not active", async () => {
    const { access_token } = await tokensOf(ADA);
    await admin.post(`/api/v1/users/${ada.id}/lifecycle/suspend`);
    const { body } = await post("introspect", { token: access_token, client_id: CLIENT });
    expect(body).toEqual({ active: false });
    expect((await userinfo(access_token)).status).toBe(401);
    await admin.post(`/api/v1/users/${ada.id}/lifecycle/unsuspend`);
  });
});
