import { isLoopback } from "../tokens/http.ts";

/**
 * Where Okta's management API is, and the credential for it, from the variables that Okta's own tools
 * and the provider use. An access token with read scopes is enough.
 *
 * @returns or what is missing or wrong, as the rest of a sentence after "needs"
 */
export function oktaVariables(
  environment: Readonly<Record<string, string | undefined>>,
): { orgUrl: string; authorization: string } | string {
  const { OKTA_ORG_URL, OKTA_ACCESS_TOKEN, OKTA_API_TOKEN } = environment;
  if (!OKTA_ORG_URL || !(OKTA_ACCESS_TOKEN || OKTA_API_TOKEN)) {
    return "OKTA_ORG_URL and OKTA_ACCESS_TOKEN (scopes okta.apps.read, okta.authorizationServers.read; for people okta.groups.read and okta.trustedOrigins.read too) or OKTA_API_TOKEN in the environment";
  }
  if (!OKTA_ORG_URL.startsWith("https://") && !isLoopback(OKTA_ORG_URL)) {
    return "an https address in OKTA_ORG_URL, e.g. https://example.okta.com";
  }
  return {
    orgUrl: OKTA_ORG_URL,
    authorization: OKTA_ACCESS_TOKEN ? `Bearer ${OKTA_ACCESS_TOKEN}` : `SSWS ${OKTA_API_TOKEN}`,
  };
}
