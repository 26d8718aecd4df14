import { thumbprintOf } from "../tokens/credential.ts";
import { TokenError } from "../tokens/errors.ts";
import { addressFault } from "../tokens/http.ts";
import type { OktaCallerOptions } from "./caller.ts";
import { readPrivateKey } from "./private-key.ts";
import { ServiceApp } from "./service-app.ts";

/** Where Okta's API is, and as whom it is called. */
export interface OktaAccess extends Pick<OktaCallerOptions, "orgUrl" | "authorization"> {
  /** The token, or the private key: what nobody may read in an output. */
  secret: string;
  /** Those that a service app's token is asked for with; undefined for a token that is given. */
  scopes?: readonly string[];
}

/** Variables that each make up a credential, or a part of one. */
const CREDENTIALS = [
  ["OKTA_ACCESS_TOKEN"],
  ["OKTA_API_TOKEN"],
  ["OKTA_API_CLIENT_ID", "OKTA_API_PRIVATE_KEY"],
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where Okta's API is, and the credential for it, from the variables that Okta's own tools and the provider use: an
 * API token, an access token, or a service app's client id and private key.
 *
 * @param needed API scopes of what the command asks; a service app's token gets those of them that are granted to the
 * app, or of OKTA_API_SCOPES where that is set
 * @returns or what is missing or wrong, as the rest of a sentence after "needs"
 */
export async function oktaVariables(
  environment: Environment,
  needed: readonly string[],
): Promise<OktaAccess | string> {
  const { OKTA_ORG_URL: orgUrl, OKTA_ACCESS_TOKEN, OKTA_API_TOKEN } = environment;
  const given = CREDENTIALS.filter((names) => names.some((name) => environment[name]));
  if (!orgUrl || given.length === 0) {
    return `OKTA_ORG_URL and a credential in the environment: OKTA_API_CLIENT_ID with OKTA_API_PRIVATE_KEY, OKTA_ACCESS_TOKEN, or OKTA_API_TOKEN (scopes ${needed.join(", ")})`;
  }
  if (given.length > 1) {
    const names = given.flatMap((one) => one.filter((name) => environment[name]));
    return `one credential for Okta's API, and the environment has ${names.join(" and ")}: unset all but those of one`;
  }
  if (addressFault(orgUrl, orgUrl) !== undefined) {
    return "an https address in OKTA_ORG_URL, e.g. https://example.okta.com";
  }
  const [credential] = given;
  if (credential?.length === 2) return serviceApp(environment, orgUrl, needed);
  const secret = OKTA_ACCESS_TOKEN || OKTA_API_TOKEN || "";
  return { orgUrl, secret, authorization: `${OKTA_ACCESS_TOKEN ? "Bearer" : "SSWS"} ${secret}` };
}

async function serviceApp(
  environment: Environment,
  orgUrl: string,
  needed: readonly string[],
): Promise<OktaAccess | string> {
  const { OKTA_API_CLIENT_ID: clientId, OKTA_API_PRIVATE_KEY: given } = environment;
  if (!clientId) return "OKTA_API_CLIENT_ID, the service app of OKTA_API_PRIVATE_KEY";
  if (!given) return `OKTA_API_PRIVATE_KEY, the private key of the service app ${clientId}`;
  const key = await readPrivateKey("OKTA_API_PRIVATE_KEY", given);
  if (typeof key === "string") return key;
  const kid = environment.OKTA_API_PRIVATE_KEY_ID;
  try {
    await thumbprintOf({ kind: "private_key_jwt", ...key });
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return `another key in OKTA_API_PRIVATE_KEY. ${error.message.replace(/\.$/, "")}`;
  }
  const own = environment.OKTA_API_SCOPES?.split(/[\s,]+/).filter((scope) => scope !== "") ?? [];
  const scopes = own.length === 0 ? needed : own;
  const authorization = new ServiceApp({ orgUrl, clientId, kid, scopes, ...key });
  return { orgUrl, authorization, secret: key.privateKey, scopes };
}
