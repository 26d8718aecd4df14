import { type Check, failed, passed } from "./check.ts";
import { CLOCK, clocksDiffer, TOLERATED_SKEW } from "./clock.ts";
import type { AccountContext } from "./context.ts";

/** The lifetime bounds how long a revoked service keeps its access. */
export const tokenLifetime: Check<AccountContext> = {
  id: "token.lifetime",
  title: "The token lives as long as declared, by clocks that agree",
  side: "okta",
  setting: "access token lifetime of the rule",
  fix: "Run pulumi up to restore the rule's lifetime.",
  symptoms: ["tokens expire earlier or later than planned", "a fresh token is refused as expired"],
  run: async ({ contract, evidence, now }) => {
    const [iat, exp] = [Number(evidence.claims?.iat), Number(evidence.claims?.exp)];
    if (!Number.isFinite(iat) || !Number.isFinite(exp)) return failed("iat and exp", "not both");
    const skew = Math.max(
      Math.abs(evidence.clockSkew ?? 0),
      Math.abs(iat * 1000 - (evidence.token?.receivedAt ?? now())),
    );
    if (skew > TOLERATED_SKEW) {
      return failed("clocks that agree", clocksDiffer(skew), CLOCK);
    }
    const { token } = evidence;
    const promised = token && (token.expiresAt - token.receivedAt) / 1000;
    if (promised !== undefined && promised !== exp - iat) {
      return failed(`expires_in of ${exp - iat}`, `expires_in of ${promised}`, {
        setting: "expires_in of the token endpoint",
        fix: "Services keep a token for as long as expires_in says. See who answers at the token endpoint.",
      });
    }
    const minutes = (exp - iat) / 60;
    return minutes === contract.tokenLifetimeMinutes
      ? passed(`${minutes} minutes`)
      : failed(`${contract.tokenLifetimeMinutes} minutes`, `${minutes} minutes`);
  },
};
