import { TokenError } from "../../tokens/errors.ts";
import { diagnoseRefusal } from "../diagnosis/okta.ts";
import { answerOrRefusal, type Cause, type Check, failed, passed } from "./check.ts";
import { CLOCK, clocksDiffer, TOLERATED_SKEW } from "./clock.ts";
import type { AccountContext } from "./context.ts";
import { WRONG_SERVER } from "./discovery.ts";
import { causeOf, DPOP } from "./refusals.ts";

/** The account's credential is right, and the policy lets it have the scope. */
export const tokenIssued: Check<AccountContext> = {
  id: "token.issued",
  title: "Okta issues a token for the account's credential and the stack's scope",
  side: "okta",
  setting: "token endpoint",
  fix: "See what Okta answered.",
  symptoms: [
    "invalid_client from the token endpoint: wrong secret, wrong key id (kid), wrong aud in the assertion, or iss and sub are not the client id",
    "access_denied: Policy evaluation failed for this request",
    "invalid_scope: One or more scopes are not configured for the authorization server resource",
    "invalid_dpop_proof: The DPoP proof JWT header is missing",
    "unauthorized_client: the app lacks the client_credentials grant",
    "429 from the token endpoint",
  ],
  run: async ({ tokens, evidence, account }) => {
    if ("missing" in tokens) return { status: "skipped", reason: tokens.missing };
    const token = await answerOrRefusal(tokens.getToken(), TokenError);
    if (!(token instanceof TokenError)) {
      const minutes = (token.expiresAt - token.receivedAt) / 60_000;
      return passed(`${token.tokenType}, ${minutes} minutes`, { token });
    }
    const skew = evidence.clockSkew ?? 0;
    const late = account.credential === "private_key_jwt" && Math.abs(skew) > TOLERATED_SKEW;
    const verdict = late
      ? failed("a token", `${token.message}. ${clocksDiffer(skew)}`, CLOCK)
      : failed("a token", token.message, causeOfRefusal(token));
    return { ...verdict, evidence: { refusal: token.details } };
  },
  diagnose: diagnoseRefusal,
};

function causeOfRefusal({ code, details }: TokenError): Partial<Cause> {
  switch (code) {
    case "token-credential":
      return { side: "client", setting: "credential of the account" };
    case "token-endpoint":
      return {
        side: "stack",
        setting: "tokenEndpoint",
        fix: "It must be https and at the host of the issuer. Run pulumi up; a host that is yours can be allowed by --trusted-host HOST.",
      };
    case "token-refused":
      return details.status === 404 ? WRONG_SERVER : causeOf(details);
    case "token-rate-limited":
      return {
        setting: "rate limit of the token endpoint",
        fix: "Ask for fewer tokens per minute (--rate), or raise the org's limit. Services must cache tokens.",
      };
    case "token-server-error":
    case "token-malformed":
      return {};
    default:
      return {
        side: "network",
        setting: "way to the token endpoint",
        fix: "Check DNS, egress and TLS from where this runs to the token endpoint.",
      };
  }
}

/** Neo4j takes bearer tokens only. */
export const tokenType: Check<AccountContext> = {
  id: "token.type",
  title: "The token is a bearer token, not bound to a key by DPoP",
  ...DPOP,
  symptoms: ["Neo4j refuses the token although all its claims are right"],
  run: async ({ evidence }) => {
    const type = evidence.token?.tokenType ?? "nothing";
    return type.toLowerCase() === "bearer" ? passed(type) : failed("Bearer", type);
  },
};
