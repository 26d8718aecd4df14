import type { OidcProvider } from "../../config/index.ts";
import { readGroups } from "./groups.ts";
import type { MetadataSource } from "./metadata.ts";
import { ProviderUnreachable, requestOf } from "./request.ts";
import { type TokenRefusal, verifyToken } from "./verify-token.ts";

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
  token: string,
  provider: OidcProvider,
  source: MetadataSource,
  { fetch: fetchFunction, now }: { fetch: typeof fetch; now: () => number },
): Promise<TokenIdentity | TokenRefusal> {
  const verified = await verifyToken(token, provider, source, now());
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

/**
 * Asks the UserInfo endpoint on behalf of the token's user. Tokens of the client credentials flow
 * have no user, so Okta refuses them here.
 *
 * @throws ProviderUnreachable
 */
async function fetchUserInfo(
  uri: string | undefined,
  token: string,
  fetchFunction: typeof fetch,
): Promise<Record<string, unknown>> {
  if (uri === undefined) throw new ProviderUnreachable("the provider names no UserInfo endpoint");
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const response = await requestOf(fetchFunction, "UserInfo", uri, { headers });
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === "object" && body !== null && !Array.isArray(body)) {
    return body as Record<string, unknown>;
  }
  throw new ProviderUnreachable(`UserInfo at ${uri} is no JSON object`);
}
