import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, jwtVerify } from "jose";
import { type Check, equal, failed, passed, show } from "./check.ts";
import type { AccountContext } from "./context.ts";
import { hostsOf, readKeys } from "./discovery.ts";

/** Whatever the token says counts only after this. */
export const tokenSignature: Check<AccountContext> = {
  id: "token.signature",
  title: "The token is a JWT signed with RS256 by a key of the JWKS",
  side: "okta",
  setting: "signing key of the authorization server",
  fix: "The token must come from this custom authorization server; tokens of the org server cannot be verified by others. After a key rotation caches of the JWKS must be refreshed.",
  symptoms: [
    "Could not parse JWT of type access_token: the issuer is the org server, whose tokens are opaque to others",
    "Neo4j refuses tokens after a key rotation",
  ],
  run: async (context) => {
    const token = context.evidence.token?.accessToken ?? "";
    const decoded = decode(token);
    if (decoded === undefined) return failed("a JWT", "a token that is not a JWT");
    const { alg, kid } = decoded.header;
    if (alg !== "RS256") return failed("RS256", show(alg));
    const keys = createLocalJWKSet({ keys: (await keysFor(kid, context)) as never });
    // The signature is what is checked here; the times have a check of their own.
    const currentDate = new Date(Number(decoded.claims.iat ?? 0) * 1000 || context.now());
    try {
      await jwtVerify(token, keys, { algorithms: ["RS256"], currentDate });
      return passed(`RS256, key ${String(kid)}`, { claims: decoded.claims });
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      return error instanceof errors.JWKSNoMatchingKey
        ? failed(`key ${show(kid)} in the JWKS`, "no such key")
        : failed("a valid signature", error.message);
    }
  },
};

function decode(token: string) {
  try {
    return { header: decodeProtectedHeader(token), claims: { ...decodeJwt(token) } };
  } catch {
    return undefined;
  }
}

/** Reads the JWKS again for a key that it did not have: Okta may have rotated its key since. */
async function keysFor(kid: unknown, context: AccountContext) {
  const { keys = [] } = context.evidence;
  if (keys.some((key) => key.kid === kid)) return keys;
  return (await readKeys(context, hostsOf(context))).evidence?.keys ?? keys;
}

/** Neo4j refuses a token of any other issuer. */
export const tokenIssuer: Check<AccountContext> = {
  id: "token.issuer",
  title: "iss is the declared issuer",
  side: "okta",
  setting: "issuer of the authorization server (issuerMode, custom domain)",
  fix: "Run pulumi up: the stack takes the issuer from Okta.",
  symptoms: ["Neo4j refuses the token: the iss claim differs, often by a trailing slash"],
  run: async ({ contract, evidence }) => equal(contract.issuer, evidence.claims?.iss),
};

/** Neo4j refuses a token for any other audience. */
export const tokenAudience: Check<AccountContext> = {
  id: "token.audience",
  title: "aud is the declared audience",
  side: "okta",
  setting: "audience of the authorization server",
  fix: "The server's audience was changed at Okta after the deployment. Run pulumi up, which takes it to Neo4j, or change it back.",
  symptoms: ["Neo4j refuses the token: the aud claim is not the expected one"],
  run: async ({ contract, evidence }) => {
    const aud = evidence.claims?.aud;
    const ok = aud === contract.audience || (Array.isArray(aud) && aud.includes(contract.audience));
    return ok ? passed(show(aud)) : failed(contract.audience, show(aud));
  },
};

/** Okta's own claim for the client that asked. */
export const tokenClient: Check<AccountContext> = {
  id: "token.client",
  title: "cid is the account's client id",
  side: "client",
  setting: "client id of the account",
  fix: "The credential belongs to another client; hand the service the right pair.",
  symptoms: ["a service acts under another service's name"],
  run: async ({ account, evidence }) => equal(account.clientId, evidence.claims?.cid),
};

/** The groups claim is bound to the scope; more scopes would be rights that nobody declared. */
export const tokenScope: Check<AccountContext> = {
  id: "token.scope",
  title: "scp holds the stack's scope and nothing else",
  side: "okta",
  setting: "scopes of the rule",
  fix: "Run pulumi up to restore the rule; another rule may come first.",
  symptoms: ["the groups claim is missing, because it is bound to the scope"],
  run: async ({ contract, evidence }) => {
    const scp = evidence.claims?.scp;
    const only = Array.isArray(scp) && scp.length === 1 && scp[0] === contract.scope;
    return only ? passed(show(scp)) : failed(show([contract.scope]), show(scp));
  },
};

/** Neo4j takes the user name from this claim. */
export const tokenSubject: Check<AccountContext> = {
  id: "token.subject",
  title: "sub, which becomes the Neo4j user name, is the client id",
  side: "okta",
  setting: "sub claim of the authorization server",
  fix: "Restore the server's own sub claim: (appuser != null) ? appuser.userName : app.clientId.",
  symptoms: [
    "the Neo4j audit log shows another user name",
    "the user name comes from a claim that is not stable, such as an email address",
  ],
  run: async ({ account, contract, evidence }) =>
    equal(account.clientId, evidence.claims?.[contract.usernameClaim]),
};
