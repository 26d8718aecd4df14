import { type OktaAccess, oktaVariables } from "../../okta-api/variables.ts";
import { EXIT, VerifyError } from "../errors.ts";

/**
 * Where Okta's management API is, and the credential for it.
 *
 * @param scopes API scopes of what is asked
 * @param asker what needs them, for the message. Default: `--okta-api`
 * @throws {VerifyError} with exit status 2 when something is missing or wrong in the environment
 */
export async function oktaApiFrom(
  environment: Readonly<Record<string, string | undefined>>,
  scopes: readonly string[],
  asker = "--okta-api",
): Promise<OktaAccess> {
  const found = await oktaVariables(environment, scopes);
  if (typeof found !== "string") return found;
  throw new VerifyError("verify-okta-api", `${asker} needs ${found}.`, EXIT.usage);
}
