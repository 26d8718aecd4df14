import { illegalConfiguration } from "./boot-error.ts";
import { parseGroupToRoleMapping } from "./group-to-role.ts";
import { OIDC_PREFIX, splitGroupName } from "./names.ts";
import type { TypedSettings } from "./typed.ts";

/** The settings of one OIDC provider, `dbms.security.oidc.<id>.*`. */
export type OidcProvider = ReturnType<typeof readOidcProvider>;

/** Every provider that has at least one setting, by id. */
export function readOidcProviders(
  names: Iterable<string>,
  settings: TypedSettings,
): Map<string, OidcProvider> {
  const providers = new Map<string, OidcProvider>();
  for (const name of names) {
    if (!name.startsWith(`${OIDC_PREFIX}.`)) continue;
    const { id } = splitGroupName(OIDC_PREFIX, name);
    if (id !== "" && !providers.has(id)) providers.set(id, readOidcProvider(id, settings));
  }
  return providers;
}

function readOidcProvider(id: string, settings: TypedSettings) {
  const name = (rest: string) => `${OIDC_PREFIX}.${id}.${rest}`;
  const text = (rest: string) => settings.string(name(rest));
  const mapping = name("authorization.group_to_role_mapping");
  const parameters = (rest: string) => settings.map(name(rest));
  return {
    /** Without `oidc-`. */
    id,
    displayName: text("display_name"),
    authFlow: text("auth_flow") === "IMPLICIT" ? "IMPLICIT" : "PKCE",
    wellKnownDiscoveryUri: text("well_known_discovery_uri"),
    // Given by hand; each of these beats what discovery says.
    issuer: text("issuer"),
    authEndpoint: text("auth_endpoint"),
    tokenEndpoint: text("token_endpoint"),
    jwksUri: text("jwks_uri"),
    userInfoUri: text("user_info_uri"),
    /** Accepted values of `aud`; empty if the setting is missing. */
    audience: settings.list(name("audience"), []),
    usernameClaim: text("claims.username") ?? "sub",
    groupsClaim: text("claims.groups"),
    /** Not empty: the roles of each group, and the mapping of groups to roles of the same name is off. */
    groupToRole: parseGroupToRoleMapping(mapping, settings.string(mapping) ?? ""),
    usernameFromUserInfo: settings.bool(name("get_username_from_user_info"), false),
    groupsFromUserInfo: settings.bool(name("get_groups_from_user_info"), false),
    // What clients such as Neo4j Browser are told in the discovery document.
    params: parameters("params"),
    authParams: parameters("auth_params"),
    tokenParams: parameters("token_params"),
    config: parameters("config"),
  };
}

/**
 * Refuses a provider that could never accept a token: no audience, or neither a discovery URI nor
 * everything that discovery would have told.
 *
 * @throws BootError illegal-configuration
 */
export function checkComplete(provider: OidcProvider): void {
  const name = (rest: string) => `${OIDC_PREFIX}.${provider.id}.${rest}`;
  if (provider.audience.length === 0) {
    throw illegalConfiguration(
      `Missing mandatory setting '${name("audience")}': provider 'oidc-${provider.id}' needs at least one audience that its tokens are for.`,
      name("audience"),
    );
  }
  if (provider.wellKnownDiscoveryUri !== undefined) return;
  const { issuer, jwksUri, authEndpoint, tokenEndpoint, authFlow } = provider;
  const needed = {
    issuer,
    jwks_uri: jwksUri,
    auth_endpoint: authEndpoint,
    ...(authFlow === "PKCE" && { token_endpoint: tokenEndpoint }),
  };
  const missing = Object.entries(needed).flatMap(([rest, uri]) =>
    uri === undefined ? [rest] : [],
  );
  if (missing.length > 0) {
    throw illegalConfiguration(
      `Provider 'oidc-${provider.id}' has no '${name("well_known_discovery_uri")}', so it needs ${missing.map((rest) => `'${name(rest)}'`).join(", ")} as well.`,
      name("well_known_discovery_uri"),
    );
  }
}
