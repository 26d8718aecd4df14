import { createHmac } from "node:crypto";
import { sameSecret } from "../../same-secret.ts";
import type { TokenState } from "../state.ts";

/** A new nonce is given out every 24 hours; the ones before it stay good for three days. */
const PERIOD = 24 * 60 * 60 * 1000;
const ACCEPTED_PERIODS = 4;

/** The nonce that DPoP proofs must carry now (RFC 9449 section 8). */
export function currentNonce(state: TokenState): string {
  return nonceOf(state, periodOf(state));
}

/** Whether a proof's nonce is one that was given out and is still good. */
export function isAcceptedNonce(state: TokenState, nonce: string): boolean {
  const newest = periodOf(state);
  const accepted = Array.from({ length: ACCEPTED_PERIODS }, (_, age) =>
    nonceOf(state, newest - age),
  );
  return accepted.some((one) => sameSecret(one, nonce));
}

function periodOf(state: TokenState): number {
  return Math.floor(state.org.now() / PERIOD);
}

function nonceOf(state: TokenState, number: number): string {
  return createHmac("sha256", state.nonceSecret).update(String(number)).digest("base64url");
}
