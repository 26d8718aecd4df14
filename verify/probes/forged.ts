import { randomBytes, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import neo4j from "neo4j-driver";
import type { Check } from "../checks/check.ts";
import type { ProbeContext } from "../checks/context.ts";
import { refusedByNeo4j } from "./refused.ts";

const VERIFICATION = {
  side: "neo4j",
  setting: "verification of signatures (jwks_uri, well_known_discovery_uri)",
  fix: "This server accepts tokens that Okta did not sign. Take it off the network.",
} as const;

/** Claims that the signature does not cover. */
export const payloadTampered: Check<ProbeContext> = {
  id: "refusal.tampered_payload",
  title: "Neo4j refuses a token whose claims were changed",
  ...VERIFICATION,
  symptoms: ["a service gives itself groups"],
  run: (context) => {
    const [header, , signature] = tokenOf(context).split(".");
    const claims = { ...context.evidence.claims, [context.contract.groupsClaim]: ["admin"] };
    const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
    return refusedByNeo4j(context, neo4j.auth.bearer(`${header}.${payload}.${signature}`));
  },
};

/** Claims of a real token, with random bytes as signature. */
export const signatureForged: Check<ProbeContext> = {
  id: "refusal.forged_signature",
  title: "Neo4j refuses the same claims with a signature that is not Okta's",
  ...VERIFICATION,
  symptoms: ["anybody who knows a key id can write tokens"],
  run: (context) => {
    const [header, payload, signature = ""] = tokenOf(context).split(".");
    const forged = randomBytes(Buffer.from(signature, "base64url").length).toString("base64url");
    return refusedByNeo4j(context, neo4j.auth.bearer(`${header}.${payload}.${forged}`));
  },
};

/** A header that brings its own key (`jwk`), of an algorithm that Okta does not use. */
export const ownKeyRefused: Check<ProbeContext> = {
  id: "refusal.own_key",
  title: "Neo4j refuses the same claims signed by a key that the token brings along",
  ...VERIFICATION,
  symptoms: ["anybody can write tokens"],
  run: async (context) => {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const token = await new SignJWT(context.evidence.claims)
      .setProtectedHeader({ alg: "ES256", jwk: await exportJWK(publicKey) })
      .sign(privateKey);
    return refusedByNeo4j(context, neo4j.auth.bearer(token));
  },
};

/** `alg: none` of RFC 7519 section 6. */
export const unsignedRefused: Check<ProbeContext> = {
  id: "refusal.unsigned",
  title: "Neo4j refuses the same claims without a signature",
  ...VERIFICATION,
  symptoms: ["anybody can write tokens"],
  run: (context) => {
    const header = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    const payload = tokenOf(context).split(".")[1];
    return refusedByNeo4j(context, neo4j.auth.bearer(`${header}.${payload}.`));
  },
};

/** A name that nobody has, so that no user is locked out. */
export const passwordRefused: Check<ProbeContext> = {
  id: "refusal.password",
  title: "Neo4j refuses a made-up name and password",
  side: "neo4j",
  setting: "dbms.security.auth_enabled",
  fix: "Authentication is off: everybody is an administrator. Take the server off the network.",
  symptoms: ["anybody opens the database"],
  run: (context) =>
    refusedByNeo4j(context, neo4j.auth.basic(`neo4j-okta-verify-${randomUUID()}`, randomUUID())),
};

function tokenOf({ evidence }: ProbeContext): string {
  return evidence.token?.accessToken ?? "";
}
