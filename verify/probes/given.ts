import { decodeJwt } from "jose";
import neo4j from "neo4j-driver";
import { type Check, passed, type Verdict } from "../checks/check.ts";
import type { ProbeContext } from "../checks/context.ts";
import { refusedByNeo4j } from "./refused.ts";

const NO_JWT: Verdict = { status: "skipped", reason: "the token given is not a JWT" };

/** Needs a token of the user: verify cannot have one issued for another audience. */
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
    const claims = claimsOf(token);
    if (claims === undefined) return NO_JWT;
    const { aud = [], exp = 0, iss } = claims;
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

/** Needs a token of the user: verify does not wait until one expires. */
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
    const claims = claimsOf(token);
    if (claims === undefined) return NO_JWT;
    const { exp } = claims;
    if (exp === undefined || exp * 1000 > context.now()) {
      return { status: "skipped", reason: "the token given has not expired" };
    }
    return refusedByNeo4j(context, neo4j.auth.bearer(token), ["TokenExpired", "Unauthorized"]);
  },
};

function claimsOf(token: string) {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}
