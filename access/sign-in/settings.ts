import { formatRoleMapping, type RoleMapping } from "../role-mapping.ts";

/** Which token opens the database: Neo4j verifies either in the same way. */
export type TokenType = "access_token" | "id_token";

/** Addresses of an identity provider that does without OpenID Provider metadata. */
export interface Endpoints {
  /** Where people sign in. */
  authorization: string;
  /** Where Browser and Bloom get the tokens. */
  token: string;
  /** The keys that tokens are verified with. */
  jwks: string;
}

/** Parameters of OAuth requests, by name. */
export type Parameters = Readonly<Record<string, string>>;

/** Parameters beside those that every sign-in has. */
export interface FurtherParameters {
  /** Of the authorization request. */
  params: Parameters;
  /** Of the token request. */
  tokenParams: Parameters;
}

/**
 * What Neo4j is told of one way for people to sign in. `T` is how values are held that come from the
 * identity provider: a string, or a value that is not known yet.
 */
export interface SignInTrust<T = string> {
  /** Provider id without `oidc-`. */
  providerId: string;
  /** Label of the button in Browser and Bloom. */
  displayName: string;
  tokenType: TokenType;
  /** OpenID Provider metadata; undefined where the endpoints are given. */
  discoveryUri?: T | undefined;
  /** The endpoints, for a provider whose metadata Neo4j cannot read. Default: those of the metadata. */
  endpoints?: Endpoints | undefined;
  /** `iss` of the tokens, where it is not the one of the discovery document. */
  issuer?: T;
  /** `aud` of the tokens that are accepted. */
  audience: T;
  /** What Browser and Bloom send people to the identity provider with: `k=v;k=v`. */
  params: T;
  /** What they send to the token endpoint beside the code. Neo4j shows it to everybody who asks. */
  tokenParams?: string | undefined;
  /** The claim that Neo4j takes the user name from. */
  usernameClaim: string;
  /** The claim that Browser shows as the name. Default: Browser's own, `email` or else `sub`. */
  principal?: string | undefined;
  /** The claim that carries the groups; undefined: roles are granted in Neo4j. */
  groupsClaim: string | undefined;
  /** Groups to roles. */
  groups: RoleMapping;
}

/** What is asked for where nothing else is said: OpenID Connect's own scopes, which every provider has. */
export const OPENID_SCOPES = ["openid", "profile", "email"] as const;

/** Parameters of a sign-in, as Neo4j reads a map: `k=v;k=v`, without spaces around a key. */
function paramsText(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([key, value]) => `${key}=${value}`)
    .join(";");
}

/** The parameters that Neo4j demands, and further ones. */
export function signInParams(
  clientId: string,
  scopes: readonly string[],
  further: Parameters = {},
): string {
  return paramsText({
    client_id: clientId,
    response_type: "code",
    scope: scopes.join(" "),
    ...further,
  });
}

/** Parameters of the token request; undefined for none. */
export function tokenParamsText(parameters: Parameters): string | undefined {
  return Object.keys(parameters).length === 0 ? undefined : paramsText(parameters);
}

/** What Browser and Bloom are told of the tokens. */
export function browserParameters({
  tokenType,
  principal,
}: Pick<SignInTrust, "tokenType" | "principal">): Parameters {
  return {
    ...(principal === undefined ? {} : { principal }),
    code_challenge_method: "S256",
    token_type_principal: tokenType,
    token_type_authentication: tokenType,
  };
}

/**
 * The Neo4j settings of one sign-in. Every value is a string, as the chart demands.
 *
 * @throws {RoleMappingError} when the groups cannot be written as a mapping.
 */
export function signInSettings<T = string>(signIn: SignInTrust<T>): Record<string, string | T> {
  const { groupsClaim, endpoints } = signIn;
  const settings: Record<string, string | T | undefined> = {
    display_name: signIn.displayName,
    auth_flow: "pkce",
    well_known_discovery_uri: signIn.discoveryUri,
    auth_endpoint: endpoints?.authorization,
    token_endpoint: endpoints?.token,
    jwks_uri: endpoints?.jwks,
    issuer: signIn.issuer,
    audience: signIn.audience,
    params: signIn.params,
    token_params: signIn.tokenParams,
    config: paramsText(browserParameters(signIn)),
    "claims.username": signIn.usernameClaim,
    "claims.groups": groupsClaim,
    "authorization.group_to_role_mapping":
      groupsClaim === undefined ? undefined : formatRoleMapping(signIn.groups),
  };
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [`dbms.security.oidc.${signIn.providerId}.${key}`, value]),
  ) as Record<string, string | T>;
}
