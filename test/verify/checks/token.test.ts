import { describe, expect, test } from "vitest";
import { TokenClient } from "../../../tokens/client.ts";
import type { Check } from "../../../verify/checks/check.ts";
import type { AccountContext, Evidence } from "../../../verify/checks/context.ts";
import { disabledRefused } from "../../../verify/checks/disabled.ts";
import { tokenIssued, tokenType } from "../../../verify/checks/token.ts";
import { ACCOUNT, accountContext } from "../account-context.ts";

const ENDPOINT = "https://example.okta.com/oauth2/default/v1/token";
const NOW = 1_800_000_000_000;

/** What a check makes of this answer of the token endpoint. */
async function answered(
  check: Check<AccountContext>,
  status: number,
  body: unknown,
  changes: { evidence?: Evidence; secret?: string; kind?: "private_key_jwt" } = {},
) {
  const base = accountContext();
  const { secret = "a-client-secret", evidence = {}, kind } = changes;
  const tokens = new TokenClient({
    ...base.contract,
    clientId: "dashboard",
    credential: { kind: "client_secret_basic", clientSecret: secret },
    resilience: { maxRetries: 0 },
    fetch: async () => {
      if (body instanceof Error) throw body;
      return Response.json(body, { status });
    },
    now: () => NOW,
  });
  const account = { ...ACCOUNT, ...(kind ? { credential: kind } : {}) };
  return check.run({ ...base, account, tokens, evidence });
}

const TOKEN = { access_token: "a.b.c", token_type: "Bearer", expires_in: 3600 };

test("hands the token on", async () => {
  expect(await answered(tokenIssued, 200, TOKEN)).toEqual({
    status: "passed",
    seen: "Bearer, 60 minutes",
    evidence: {
      token: {
        accessToken: "a.b.c",
        tokenType: "Bearer",
        scope: undefined,
        receivedAt: NOW,
        expiresAt: NOW + 3_600_000,
      },
    },
  });
});

const CREDENTIAL = "credential of the account";

