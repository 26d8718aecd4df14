import { isLoopback } from "../../tokens/http.ts";
import { EXIT, VerifyError } from "../errors.ts";

/**
 * Where Okta's management API is, and the credential for it, from the variables that Okta's own tools
 * and the provider use. An access token with read scopes is enough.
 *
 * @param asker what needs them, for the message. Default: `--okta-api`
 * @throws {VerifyError} with exit status 2 when one of them is missing or the address is not https
 */
export function oktaApiFrom(
  environment: Readonly<Record<string, string | undefined>>,
  asker = "--okta-api",
): { orgUrl: string; authorization: string } {
  const { OKTA_ORG_URL, OKTA_ACCESS_TOKEN, OKTA_API_TOKEN } = environment;
  if (!OKTA_ORG_URL || !(OKTA_ACCESS_TOKEN || OKTA_API_TOKEN)) {
    throw refused(
      `${asker} needs OKTA_ORG_URL and OKTA_ACCESS_TOKEN (scopes okta.apps.read, okta.authorizationServers.read) or OKTA_API_TOKEN in the environment`,
    );
  }
  if (!OKTA_ORG_URL.startsWith("https://") && !isLoopback(OKTA_ORG_URL)) {
    throw refused("OKTA_ORG_URL must be an https address, e.g. https://example.okta.com");
  }
  return {
    orgUrl: OKTA_ORG_URL,
    authorization: OKTA_ACCESS_TOKEN ? `Bearer ${OKTA_ACCESS_TOKEN}` : `SSWS ${OKTA_API_TOKEN}`,
  };
}

function refused(message: string): VerifyError {
  return new VerifyError("verify-okta-api", `${message}.`, EXIT.usage);
}
