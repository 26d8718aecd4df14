import { TokenError } from "../../tokens/errors.ts";
import { type AccountContext, type Check, failed, passed, type Verdict } from "./check.ts";
import { CLOCK, TOLERATED_SKEW_MS } from "./clock.ts";
import { causeOf, DPOP } from "./refusals.ts";

export const tokenIssued: Check<AccountContext> = {
  id: "token.issued",
  title: "Okta issues a token for the account's credential and the stack's scope",
  side: "okta",
  setting: "token endpoint",
  fix: "See what Okta answered.",
  symptoms: [
    "invalid_client from the token endpoint: wrong secret, wrong key id (kid), wrong aud in the assertion, or iss and sub are not the client id",
    "access_denied: Policy evaluation failed for this request",
    "invalid_scope: One or more scopes are not configured for the authorization server resource",
    "invalid_dpop_proof: The DPoP proof JWT header is missing",
    "unauthorized_client: the app lacks the client_credentials grant",
    "429 from the token endpoint",
  ],
  run: async ({ tokens, evidence, account, stack }) => {
    if ("missing" in tokens) return { status: "skipped", reason: tokens.missing };
    try {
      const token = await tokens.getToken();
      evidence.token = token;
      return passed(`${token.tokenType}, ${(token.expiresAt - token.receivedAt) / 60_000} minutes`);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      evidence.refusal = error;
      return refused(error, account, stack);
    }
  },
};

function refused(
  error: TokenError,
  account: AccountContext["account"],
  stack: AccountContext["stack"],
): Verdict {
  const { code, message, details } = error;
  const expected = "a token";
  const skew = stack.clockSkew ?? 0;
  if (account.credential === "private_key_jwt" && Math.abs(skew) > TOLERATED_SKEW_MS) {
    return failed(
      expected,
      `${message}. Okta's clock and this one differ by ${Math.round(skew / 1000)} s`,
      CLOCK,
    );
  }
  if (code === "token-credential") {
    return failed(expected, message, { side: "client", setting: "credential of the account" });
  }
  if (code === "token-refused") {
    if (details.status === 404) {
      return failed(expected, message, {
        side: "okta",
        setting: "authorization server (deleted, inactive, or another id)",
      });
    }
    return failed(expected, message, causeOf(details));
  }
  if (code === "token-rate-limited") {
    return failed(expected, message, {
      side: "okta",
      setting: "rate limit of the token endpoint",
      fix: "Ask for fewer tokens per minute (--rate), or raise the org's limit. Services must cache tokens.",
    });
  }
  if (code === "token-server-error" || code === "token-malformed") {
    return failed(expected, message, { side: "okta", setting: "token endpoint" });
  }
  return failed(expected, message, {
    side: "network",
    setting: "way to the token endpoint",
    fix: "Check DNS, egress and TLS from where this runs to the token endpoint.",
  });
}

export const tokenType: Check<AccountContext> = {
  id: "token.type",
  title: "The token is a bearer token, not bound to a key by DPoP",
  ...DPOP,
  symptoms: ["Neo4j refuses the token although all its claims are right"],
  run: async ({ evidence }) => {
    const type = evidence.token?.tokenType ?? "nothing";
    return type.toLowerCase() === "bearer" ? passed(type) : failed("Bearer", type);
  },
};
