import { formatRoleMapping, type RoleMapping } from "./role-mapping.ts";
import { type SignInTrust, signInSettings } from "./sign-in/settings.ts";

/** The claim that Neo4j takes the user name from: `sub`, which is the client id in this flow. */
export const USERNAME_CLAIM = "sub";

/**
 * What Okta issues, and what Neo4j is therefore told to accept. `T` is how the three values that
 * come from Okta are held: a string, or a value that is not known yet.
 */
export interface OidcTrust<T = string> {
  /** Provider id without `oidc-`, e.g. `okta-backend`. */
  providerId: string;
  /** `iss` of the tokens, as Okta reports it. */
  issuer: T;
  /** OpenID Provider metadata, from which Neo4j learns the JWKS. */
  discoveryUri: T;
  /** `aud` of the tokens. */
  audience: T;
  /** The claim that carries the groups. */
  groupsClaim: string;
  /** Groups to roles. */
  groups: RoleMapping;
  /** True: `native` stays among the providers, last, for the break-glass login. */
  nativeLogin: boolean;
  /** How people sign in, tried after ours. */
  signIns?: readonly SignInTrust<T>[];
  /** Further entries of the provider lists, tried after the sign-ins and before `native`. */
  otherProviders?: readonly string[];
}

/** Where a client gets tokens and keys of an issuer. */
interface IssuerEndpoints {
  /** OpenID Connect Discovery 1.0, section 4: the issuer followed by the well-known path. */
  discoveryUri: string;
  /** Okta's token endpoint of an authorization server. */
  tokenEndpoint: string;
}

/** The endpoints of an Okta authorization server, relative to the issuer that Okta reports. */
export function issuerEndpoints(issuer: string): IssuerEndpoints {
  const base = issuer.endsWith("/") ? issuer.slice(0, -1) : issuer;
  return {
    discoveryUri: `${base}/.well-known/openid-configuration`,
    tokenEndpoint: `${base}/v1/token`,
  };
}

/** What a server is told that no service logs in to. */
export type PeopleTrust<T = string> = Pick<
  OidcTrust<T>,
  "nativeLogin" | "signIns" | "otherProviders"
> & { providerId?: undefined };

/** What the provider lists are made of; without a `providerId` no service logs in. */
export type Providers = Pick<OidcTrust, "nativeLogin" | "otherProviders"> & {
  providerId?: string | undefined;
  signIns?: readonly Pick<SignInTrust<unknown>, "providerId" | "groupsClaim">[];
};

/** Every provider that may log somebody in, in the order in which Neo4j tries them. */
export function providerList(trust: Providers): string {
  return list(trust, trust.nativeLogin);
}

/** The same, with `native` also where only the database knows the roles of those who sign in. */
function authorizationList(trust: Providers): string {
  const { signIns = [], nativeLogin } = trust;
  return list(trust, nativeLogin || signIns.some(({ groupsClaim }) => groupsClaim === undefined));
}

function list({ providerId, signIns = [], otherProviders = [] }: Providers, native: boolean) {
  const people = signIns.map((signIn) => signIn.providerId);
  const own = providerId === undefined ? people : [providerId, ...people];
  return [...own.map((id) => `oidc-${id}`), ...otherProviders, ...(native ? ["native"] : [])].join(
    ",",
  );
}

/**
 * The Neo4j settings that make the server accept exactly the tokens that Okta issues for this
 * stack. Every value is a string, as the chart demands. No setting here is a secret.
 *
 * @throws {RoleMappingError} when the groups cannot be written as a mapping.
 */
export function oidcSettings<T = string>(
  trust: OidcTrust<T> | PeopleTrust<T>,
): Record<string, string | T> {
  return {
    ...Object.assign({}, ...(trust.signIns ?? []).map((signIn) => signInSettings(signIn))),
    "dbms.security.authentication_providers": providerList(trust),
    "dbms.security.authorization_providers": authorizationList(trust),
    ...(trust.providerId === undefined ? {} : servicesSettings(trust)),
    "server.config.strict_validation.enabled": "true",
  };
}

function servicesSettings<T>(trust: OidcTrust<T>): Record<string, string | T> {
  const provider = `dbms.security.oidc.${trust.providerId}`;
  return {
    [`${provider}.audience`]: trust.audience,
    [`${provider}.authorization.group_to_role_mapping`]: formatRoleMapping(trust.groups),
    [`${provider}.claims.groups`]: trust.groupsClaim,
    [`${provider}.claims.username`]: USERNAME_CLAIM,
    [`${provider}.display_name`]: "Okta service accounts",
    [`${provider}.issuer`]: trust.issuer,
    [`${provider}.well_known_discovery_uri`]: trust.discoveryUri,
  };
}
