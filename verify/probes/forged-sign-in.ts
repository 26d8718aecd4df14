import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import neo4j from "neo4j-driver";
import { type Check, passed, type Verdict } from "../checks/check.ts";
import type { SignInContext } from "../checks/context.ts";
import { refusedByNeo4j } from "./refused.ts";

/** Everybody knows issuer, audience and the names of groups: only the signature keeps others out. */
export const signInForged: Check<SignInContext> = {
  id: "sign_in.forged_refused",
  title: "Neo4j refuses people's tokens that the identity provider did not sign",
  side: "neo4j",
  setting: "verification of signatures (jwks_uri, well_known_discovery_uri)",
  fix: "This server accepts tokens that anybody can write. Take it off the network.",
  symptoms: ["somebody gives himself groups"],
  run: async (context) => {
    let verdict: Verdict = passed("");
    for (const token of await forge(context)) {
      verdict = await refusedByNeo4j(context, neo4j.auth.bearer(token));
      if (verdict.status !== "passed") return verdict;
    }
    return verdict;
  },
};

/** Right in all but the signature: none, one by a key that the token brings, one by a key that nobody knows. */
async function forge({ signIn, now }: SignInContext): Promise<string[]> {
  const seconds = Math.floor(now() / 1000);
  const claims = {
    iss: signIn.issuer ?? "https://example.com",
    aud: signIn.audience,
    sub: "neo4j-okta-verify",
    [signIn.usernameClaim]: "neo4j-okta-verify",
    ...(signIn.groupsClaim && { [signIn.groupsClaim]: Object.keys(signIn.groups) }),
    iat: seconds,
    exp: seconds + 300,
  };
  const own = await generateKeyPair("ES256");
  const unknown = await generateKeyPair("RS256");
  const jwk = await exportJWK(own.publicKey);
  return [
    new UnsecuredJWT(claims).encode(),
    await new SignJWT(claims).setProtectedHeader({ alg: "ES256", jwk }).sign(own.privateKey),
    await new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "neo4j-okta-verify" })
      .sign(unknown.privateKey),
  ];
}
