import type { OidcProvider } from "../../config/index.ts";
import { readGroups } from "./groups.ts";
import { ProviderUnreachable } from "./metadata.ts";
import { fetchUserInfo } from "./user-info.ts";
import type { TokenRefusal, TokenVerifier } from "./verify-token.ts";

/** Who a token says its bearer is. */
export interface TokenIdentity {
  accepted: true;
  /** Value of the username claim. */
  username: string;
  groups: string[];
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** All claims of the token, for the log under its debug setting. */
  claims: Record<string, unknown>;
  groupsProblem: string | undefined;
}

/** Verifies a token and reads user name and groups from it, or from UserInfo where the settings say so. */
export async function identify(
  provider: OidcProvider,
  verifier: TokenVerifier,
  token: string,
  fetchFunction: typeof fetch,
): Promise<TokenIdentity | TokenRefusal> {
  const verified = await verifier.verify(token);
  if (!verified.accepted) return verified;
  const { claims, userInfoUri } = verified;
  let userInfo: Record<string, unknown> = {};
  if (provider.usernameFromUserInfo || provider.groupsFromUserInfo) {
    try {
      userInfo = await fetchUserInfo(userInfoUri, token, fetchFunction);
    } catch (error) {
      if (!(error instanceof ProviderUnreachable)) throw error;
      return { accepted: false, kind: "unreachable", reason: error.message };
    }
  }
  const nameSource = provider.usernameFromUserInfo ? userInfo : claims;
  const username = Object.hasOwn(nameSource, provider.usernameClaim)
    ? nameSource[provider.usernameClaim]
    : undefined;
  if (typeof username !== "string" || username === "") {
    return {
      accepted: false,
      kind: "invalid",
      reason: `missing username claim '${provider.usernameClaim}'`,
    };
  }
  const { groups, problem } = readGroups(
    provider.groupsClaim,
    provider.groupsFromUserInfo ? userInfo : claims,
  );
  return {
    accepted: true,
    username,
    groups,
    expiresAt: (claims.exp ?? 0) * 1000,
    claims,
    groupsProblem: problem,
  };
}
