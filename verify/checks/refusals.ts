import { explain } from "../../okta-api/explain.ts";
import type { TokenErrorDetails } from "../../tokens/errors.ts";
import type { Cause } from "./check.ts";
import { CLOCK } from "./clock.ts";

/** Whether the endpoint asks for a proof or for a nonce in it, or the token is bound to a key. */
export const DPOP: Cause = {
  side: "okta",
  setting: "DPoP (dpop_bound_access_tokens) of the app",
  fix: "Neo4j takes bearer tokens only: turn off Require DPoP for the app; the next pulumi update of the app does it too.",
};

/** What each refusal of Okta's token endpoint is about (RFC 6749 section 5.2, and Okta's own). */
const REFUSALS: Readonly<Record<string, Cause>> = {
  invalid_client: {
    side: "client",
    setting: "credential of the account",
    fix: "Hand the service the current secret or private key: pulumi stack output credentials --show-secrets. After a rotation the old one is refused.",
  },
  unauthorized_client: {
    side: "okta",
    setting: "grant types of the app",
    fix: "The app must allow client_credentials. Run pulumi up to restore it.",
  },
  unsupported_grant_type: {
    side: "okta",
    setting: "grant types of the authorization server",
    fix: "Use a custom authorization server; it supports client_credentials.",
  },
  invalid_scope: {
    side: "okta",
    setting: "scope of the authorization server",
    fix: "The scope is missing on the server. Run pulumi up to restore it.",
  },
  access_denied: {
    side: "okta",
    setting: "access policy and its rule",
    fix: "No rule lets this client have this scope by this grant: the client is not in the policy, or the rule lacks the scope or client_credentials, or either is inactive, or a rule before it matches. Run pulumi up to restore them.",
  },
  invalid_dpop_proof: DPOP,
  use_dpop_nonce: DPOP,
};

/** What `invalid_client` is about, by `explain` of Okta's words. */
const INVALID_CLIENT: Readonly<Record<string, Omit<Cause, "fix"> & { fix?: string }>> = {
  "client-unknown": {
    side: "okta",
    setting: "app of the account (INACTIVE, deleted, or another client id)",
    fix: "Activate the app, or run pulumi up to restore it",
  },
  "client-authentication": {
    side: "okta",
    setting: "token_endpoint_auth_method of the app",
    fix: "Run pulumi up to restore what the stack declares",
  },
  "assertion-key": {
    side: "client",
    setting: "private key of the account (kid), or the app's public keys",
  },
};

/** Whether Okta has no active app of the client id: what it also says of nobody, and before it looks at a credential. */
export function isClientUnknown({ error = "", description = "" }: TokenErrorDetails): boolean {
  return whyOf({ error, description })?.id === "client-unknown";
}

/** Whose setting a refusal is about. Okta says `invalid_client` of several things; its description tells them apart. */
export function causeOf({ error = "", description = "" }: TokenErrorDetails): Partial<Cause> {
  const why = whyOf({ error, description });
  if (why?.id === "assertion-time") return CLOCK;
  const exact = why && INVALID_CLIENT[why.id];
  if (exact) return { ...exact, fix: `${why.cause}. ${exact.fix ?? why.fix}.` };
  return REFUSALS[error] ?? { side: "okta" };
}

function whyOf({ error, description }: { error: string; description: string }) {
  return explain({ where: "token", errorCode: error, errorSummary: description });
}
