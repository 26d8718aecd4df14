import { illegalConfiguration } from "./boot-error.ts";
import { type GroupToRoleMapping, parseGroupToRoleMapping } from "./group-to-role.ts";
import { OIDC_PREFIX, splitGroupName } from "./names.ts";
import type { TypedSettings } from "./typed.ts";

/** The settings of one OIDC provider, `dbms.security.oidc.<id>.*`. */
export interface OidcProvider {
  /** Without `oidc-`. */
  id: string;
  displayName: string | undefined;
  authFlow: "PKCE" | "IMPLICIT";
  wellKnownDiscoveryUri: string | undefined;
  /** Given by hand; each of these beats what discovery says. */
  issuer: string | undefined;
  authEndpoint: string | undefined;
  tokenEndpoint: string | undefined;
  jwksUri: string | undefined;
  userInfoUri: string | undefined;
  /** Accepted values of `aud`; empty if the setting is missing. */
  audience: string[];
  usernameClaim: string;
  groupsClaim: string | undefined;
  /** Not empty: the roles of each group, and the mapping of groups to roles of the same name is off. */
  groupToRole: GroupToRoleMapping;
  usernameFromUserInfo: boolean;
  groupsFromUserInfo: boolean;
  /** What clients such as Neo4j Browser are told in the discovery document. */
  params: ReadonlyMap<string, string>;
  authParams: ReadonlyMap<string, string>;
  tokenParams: ReadonlyMap<string, string>;
  config: ReadonlyMap<string, string>;
}

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

function readOidcProvider(id: string, settings: TypedSettings): OidcProvider {
  const name = (rest: string) => `${OIDC_PREFIX}.${id}.${rest}`;
  const text = (rest: string) => settings.string(name(rest));
  const mapping = name("authorization.group_to_role_mapping");
  return {
    id,
    displayName: text("display_name"),
    authFlow: text("auth_flow") === "IMPLICIT" ? "IMPLICIT" : "PKCE",
    wellKnownDiscoveryUri: text("well_known_discovery_uri"),
    issuer: text("issuer"),
    authEndpoint: text("auth_endpoint"),
    tokenEndpoint: text("token_endpoint"),
    jwksUri: text("jwks_uri"),
    userInfoUri: text("user_info_uri"),
    audience: settings.list(name("audience"), []),
    usernameClaim: text("claims.username") ?? "sub",
    groupsClaim: text("claims.groups"),
    groupToRole: parseGroupToRoleMapping(mapping, settings.string(mapping) ?? ""),
    usernameFromUserInfo: settings.bool(name("get_username_from_user_info"), false),
    groupsFromUserInfo: settings.bool(name("get_groups_from_user_info"), false),
    params: settings.map(name("params")),
    authParams: settings.map(name("auth_params")),
    tokenParams: settings.map(name("token_params")),
    config: settings.map(name("config")),
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
  const missing = [
    ...(provider.issuer === undefined ? ["issuer"] : []),
    ...(provider.jwksUri === undefined ? ["jwks_uri"] : []),
    ...(provider.authEndpoint === undefined ? ["auth_endpoint"] : []),
    ...(provider.authFlow === "PKCE" && provider.tokenEndpoint === undefined
      ? ["token_endpoint"]
      : []),
  ];
  if (missing.length > 0) {
    throw illegalConfiguration(
      `Provider 'oidc-${provider.id}' has no '${name("well_known_discovery_uri")}', so it needs ${missing.map((rest) => `'${name(rest)}'`).join(", ")} as well.`,
      name("well_known_discovery_uri"),
    );
  }
}
