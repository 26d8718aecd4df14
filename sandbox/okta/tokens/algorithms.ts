/** Signature algorithms that Okta accepts in DPoP proofs and client assertions with a key pair. */
export const ASYMMETRIC_ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

/** Those it accepts in an assertion signed with the client secret. */
export const SECRET_ALGORITHMS = ["HS256", "HS384", "HS512"];
