import type { ServerClock } from "./clock.ts";
import { TokenError } from "./errors.ts";

/** Refusals that a wrong time in an assertion or a proof can be the reason of. */
const ABOUT_TIME: readonly (string | undefined)[] = ["invalid_client", "invalid_dpop_proof"];

/**
 * Sends a request again that was refused for what its answer tells: once with the nonce that the server
 * wants in a proof (RFC 9449 section 8), and once by the server's clock where this machine's is wrong.
 */
export async function corrected<T>(send: () => Promise<T>, clock: ServerClock): Promise<T> {
  const told = new Set<string>();
  for (;;) {
    const { skew } = clock;
    try {
      return await send();
    } catch (error) {
      const what = lessonOf(error, clock.skew !== skew);
      if (what === undefined || told.has(what)) throw error;
      told.add(what);
    }
  }
}

function lessonOf(error: unknown, isTimeNew: boolean): "nonce" | "time" | undefined {
  if (!(error instanceof TokenError) || error.code !== "token-refused") return undefined;
  if (error.details.error === "use_dpop_nonce") return "nonce";
  return isTimeNew && ABOUT_TIME.includes(error.details.error) ? "time" : undefined;
}
