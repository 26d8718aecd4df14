import type { TokenState } from "../state.ts";
import type { TokenFamily } from "./remembered.ts";

/** Tokens of a new sign-in. */
export function newFamily(): TokenFamily {
  return { revoked: false, accessTokens: new Map() };
}

/** Ends all tokens of a sign-in. */
export function revokeFamily({ revokedTokens }: TokenState, family: TokenFamily): void {
  family.revoked = true;
  for (const [jti, expiry] of family.accessTokens) revokedTokens.add(jti, expiry);
  family.accessTokens.clear();
}
