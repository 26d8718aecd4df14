import type { CryptoKey } from "jose";
import type { z } from "zod";
import type { AppInput } from "./schemas/app.ts";
import type {
  claimSchema,
  issuerModeSchema,
  policySchema,
  ruleSchema,
  scopeSchema,
  serverSchema,
} from "./schemas/authorization-server.ts";
import type { TOKEN_ENDPOINT_AUTH_METHODS } from "./schemas/oauth-client.ts";
import type { statusSchema } from "./schemas/resource.ts";

/** What the emulated org holds: Okta's objects under their own field names, without links. */

/** Whether an object is in effect. */
export type Status = z.output<typeof statusSchema>;

/** What every object has that the org itself stores; the times in RFC 3339. */
export interface Stored {
  id: string;
  created: string;
  lastUpdated: string;
}

/** How a client proves itself. */
export type TokenEndpointAuthMethod = (typeof TOKEN_ENDPOINT_AUTH_METHODS)[number];

/** A public key of a client, as registered with its app. Only ACTIVE keys verify assertions. */
export interface AppKey extends Stored {
  status: Status;
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
export interface ClientSecret extends Stored {
  value: string;
  status: Status;
}

/** An OIDC application (`oidc_client`). */
export interface App extends Stored {
  label: string;
  status: Status;
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
  /** Where its client may call from; anywhere when left out. */
  network?: AppInput["settings"]["oauthClient"]["network"];
  /** What the request said, with defaults and without id and secret, to be shown on read. */
  body: Pick<AppInput, "accessibility" | "visibility" | "credentials" | "settings">;
}

/** A scope of a custom authorization server. */
export interface Scope extends z.output<typeof scopeSchema> {
  id: string;
  system: boolean;
}

/**
 * A claim of a custom authorization server. Its value is null for what Okta takes from the user
 * itself; without `scopes` it goes with any scope.
 */
export interface Claim extends z.output<typeof claimSchema> {
  id: string;
  system: boolean;
}

/** What policies and rules have in common. */
interface Ranked extends Stored {
  status: Status;
  priority: number;
  system: boolean;
}

/** What a policy allows: grant types, people and scopes, and for how long. */
export interface PolicyRule
  extends Ranked,
    Pick<z.output<typeof ruleSchema>, "name" | "conditions" | "actions"> {}

/** Which clients may have tokens of a server, by its rules. */
export interface AccessPolicy
  extends Ranked,
    Pick<z.output<typeof policySchema>, "name" | "description"> {
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
export interface AuthorizationServer
  extends Stored,
    Pick<z.output<typeof serverSchema>, "name" | "description" | "audiences"> {
  /** `default` for the org's own custom server, which answers to both its id and `default`. */
  alias?: string;
  issuerMode: z.output<typeof issuerModeSchema>;
  status: Status;
  default: boolean;
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
