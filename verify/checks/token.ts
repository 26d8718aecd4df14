import { TokenError, type TokenErrorDetails } from "../tokens/errors.ts";
import {
  type AccountContext,
  type Cause,
  type Check,
  failed,
  passed,
  type Verdict,
} from "./check.ts";
import { CLOCK, TOLERATED_SKEW_MS } from "./clock.ts";

/** What each refusal of Okta's token endpoint is about (RFC 6749 section 5.2, and Okta's own). */
const REFUSALS: Record<string, Cause> = {
  invalid_client: {
    side: "client",
    setting: "credential of the account",
    remedy:
      "Hand the service the current secret or private key: pulumi stack output credentials --show-secrets. After a rotation the old one is refused.",
  },
  unauthorized_client: {
    side: "okta",
    setting: "grant types of the app",
    remedy: "The app must allow client_credentials. Run pulumi up to restore it.",
  },
  unsupported_grant_type: {
    side: "okta",
    setting: "grant types of the authorization server",
    remedy: "Use a custom authorization server; it supports client_credentials.",
  },
  invalid_scope: {
    side: "okta",
    setting: "scope of the authorization server",
    remedy: "The scope is missing on the server. Run pulumi up to restore it.",
  },
  access_denied: {
    side: "okta",
    setting: "access policy and its rule",
    remedy:
      "No rule lets this client have this scope by this grant: the client is not in the policy, or the rule lacks the scope or client_credentials, or either is inactive, or a rule before it matches. Run pulumi up to restore them.",
  },
  invalid_dpop_proof: {
    side: "okta",
    setting: "DPoP (dpop_bound_access_tokens) of the app",
    remedy:
      "Neo4j takes bearer tokens only: turn off Require DPoP for the app; the next pulumi update of the app does it too.",
  },
};

const INVALID_CLIENT: readonly { pattern: RegExp; cause: Cause }[] = [
  {
    pattern: /Invalid value for 'client_id'/,
    cause: {
      side: "okta",
      setting: "app of the account (INACTIVE, deleted, or another client id)",
      remedy:
        "Okta has no active client of this id. Activate the app, or run pulumi up to restore it.",
    },
  },
  {
    pattern: /^Client authentication failed/,
    cause: {
      side: "okta",
      setting: "token_endpoint_auth_method of the app",
      remedy:
        "The app expects another way of client authentication than the stack declares. Run pulumi up to restore it.",
    },
  },
  { pattern: /client_assertion.*(expired|issued before|too far)/, cause: CLOCK },
  {
    pattern: /client_assertion.*(kid|signature)|jwks_uri/,
    cause: {
      side: "client",
      setting: "private key of the account (kid), or the app's public keys",
      remedy:
        "The app has no active public key for this private key. Hand the service the current key and its kid, or register its public key.",
    },
  },
];

/** The same cause, whether the endpoint asks for a proof or for a nonce in it. */
REFUSALS.use_dpop_nonce = REFUSALS.invalid_dpop_proof as Cause;

export const tokenIssued: Check<AccountContext> = {
  id: "token.issued",
  title: "Okta issues a token for the account's credential and the stack's scope",
  side: "okta",
  setting: "token endpoint",
  remedy: "See what Okta answered.",
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
  if (code === "TOKEN_CREDENTIAL") {
    return failed(expected, message, { side: "client", setting: "credential of the account" });
  }
  if (code === "TOKEN_REFUSED") {
    if (details.status === 404) {
      return failed(expected, message, {
        side: "okta",
        setting: "authorization server (deleted, inactive, or another id)",
      });
    }
    return failed(expected, message, causeOf(details));
  }
  if (code === "TOKEN_RATE_LIMITED") {
    return failed(expected, message, {
      side: "okta",
      setting: "rate limit of the token endpoint",
      remedy:
        "Ask for fewer tokens per minute (--rate), or raise the org's limit. Services must cache tokens.",
    });
  }
  if (code === "TOKEN_SERVER_ERROR" || code === "TOKEN_MALFORMED") {
    return failed(expected, message, { side: "okta", setting: "token endpoint" });
  }
  return failed(expected, message, {
    side: "network",
    setting: "way to the token endpoint",
    remedy: "Check DNS, egress and TLS from where this runs to the token endpoint.",
  });
}

/** Okta says `invalid_client` of several things; its description tells them apart. */
function causeOf({ error = "", description = "" }: TokenErrorDetails): Partial<Cause> {
  const exact =
    error === "invalid_client"
      ? INVALID_CLIENT.find(({ pattern }) => pattern.test(description))?.cause
      : undefined;
  return exact ?? REFUSALS[error] ?? { side: "okta" };
}

export const tokenType: Check<AccountContext> = {
  id: "token.type",
  title: "The token is a bearer token, not bound to a key by DPoP",
  ...(REFUSALS.invalid_dpop_proof as Cause),
  symptoms: ["Neo4j refuses the token although all its claims are right"],
  run: async ({ evidence }) => {
    const type = evidence.token?.tokenType ?? "nothing";
    return type.toLowerCase() === "bearer" ? passed(type) : failed("Bearer", type);
  },
};
