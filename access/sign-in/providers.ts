import { issuerEndpoints } from "../oidc-settings.ts";
import type { RoleMapping } from "../role-mapping.ts";
import { OPENID_SCOPES, type SignInTrust, signInParams, type TokenType } from "./settings.ts";

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
  /** Further parameters of both requests. */
  params: Readonly<Record<string, string>>;
}

/** A sign-in whose every value is known before anything is declared. */
export type ForeignSignIn = EntraSignIn | GoogleSignIn | OtherSignIn;

/** What Neo4j and Browser have to know of a sign-in, all of it known. */
export interface SignInFacts {
  issuer: string;
  discoveryUri: string;
  audience: string;
  clientId: string;
  scopes: readonly string[];
  groupsClaim: string | undefined;
}

/** Derives them; for Entra ID and Google from the form of their addresses, which is fixed. */
export function signInFacts(signIn: ForeignSignIn): SignInFacts {
  if (signIn.provider === "entra") return entraFacts(signIn);
  const { clientId } = signIn;
  if (signIn.provider === "google") {
    const issuer = "https://accounts.google.com";
    return {
      ...endpoints(issuer),
      audience: clientId,
      clientId,
      scopes: OPENID_SCOPES,
      groupsClaim: undefined,
    };
  }
  const { issuer, audience, scopes, groupsClaim } = signIn;
  return { ...endpoints(issuer), audience, clientId, scopes, groupsClaim };
}

function endpoints(issuer: string) {
  return { issuer, discoveryUri: issuerEndpoints(issuer).discoveryUri };
}

/**
 * A v1 access token has another issuer than the one of the discovery document, with a slash at its
 * end, and the app's URI as its audience; ID tokens and v2 access tokens have the app's id.
 */
function entraFacts(signIn: EntraSignIn): SignInFacts {
  const { tenant, clientId, apiScope, tokenType, groupsFrom: groupsClaim } = signIn;
  const { issuer, discoveryUri } = endpoints(`https://login.microsoftonline.com/${tenant}/v2.0`);
  const common = { discoveryUri, clientId, groupsClaim };
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
  const { issuer, discoveryUri, audience, clientId, scopes, groupsClaim } = signInFacts(signIn);
  const { id, displayName, tokenType, usernameClaim, principal, groups } = signIn;
  const further = "params" in signIn ? signIn.params : {};
  return {
    providerId: id,
    displayName,
    tokenType,
    discoveryUri,
    issuer,
    audience,
    params: signInParams(clientId, scopes, further),
    ...(signIn.provider === "google"
      ? { tokenParams: `client_secret=${signIn.clientSecret}` }
      : {}),
    usernameClaim,
    principal,
    groupsClaim,
    groups,
  };
}
