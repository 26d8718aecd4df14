import { randomBytes, randomUUID } from "node:crypto";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import neo4j from "neo4j-driver";
import { type Check, passed } from "../checks/check.ts";
import { type ProbeContext, refusedByNeo4j } from "./probe.ts";

const VERIFICATION = {
  side: "neo4j",
  setting: "verification of signatures (jwks_uri, well_known_discovery_uri)",
  fix: "This server accepts tokens that Okta did not sign. Take it off the network.",
} as const;

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

export const audienceForeign: Check<ProbeContext> = {
  id: "refusal.foreign_audience",
  title: "Neo4j refuses a token for another audience",
  side: "neo4j",
  setting: "dbms.security.oidc.<provider>.audience",
  fix: "The setting lists more audiences than the stack's. Run pulumi up to restore it.",
  symptoms: ["a token for another API opens the database"],
  optional: true,
  run: async (context) => {
    const token = context.given.foreignToken;
    if (token === undefined) {
      return { status: "skipped", reason: "no such token was given (--foreign-token)" };
    }
    const { aud = [], exp = 0, iss } = claimsOf(token);
    if ([aud].flat().includes(context.contract.audience)) {
      return { status: "skipped", reason: "the token given is for the stack's audience" };
    }
    if (exp * 1000 <= context.now()) {
      return { status: "skipped", reason: "the token given has expired, which hides its audience" };
    }
    const verdict = await refusedByNeo4j(context, neo4j.auth.bearer(token));
    return verdict.status === "passed" && iss !== context.contract.issuer
      ? passed(`${verdict.seen}, for its issuer perhaps: the token given is not of this one`)
      : verdict;
  },
};

export const expiredRefused: Check<ProbeContext> = {
  id: "refusal.expired",
  title: "Neo4j refuses an expired token",
  side: "network",
  setting: "system clock of the Neo4j nodes (NTP)",
  fix: "Set the clocks of the nodes by NTP.",
  symptoms: ["a revoked service keeps its access for longer than its tokens live"],
  optional: true,
  run: async (context) => {
    const token = context.given.expiredToken;
    if (token === undefined) {
      return { status: "skipped", reason: "no such token was given (--expired-token)" };
    }
    const { exp } = claimsOf(token);
    if (exp === undefined || exp * 1000 > context.now()) {
      return { status: "skipped", reason: "the token given has not expired" };
    }
    return refusedByNeo4j(context, neo4j.auth.bearer(token), ["TokenExpired", "Unauthorized"]);
  },
};

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

function claimsOf(token: string) {
  try {
    return decodeJwt(token);
  } catch {
    throw new Error("the token given is not a JWT");
  }
}
