import { connectionReason, ProviderUnreachable } from "./metadata.ts";

/**
 * Asks the UserInfo endpoint on behalf of the token's user. Tokens of the client credentials flow
 * have no user, so Okta refuses them here.
 *
 * @throws ProviderUnreachable
 */
export async function fetchUserInfo(
  uri: string | undefined,
  token: string,
  fetchFunction: typeof fetch,
): Promise<Record<string, unknown>> {
  if (uri === undefined) throw new ProviderUnreachable("the provider names no UserInfo endpoint");
  try {
    const response = await fetchFunction(uri, {
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
      signal: AbortSignal.timeout(5000),
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok && typeof body === "object" && body !== null && !Array.isArray(body)) {
      return body as Record<string, unknown>;
    }
    throw new ProviderUnreachable(
      `UserInfo at ${uri} answered with HTTP status ${response.status}`,
    );
  } catch (error) {
    if (error instanceof ProviderUnreachable) throw error;
    throw new ProviderUnreachable(
      `UserInfo at ${uri} is not to be had: ${connectionReason(error)}`,
    );
  }
}
