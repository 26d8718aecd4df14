import { z } from "zod";

/** How a client proves itself at the token endpoint: an RFC 7591 `token_endpoint_auth_method`. */
export const CREDENTIAL_KINDS = [
  "client_secret_basic",
  "client_secret_post",
  "private_key_jwt",
] as const;

const accountSchema = z.strictObject({
  /** The account's name in the stack's settings. */
  name: z.string(),
  /** OAuth client id: `cid` and `sub` of the token, and so the Neo4j user name. */
  clientId: z.string(),
  /** How the client authenticates at the token endpoint. */
  credential: z.enum(CREDENTIAL_KINDS),
  /** What the groups claim of this account's tokens must hold, sorted. */
  groups: z.array(z.string()),
  /** The Neo4j roles that those groups map to, sorted; PUBLIC is implied and not listed. */
  roles: z.array(z.string()),
  /** The person or team to ask about this account. */
  owner: z.string().optional(),
  /** True: the Okta app is INACTIVE and gets no token. */
  disabled: z.boolean(),
});

/**
 * The stack output `access`: everything a later tool needs to know to use or to prove the trust
 * relation between Okta and Neo4j. It holds no secret; those are in the output `credentials`.
 */
export const accessContractSchema = z.strictObject({
  version: z.literal(1),
  /** `iss` of every token, as Okta reports it. */
  issuer: z.string(),
  /** OpenID Provider metadata: `{issuer}/.well-known/openid-configuration`. */
  discoveryUri: z.string(),
  tokenEndpoint: z.string(),
  /** `aud` of every token. */
  audience: z.string(),
  /** The one scope that a client asks for. */
  scope: z.string(),
  /** The claim that carries the groups. */
  groupsClaim: z.string(),
  /** The claim that Neo4j takes the user name from. */
  usernameClaim: z.string(),
  tokenLifetimeMinutes: z.number().int(),
  /** The Neo4j roles of each mapped group, as in `group_to_role_mapping`. */
  groups: z.record(z.string(), z.array(z.string())),
  accounts: z.array(accountSchema),
  neo4j: z.strictObject({
    /** Provider id without `oidc-`, e.g. `okta-backend`. */
    providerId: z.string(),
    namespace: z.string(),
    /** Helm release name, and so the name of the StatefulSet and of its ClusterIP Service. */
    release: z.string(),
    /** Bolt address inside the cluster, e.g. `neo4j://neo4j.neo4j.svc.cluster.local:7687`. */
    boltUri: z.string(),
    /** HTTP address inside the cluster (discovery document and Query API). */
    httpUri: z.string(),
    /** True while `native` (the break-glass password) is among the providers. */
    nativeLogin: z.boolean(),
  }),
});

export type AccessContract = z.infer<typeof accessContractSchema>;
export type AccessAccount = AccessContract["accounts"][number];

/**
 * The secret stack output `credentials`, by account name. Accounts on private keys have none here:
 * their keys never enter the program.
 */
export interface AccountCredentials {
  [account: string]: { clientId: string; clientSecret: string };
}

/** The secret stack output `breakGlass`. */
export interface BreakGlassCredentials {
  username: string;
  password: string;
}