describe("a refusal is told with whose setting it is", () => {
  const APP = {
    side: "okta",
    setting: "app of the account (INACTIVE, deleted, or another client id)",
    fix: "Okta has no active client of this id. Activate the app, or run pulumi up to restore it.",
  };
  const KEY = {
    side: "client",
    setting: "private key of the account (kid), or the app's public keys",
    fix: "The app has no active public key for this private key. Hand the service the current key and its kid (OKTA_API_PRIVATE_KEY_ID, where it calls Okta's API), or register its public key.",
  };
  const METHOD = {
    side: "okta",
    setting: "token_endpoint_auth_method of the app",
    fix: "The app expects another way of client authentication. Run pulumi up to restore what the stack declares.",
  };
  const SECRET = {
    side: "client",
    setting: CREDENTIAL,
    fix: "Hand the service the current secret or private key: pulumi stack output credentials --show-secrets. After a rotation the old one is refused.",
  };
  const CLOCK = {
    side: "network",
    setting: "system clock (NTP)",
    fix: "Set this machine's clock, and those of the Neo4j nodes, by NTP.",
  };
  const GRANT = {
    side: "okta",
    setting: "grant types of the app",
    fix: "The app must allow client_credentials. Run pulumi up to restore it.",
  };
  const CUSTOM = {
    side: "okta",
    setting: "grant types of the authorization server",
    fix: "Use a custom authorization server; it supports client_credentials.",
  };
  const SCOPE = {
    side: "okta",
    setting: "scope of the authorization server",
    fix: "The scope is missing on the server. Run pulumi up to restore it.",
  };
  const POLICY = {
    side: "okta",
    setting: "access policy and its rule",
    fix: "No rule lets this client have this scope by this grant: the client is not in the policy, or the rule lacks the scope or client_credentials, or either is inactive, or a rule before it matches. Run pulumi up to restore them.",
  };
  const DPOP = {
    side: "okta",
    setting: "DPoP (dpop_bound_access_tokens) of the app",
    fix: "Neo4j takes bearer tokens only: turn off Require DPoP for the app; the next pulumi update of the app does it too.",
  };
  const SERVER = {
    side: "okta",
    setting: "authorization server (deleted, inactive, or another id)",
  };

  test.each([
    [400, "invalid_client", "what Okta says", SECRET],
    [401, "invalid_client", "Invalid value for 'client_id' parameter.", APP],
    [401, "invalid_client", "Client authentication failed.", METHOD],
    [401, "invalid_client", "It is said: Client authentication failed.", SECRET],
    [401, "invalid_client", "The client_assertion token has expired", CLOCK],
    [401, "invalid_client", "The client_assertion was issued before", CLOCK],
    [401, "invalid_client", "The client_assertion lives too far", CLOCK],
    [401, "invalid_client", "The client_assertion signature is wrong", KEY],
    [401, "invalid_client", "The client_assertion has an unknown kid", KEY],
    [401, "invalid_client", "The jwks_uri has no such key", KEY],
    [400, "access_denied", "The client_assertion has expired", POLICY],
    [400, "unauthorized_client", "what Okta says", GRANT],
    [400, "unsupported_grant_type", "what Okta says", CUSTOM],
    [400, "invalid_scope", "what Okta says", SCOPE],
    [400, "invalid_dpop_proof", "what Okta says", DPOP],
    [400, "use_dpop_nonce", "what Okta says", DPOP],
    [404, "invalid_scope", "what Okta says", SERVER],
  ])("%i %s: %s", async (status, error, text, cause) => {
    const body = { error, error_description: text };
    expect(await answered(tokenIssued, status, body)).toEqual({
      status: "failed",
      expected: "a token",
      seen: `${ENDPOINT} answered ${status} to client dashboard: ${error}: ${text}`,
      cause,
      evidence: { refusal: { status, error, description: text } },
    });
  });

  test.each([
    [400, { error: "something_new" }, { side: "okta" }],
    [400, { error: "something_new", error_description: "jwks_uri" }, { side: "okta" }],
    [400, {}, { side: "okta" }],
    [
      429,
      {},
      {
        setting: "rate limit of the token endpoint",
        fix: "Ask for fewer tokens per minute (--rate), or raise the org's limit. Services must cache tokens.",
      },
    ],
    [503, {}, {}],
    [200, {}, {}],
    [
      0,
      new Error("down"),
      {
        side: "network",
        setting: "way to the token endpoint",
        fix: "Check DNS, egress and TLS from where this runs to the token endpoint.",
      },
    ],
  ])("%i %j", async (status, body, cause) => {
    expect(await answered(tokenIssued, status, body)).toMatchObject({ status: "failed", cause });
  });

  test("an endpoint that is not the issuer's", async () => {
    const base = accountContext();
    const tokens = new TokenClient({
      ...base.contract,
      issuer: "https://other.example.com",
      clientId: "dashboard",
      credential: { kind: "client_secret_basic", clientSecret: "a-client-secret" },
    });
    expect(await tokenIssued.run({ ...base, tokens })).toMatchObject({
      seen: expect.stringContaining("is not at other.example.com"),
      cause: {
        side: "stack",
        setting: "tokenEndpoint",
        fix: "It must be https and at the host of the issuer. Run pulumi up; a host that is yours can be allowed by --trusted-host HOST.",
      },
    });
  });

  test("a credential that cannot be used", async () => {
    expect(await answered(tokenIssued, 200, TOKEN, { secret: "" })).toMatchObject({
      status: "failed",
      seen: "The credential cannot be used: the client secret is empty.",
      cause: { side: "client", setting: CREDENTIAL },
    });
  });

  test.each([
    [30_001, "private_key_jwt", true],
    [-30_001, "private_key_jwt", true],
    [30_000, "private_key_jwt", false],
    [30_001, undefined, false],
  ] as const)("clocks %i ms apart, credential %s", async (clockSkew, kind, named) => {
    const verdict = await answered(
      tokenIssued,
      400,
      {},
      {
        evidence: { clockSkew },
        ...(kind ? { kind } : {}),
      },
    );
    const seen = `${ENDPOINT} answered 400 to client dashboard`;
    const differ = `. Okta's clock and this one differ by ${Math.round(clockSkew / 1000)} s`;
    expect(verdict).toMatchObject({
      seen: named ? seen + differ : seen,
      cause: named ? { setting: "system clock (NTP)" } : { side: "okta" },
    });
  });

  test("without a credential nothing is asked for", async () => {
    for (const check of [tokenIssued, disabledRefused]) {
      expect(await check.run(accountContext({ tokens: { missing: "none given" } }))).toEqual({
        status: "skipped",
        reason: "none given",
      });
    }
  });
});

test("only a bearer token is of use", async () => {
  const typed = (type: string) => {
    const token = { accessToken: "", tokenType: type, scope: "", receivedAt: 0, expiresAt: 0 };
    return tokenType.run(accountContext({ evidence: { token } }));
  };
  expect(await typed("bearer")).toMatchObject({ status: "passed", seen: "bearer" });
  expect(await typed("DPoP")).toMatchObject({ status: "failed", expected: "Bearer", seen: "DPoP" });
  expect(await tokenType.run(accountContext())).toMatchObject({ seen: "nothing" });
});

test("a disabled account gets no token because its client is refused, and for nothing else", async () => {
  const refusal = (description: string) => ({
    error: "invalid_client",
    error_description: description,
  });
  const unknown = "Invalid value for 'client_id' parameter.";
  expect(await answered(disabledRefused, 401, refusal(unknown))).toMatchObject({
    status: "passed",
    seen: `${ENDPOINT} answered 401 to client dashboard: invalid_client: ${unknown}`,
  });
  const stale = "The client secret supplied for a confidential client is invalid.";
  expect(await answered(disabledRefused, 401, refusal(stale))).toMatchObject({ status: "skipped" });
  expect(await answered(disabledRefused, 200, TOKEN)).toMatchObject({
    status: "failed",
    expected: "invalid_client",
    seen: "a token",
  });
  expect(await answered(disabledRefused, 400, { error: "access_denied" })).toEqual({
    status: "skipped",
    reason: `${ENDPOINT} answered 400 to client dashboard: access_denied`,
  });
});
