import { describe, expect, test } from "vitest";
import { explain } from "../../okta-api/explain.ts";
import { MANAGEMENT_REFUSALS } from "../../okta-api/explanations/management.ts";
import { TOKEN_REFUSALS } from "../../okta-api/explanations/token.ts";

/** `errorCode`, `errorSummary` or `WWW-Authenticate`, and what it means. */
const CALLS: [errorCode: string, challenge: string | undefined, id: string, cause?: string][] = [
  ["E0000006", undefined, "role-missing"],
  ["E0000006", 'Bearer error="invalid_token", scope="okta.apps.read"', "role-missing"],
  ["E0000006", 'Bearer error="insufficient_scope"', "scope-missing"],
  [
    "E0000006",
    'Bearer realm="https://o", scope="okta.apps.manage", error="insufficient_scope", resource="/api/v1/apps"',
    "scope-missing",
    "The access token lacks the scope of this call: okta.apps.manage",
  ],
  ["E0000011", undefined, "token-invalid"],
  ["E0000015", undefined, "feature-missing"],
  ["E0000047", undefined, "rate-limited"],
  ["E0000003", undefined, "body-malformed"],
  ["E0000001", undefined, "value-refused"],
  ["E0000007", undefined, "not-found"],
];

const TOKENS: [error: string, description: string | undefined, id: string][] = [
  ["invalid_client", "Invalid value for 'client_id' parameter.", "client-unknown"],
  [
    "invalid_client",
    "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
    "secret-at-org-server",
  ],
  [
    "invalid_client",
    "Client authentication failed. Either the client or the client credentials are invalid.",
    "client-authentication",
  ],
  ["invalid_client", "The client_assertion JWT kid is invalid.", "assertion-key"],
  ["invalid_client", "The client_assertion signature is invalid.", "assertion-key"],
  ["invalid_client", "Error retrieving the client JWKSet from jwks_uri.", "assertion-key"],
  [
    "invalid_client",
    "The audience claim for client_assertion must be the endpoint invoked for the request.",
    "assertion-audience",
  ],
  [
    "invalid_client",
    "The issuer claim for client_assertion is not a valid client_id.",
    "assertion-client",
  ],
  [
    "invalid_client",
    "The subject claim for client_assertion is not a valid client_id.",
    "assertion-client",
  ],
  ["invalid_client", "The client_assertion token is expired.", "assertion-time"],
  [
    "invalid_client",
    "The client_assertion token must be issued before the current time.",
    "assertion-time",
  ],
  ["invalid_client", "The client_assertion token has already been used.", "assertion-reused"],
  ["consent_required", "You are not allowed any of the requested scopes.", "scope-not-granted"],
  ["invalid_scope", undefined, "scope-unknown"],
  ["invalid_dpop_proof", "The DPoP proof JWT header is missing.", "dpop-required"],
  ["invalid_dpop_proof", "'htu' claim in the DPoP proof JWT is invalid.", "dpop-proof"],
  ["use_dpop_nonce", "Authorization server requires nonce in DPoP proof.", "dpop-nonce"],
];

describe("a call that is refused with", () => {
  test.each(CALLS)("%s and %s: %s", (errorCode, challenge, id, cause) => {
    const why = explain({ where: "management", errorCode, challenge });
    const refusal = MANAGEMENT_REFUSALS.find((one) => one.id === id);
    expect(why).toEqual({ id, cause: cause ?? refusal?.cause, fix: refusal?.fix });
  });
});

describe("a token that is refused with", () => {
  test.each(TOKENS)("%s, %s: %s", (errorCode, errorSummary, id) => {
    const why = explain({ where: "token", errorCode, errorSummary });
    const refusal = TOKEN_REFUSALS.find((one) => one.id === id);
    expect(why).toEqual({ id, cause: refusal?.cause, fix: refusal?.fix });
  });
});

test.each([
  { where: "management", errorCode: "E0000009" },
  { where: "management", status: 403 },
  { where: "management", errorCode: "invalid_scope" },
  { where: "token", errorCode: "E0000006" },
  { where: "token", errorCode: "invalid_client", errorSummary: "No client credentials found." },
  { where: "token", errorCode: "invalid_client" },
] as const)("says nothing of what it does not know: %j", (facts) => {
  expect(explain(facts)).toBeUndefined();
});

test("every refusal is known by one id, and told without a period at its end", () => {
  const all = [...MANAGEMENT_REFUSALS, ...TOKEN_REFUSALS];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { id, says, cause, fix } of all) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(says).not.toBe("");
    for (const text of [cause, fix]) expect(text).toMatch(/^[A-Z].*[^.]$/);
  }
  const told = [...CALLS.map(([, , id]) => id), ...TOKENS.map(([, , id]) => id)];
  expect(new Set(told)).toEqual(new Set(all.map(({ id }) => id)));
});
