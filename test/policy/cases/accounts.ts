import { APP, type Cases, KEYS, type Recorded } from "../recorded.ts";

function keysOf(stack: Recorded): Record<string, unknown>[] {
  return stack.of(KEYS).props.jwks as Record<string, unknown>[];
}

/** Rules about the apps of accounts. */
export const ACCOUNTS: Cases = {
  "client-credentials-only": [
    {
      change: (stack) =>
        stack.set(APP, { grantTypes: ["client_credentials", "authorization_code"] }),
      says: 'grantTypes of etl-loader-app is ["client_credentials","authorization_code"], which lets more than the service itself get tokens. Fix: list client_credentials alone, and give people an app of their own.',
    },
    {
      change: (stack) =>
        stack.set(APP, { type: "web", grantTypes: ["client_credentials", "implicit"] }),
      says: 'grantTypes of etl-loader-app is ["client_credentials","implicit"], which lets',
    },
    {
      change: (stack) => stack.set(APP, { grantTypes: ["password"] }),
      says: 'grantTypes of etl-loader-app is ["password"], which lets',
    },
  ],
  "dpop-not-required": [
    {
      change: (stack) => stack.set(APP, { dpopBoundAccessTokens: true }),
      says: "dpopBoundAccessTokens of etl-loader-app is true, and Neo4j takes no token that is bound to a key. Fix: set it to false, or remove it.",
    },
  ],
  "private-key-jwt": [
    {
      change: (stack) => stack.set(KEYS, { tokenEndpointAuthMethod: "client_secret_post" }),
      says: 'tokenEndpointAuthMethod of graph-reporting-app is "client_secret_post", so that others than the service have to keep and to send the secret. Fix: set private_key_jwt',
    },
    {
      change: (stack) => stack.set(KEYS, { tokenEndpointAuthMethod: undefined }),
      says: 'tokenEndpointAuthMethod of graph-reporting-app is "client_secret_basic", so',
    },
  ],
  "public-keys": [
    {
      change: (stack) => keysOf(stack).push({ ...keysOf(stack)[0], kid: "key-3" }),
      says: 'jwks of graph-reporting-app is ["key-1","key-2","key-3"], 3 keys that all work. Fix: keep two at most',
    },
    {
      change: (stack) => Object.assign(keysOf(stack)[1] ?? {}, { n: "AQAB" }),
      says: 'jwks[1].kid of graph-reporting-app is "key-2", a key that is too weak. Fix: keep two at most, the one in use and its successor, each the public half of an RSA key of 2048 bits or more.',
    },
    {
      change: (stack) => Object.assign(keysOf(stack)[0] ?? {}, { kty: "EC" }),
      says: 'jwks[0].kid of graph-reporting-app is "key-1", a key that is too weak',
    },
    {
      change: (stack) => Object.assign(keysOf(stack)[0] ?? {}, { e: "AQ" }),
      says: 'jwks[0].kid of graph-reporting-app is "key-1", a key that is too weak',
    },
    {
      change: (stack) => Object.assign(keysOf(stack)[0] ?? {}, { d: "c2VjcmV0" }),
      says: "jwks[0] of graph-reporting-app holds a member of a private key. Fix: give the public half alone, and treat this key as leaked.",
    },
  ],
  "owner-and-purpose": [
    {
      change: (stack) => stack.set(APP, { adminNote: "Purpose: loads." }),
      says: 'adminNote of etl-loader-app names no owner. Fix: write "Owner: a person or team. Purpose: what it is for.", as the settings owner and purpose do here.',
    },
    {
      change: (stack) => stack.set(APP, { adminNote: undefined }),
      says: "adminNote of etl-loader-app names no owner and no purpose",
    },
  ],
  "expired-accounts-inactive": [
    {
      change: (stack) => stack.set(APP, { adminNote: "Owner: etl. Expires: 2026-11-21." }),
      says: 'status of etl-loader-app is "ACTIVE", although its last day was 2026-11-21. Fix: deploy again, which switches it off, or agree on another day.',
    },
  ],
};
