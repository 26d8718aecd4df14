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

const INVALID_CLIENT: readonly { pattern: RegExp; cause: Cause }[] = [
  {
    pattern: /Invalid value for 'client_id'/,
    cause: {
      side: "okta",
      setting: "app of the account (INACTIVE, deleted, or another client id)",
      fix: "Okta has no active client of this id. Activate the app, or run pulumi up to restore it.",
    },
  },
  {
    pattern: /^Client authentication failed/,
    cause: {
      side: "okta",
      setting: "token_endpoint_auth_method of the app",
      fix: "The app expects another way of client authentication than the stack declares. Run pulumi up to restore it.",
    },
  },
  { pattern: /client_assertion.*(expired|issued before|too far)/, cause: CLOCK },
  {
    pattern: /client_assertion.*(kid|signature)|jwks_uri/,
    cause: {
      side: "client",
      setting: "private key of the account (kid), or the app's public keys",
      fix: "The app has no active public key for this private key. Hand the service the current key and its kid, or register its public key.",
    },
  },
];

/** Whose setting a refusal is about. Okta says `invalid_client` of several things; its description tells them apart. */
export function causeOf({ error = "", description = "" }: TokenErrorDetails): Partial<Cause> {
  const exact =
    error === "invalid_client"
      ? INVALID_CLIENT.find(({ pattern }) => pattern.test(description))?.cause
      : undefined;
  return exact ?? REFUSALS[error] ?? { side: "okta" };
}
