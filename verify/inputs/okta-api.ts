import { oktaVariables } from "../../okta-api/variables.ts";
import { EXIT, VerifyError } from "../errors.ts";

/**
 * Where Okta's management API is, and the credential for it.
 *
 * @param asker what needs them, for the message. Default: `--okta-api`
 * @throws {VerifyError} with exit status 2 when one of them is missing or the address is not https
 */
export function oktaApiFrom(
  environment: Readonly<Record<string, string | undefined>>,
  asker = "--okta-api",
): { orgUrl: string; authorization: string } {
  const found = oktaVariables(environment);
  if (typeof found !== "string") return found;
  throw new VerifyError("verify-okta-api", `${asker} needs ${found}.`, EXIT.usage);
}
