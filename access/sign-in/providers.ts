import { issuerEndpoints } from "../oidc-settings.ts";
import type { RoleMapping } from "../role-mapping.ts";
import {
  type Endpoints,
  type FurtherParameters,
  OPENID_SCOPES,
  type SignInTrust,
  signInParams,
  type TokenType,
  tokenParamsText,
} from "./settings.ts";

/** What every sign-in has, whoever the identity provider is. */
export interface CommonSignIn {
  /** Provider id without `oidc-`. */
  id: string;
  displayName: string;
  tokenType: TokenType;
  usernameClaim: string;
  /** The claim that Browser shows as the name; undefined: its own choice. */
  principal: string | undefined;
  groups: RoleMapping;
  /** What is sent beside that which every sign-in sends. */
  further: FurtherParameters;
}

/** Microsoft Entra ID. */
export interface EntraSignIn extends CommonSignIn {
  provider: "entra";
  /** Directory (tenant) id. */
  tenant: string;
  /** Application (client) id. */
  clientId: string;
  /** Name of the scope under "Expose an API"; access tokens only. */
  apiScope: string | undefined;
  /** `requestedAccessTokenVersion` of the app; access tokens only. */
  accessTokenVersion: 1 | 2;
  /** Groups by their object ids, or the app's own roles. */
  groupsFrom: "groups" | "roles";
}

/** Google, whose tokens carry no groups. */
export interface GoogleSignIn extends CommonSignIn {
  provider: "google";
  clientId: string;
  /** No secret: Neo4j's discovery document shows it to everybody. Never printed all the same. */
  clientSecret: string;
}

/** A realm of Keycloak, or any other OpenID Provider. */
export interface OtherSignIn extends CommonSignIn {
  provider: "keycloak" | "oidc";
  /** `iss`: for Keycloak the address of the realm. */
  issuer: string;
  clientId: string;
  audience: string;
  scopes: readonly string[];
  groupsClaim: string | undefined;
  /** `oidc` alone: no secret, as Google's. */
  clientSecret: string | undefined;
  /** Undefined: the document of the issuer. */
  discoveryUri: string | undefined;
  /** Undefined: those of the discovery document. */
  endpoints: Endpoints | undefined;
}

/** A sign-in whose every value is known before anything is declared. */
export type ForeignSignIn = EntraSignIn | GoogleSignIn | OtherSignIn;

/** What Neo4j and Browser have to know of a sign-in. `T` is how values of the identity provider are held. */
export interface SignInFacts<T = string> {
  issuer: T;
  discoveryUri?: T | undefined;
  endpoints?: Endpoints | undefined;
  audience: T;
  clientId: T;
  scopes: readonly string[];
  groupsClaim: string | undefined;
}

/** Derives them; for Entra ID and Google from the form of their addresses, which is fixed. */
export function signInFacts(signIn: ForeignSignIn): SignInFacts {
  if (signIn.provider === "entra") return entraFacts(signIn);
  const { clientId } = signIn;
  if (signIn.provider === "google") {
    const common = { audience: clientId, clientId, scopes: OPENID_SCOPES, groupsClaim: undefined };
    return { ...documented("https://accounts.google.com"), ...common };
  }
  const { issuer, endpoints, audience, scopes, groupsClaim } = signIn;
  const discoveryUri = signIn.discoveryUri ?? documented(issuer).discoveryUri;
  return {
    issuer,
    discoveryUri: endpoints === undefined ? discoveryUri : undefined,
    endpoints,
    ...{ audience, clientId, scopes, groupsClaim },
  };
}

/** An issuer whose discovery document stands where OpenID Connect has it. */
function documented(issuer: string) {
  const { discoveryUri } = issuerEndpoints(issuer);
  return { issuer, discoveryUri, endpoints: undefined };
}

/**
 * A v1 access token has another issuer than the one of the discovery document, with a slash at its
 * end, and the app's URI as its audience; ID tokens and v2 access tokens have the app's id.
 */
function entraFacts(signIn: EntraSignIn): SignInFacts {
  const { tenant, clientId, apiScope, tokenType, groupsFrom: groupsClaim } = signIn;
  const { issuer, ...document } = documented(`https://login.microsoftonline.com/${tenant}/v2.0`);
  const common = { ...document, clientId, groupsClaim };
  if (tokenType === "id_token")
    return { ...common, issuer, audience: clientId, scopes: OPENID_SCOPES };
  const scopes = [...OPENID_SCOPES, `api://${clientId}/${apiScope}`];
  return signIn.accessTokenVersion === 1
    ? {
        ...common,
        issuer: `https://sts.windows.net/${tenant}/`,
        audience: `api://${clientId}`,
        scopes,
      }
    : { ...common, issuer, audience: clientId, scopes };
}

/** The trust of a sign-in whose every value is known. */
export function foreignTrust(signIn: ForeignSignIn): SignInTrust {
  const { scopes, clientId, ...facts } = signInFacts(signIn);
  const { id, displayName, tokenType, usernameClaim, principal, groups } = signIn;
  const { params, tokenParams } = signIn.further;
  const secret = "clientSecret" in signIn ? signIn.clientSecret : undefined;
  return {
    providerId: id,
    ...{ displayName, tokenType, usernameClaim, principal, groups },
    ...facts,
    params: signInParams(clientId, scopes, params),
    tokenParams: tokenParamsText({
      ...(secret === undefined ? {} : { client_secret: secret }),
      ...tokenParams,
    }),
  };
}
