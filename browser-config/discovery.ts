import type { AccessContract } from "../access/contract.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import type { ContractSignIn } from "../access/sign-in/contract.ts";
import { redirectUri } from "../access/sign-in/redirect.ts";
import { browserParameters, type Parameters } from "../access/sign-in/settings.ts";

/** A discovery file, as Neo4j Browser reads it from the address in `discoveryURL`. */
export interface Discovery {
  sso_providers: {
    id: string;
    name: string;
    auth_flow: "pkce";
    well_known_discovery_uri?: string;
    auth_endpoint?: string;
    token_endpoint?: string;
    params: Parameters;
    token_params?: Parameters;
    config: Parameters;
  }[];
}

/** The address of Browser that the file is for, and what is in it. */
export interface BrowserConfig {
  browser: string;
  discovery: Discovery;
  /** Ids of the sign-ins whose client secret has to be added, which no output of the stack holds. */
  withoutSecret: string[];
}

/**
 * @param browser address of Browser. Default: the first that any sign-in has
 * @param ids of the sign-ins that are wanted. Default: all
 * @throws Neo4jOktaError `browser-config-usage` for a sign-in or an address that the stack does not have
 */
export function browserConfig(
  { signIns = [] }: AccessContract,
  { browser, ids }: { browser?: string | undefined; ids: readonly string[] },
): BrowserConfig {
  const unknown = ids.find((id) => !signIns.some((signIn) => signIn.id === id));
  if (unknown !== undefined)
    throw refused(
      `--id ${unknown} is no sign-in`,
      signIns.map(({ id }) => id),
    );
  const wanted = signIns.filter(({ id }) => ids.length === 0 || ids.includes(id));
  const addresses = [...new Set(wanted.flatMap(browsersOf))];
  const chosen = browser ?? addresses[0];
  if (chosen === undefined || !addresses.includes(chosen)) {
    throw refused(
      chosen === undefined
        ? "the stack has no sign-in"
        : `--browser ${chosen} is no address of a sign-in`,
      addresses,
    );
  }
  const there = wanted.filter((signIn) => browsersOf(signIn).includes(chosen));
  return {
    browser: chosen,
    discovery: { sso_providers: there.map((one) => entry(one, chosen)) },
    withoutSecret: there.filter(({ provider }) => provider === "google").map(({ id }) => id),
  };
}

function browsersOf({ id, redirectUris }: ContractSignIn): string[] {
  const end = redirectUri("", id);
  return redirectUris.map((uri) => (uri.endsWith(end) ? uri.slice(0, -end.length) : uri));
}

function entry(signIn: ContractSignIn, browser: string): Discovery["sso_providers"][number] {
  const { id, displayName, clientId, scopes, tokenParams } = signIn;
  return {
    id,
    name: displayName,
    auth_flow: "pkce",
    ...addresses(signIn),
    params: {
      client_id: clientId,
      redirect_uri: redirectUri(browser, id),
      response_type: "code",
      scope: scopes.join(" "),
      ...signIn.params,
    },
    ...(tokenParams === undefined ? {} : { token_params: tokenParams }),
    config: browserParameters(signIn),
  };
}

function addresses({ discoveryUri, endpoints }: ContractSignIn) {
  return {
    ...(discoveryUri === undefined ? {} : { well_known_discovery_uri: discoveryUri }),
    ...(endpoints === undefined
      ? {}
      : { auth_endpoint: endpoints.authorization, token_endpoint: endpoints.token }),
  };
}

function refused(what: string, known: readonly string[]): Neo4jOktaError {
  const choice = known.length === 0 ? "declare one under signIns" : `choose ${known.join(" or ")}`;
  return new Neo4jOktaError("browser-config-usage", `${what}. Fix: ${choice}.`);
}
