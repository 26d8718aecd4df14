import type { CryptoKey } from "jose";

/** What the emulated org holds: Okta's objects under their own field names, without links. */

/** Whether an object is in effect. */
export type Status = "ACTIVE" | "INACTIVE";

/** How a client proves itself (OpenID Connect Core section 9). */
export type TokenEndpointAuthMethod =
  | "client_secret_basic"
  | "client_secret_post"
  | "client_secret_jwt"
  | "private_key_jwt"
  | "none";

/** A public key of a client, as registered with its app. Only ACTIVE keys verify assertions. */
export interface AppKey {
  id: string;
  status: Status;
  created: string;
  lastUpdated: string;
  kid?: string;
  kty: string;
  use?: string;
  alg?: string;
  e?: string;
  n?: string;
  x?: string;
  y?: string;
  crv?: string;
}

/** A scope of the org authorization server (`okta.apps.read`, ...) granted to an app. */
export interface ScopeGrant {
  id: string;
  scopeId: string;
  created: string;
}

/** One secret of a client; a client may have two, so that they can be rotated. */
export interface ClientSecret {
  id: string;
  value: string;
  status: Status;
  created: string;
  lastUpdated: string;
}

/** An OIDC application (`oidc_client`). `body` is the stored document, echoed on read. */
export interface App {
  id: string;
  label: string;
  status: Status;
  created: string;
  lastUpdated: string;
  clientId: string;
  tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  applicationType: string;
  grantTypes: string[];
  dpopBound: boolean;
  secrets: ClientSecret[];
  jwks: AppKey[];
  jwksUri: string | null;
  profile: Record<string, unknown> | null;
  grants: ScopeGrant[];
  /** What the private endpoint for the app's ID token was last told. */
  idTokenSettings?: Record<string, unknown>;
  body: Record<string, unknown>;
}

/** A scope of a custom authorization server. */
export interface Scope {
  id: string;
  name: string;
  displayName: string;
  description: string;
  system: boolean;
  metadataPublish: "ALL_CLIENTS" | "NO_CLIENTS";
  consent: "IMPLICIT" | "REQUIRED" | "FLEXIBLE" | "ADMIN";
  optional: boolean;
  default: boolean;
}

/** A claim of a custom authorization server: `RESOURCE` in access tokens, `IDENTITY` in ID tokens. */
export interface Claim {
  id: string;
  name: string;
  status: Status;
  claimType: "RESOURCE" | "IDENTITY";
  valueType: "EXPRESSION" | "GROUPS" | "SYSTEM";
  /** Null for what Okta takes from the user itself. */
  value: string | null;
  groupFilterType?: string;
  /** Empty: any scope. */
  scopes: string[];
  system: boolean;
  alwaysIncludeInToken: boolean;
}

/** What a policy allows: grant types, people and scopes, and for how long. */
export interface PolicyRule {
  id: string;
  name: string;
  status: Status;
  priority: number;
  system: boolean;
  created: string;
  lastUpdated: string;
  conditions: {
    people: {
      users: { include?: string[]; exclude?: string[] };
      groups: { include?: string[]; exclude?: string[] };
    };
    grantTypes: { include: string[] };
    scopes: { include: string[] };
  };
  actions: {
    token: {
      accessTokenLifetimeMinutes: number;
      refreshTokenLifetimeMinutes: number;
      refreshTokenWindowMinutes: number;
      inlineHook?: { id: string };
    };
  };
}

/** Which clients may have tokens of a server, by its rules. */
export interface AccessPolicy {
  id: string;
  name: string;
  description: string;
  status: Status;
  priority: number;
  system: boolean;
  created: string;
  lastUpdated: string;
  /** Client ids, or `ALL_CLIENTS`. */
  clients: string[];
  /** In ascending priority. */
  rules: PolicyRule[];
}

/** A signing key of an authorization server. */
export interface SigningKey {
  kid: string;
  status: "ACTIVE" | "NEXT" | "EXPIRED";
  /** Milliseconds since the epoch after which an EXPIRED key leaves the JWKS. */
  retiredAfter?: number;
  /** Milliseconds since the epoch at which the last token signed with it expires. */
  lastTokenExpiry?: number;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  publicJwk: Record<string, unknown>;
}

/** A custom authorization server. */
export interface AuthorizationServer {
  id: string;
  /** `default` for the org's own custom server, which answers to both its id and `default`. */
  alias?: string;
  name: string;
  description: string | null;
  audiences: string[];
  issuerMode: "ORG_URL" | "CUSTOM_URL" | "DYNAMIC";
  status: Status;
  default: boolean;
  created: string;
  lastUpdated: string;
  rotationMode: "AUTO" | "MANUAL";
  lastRotated: string;
  nextRotation?: string;
  /** In ascending age; exactly one ACTIVE. */
  keys: SigningKey[];
  scopes: Scope[];
  claims: Claim[];
  /** In ascending priority. */
  policies: AccessPolicy[];
}
