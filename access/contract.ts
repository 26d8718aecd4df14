import { z } from "zod";
import { declaredDatabaseSchema } from "./database/declared.ts";
import { contractSignInSchema } from "./sign-in/contract.ts";

const accountSchema = z.strictObject({
  /** The account's name in the stack's settings. */
  name: z.string(),
  /** OAuth client id: `cid` and `sub` of the token, and so the Neo4j user name. */
  clientId: z.string(),
  /** How the client authenticates: an RFC 7591 `token_endpoint_auth_method`. */
  credential: z.enum(["client_secret_basic", "client_secret_post", "private_key_jwt"]),
  /** What the groups claim of this account's tokens must hold, sorted. */
  groups: z.array(z.string()),
  /** The Neo4j roles that those groups map to, sorted; PUBLIC is implied and not listed. */
  roles: z.array(z.string()),
  /** The person or team to ask about this account. */
  owner: z.string().optional(),
  /** True: its client secret is rotated by `npm run rotate`, and the stack does not have it. Absent counts as false. */
  rotation: z.literal(true).optional(),
  /** True: the Okta app is INACTIVE and gets no token. */
  disabled: z.boolean(),
});

/**
 * The stack output `access`: everything a later tool needs to know to use or to prove the trust
 * relation between Okta and Neo4j. It holds no secret; those are in the output `credentials`.
 */
export const accessContractSchema = z.strictObject({
  /** Raised when a reader of this version would misread the rest. */
  version: z.literal(1),
  /** `iss` of every token, as Okta reports it. */
  issuer: z.string(),
  /** OpenID Provider metadata: `{issuer}/.well-known/openid-configuration`. */
  discoveryUri: z.string(),
  /**
   * True: the stack adopted the authorization server, and others may issue tokens like the stack's
   * there. Absent in contracts of older stacks, which counts as true.
   */
  sharedServer: z.boolean().optional(),
  /** Where clients get their tokens. */
  tokenEndpoint: z.string(),
  /** `aud` of every token. */
  audience: z.string(),
  /** The one scope that a client asks for. */
  scope: z.string(),
  /** The claim that carries the groups. */
  groupsClaim: z.string(),
  /** The claim that Neo4j takes the user name from. */
  usernameClaim: z.string(),
  /** Lifetime of access tokens, in minutes. */
  tokenLifetimeMinutes: z.number().int(),
  /** The Neo4j roles of each mapped group, as in `group_to_role_mapping`. */
  groups: z.record(z.string(), z.array(z.string())),
  /** Every service account, in the order of the settings. */
  accounts: z.array(accountSchema),
  /**
   * How people sign in, in the order in which Neo4j tries them. Absent in contracts of older stacks,
   * which counts as none.
   */
  signIns: z.array(contractSignInSchema).optional(),
  /** The server that accepts the tokens. */
  neo4j: z.strictObject({
    /** Provider id without `oidc-`, e.g. `okta-backend`. */
    providerId: z.string(),
    /** Its Kubernetes namespace. */
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
  /** Roles, local users and auth rules in the database; absent where the stack declares none. */
  database: declaredDatabaseSchema.optional(),
});

/** The stack output `access`. */
export type AccessContract = z.infer<typeof accessContractSchema>;
/** One account of the stack output `access`. */
export type AccessAccount = AccessContract["accounts"][number];

/** True where people sign in and no service does: Okta's policy and Neo4j's provider for services are not there. */
export function isOfPeopleAlone({
  accounts,
  signIns = [],
}: Pick<AccessContract, "accounts" | "signIns">): boolean {
  return accounts.length === 0 && signIns.length > 0;
}

/**
 * The secret stack output `credentials`, by account name. Accounts on private keys have none here:
 * their keys never enter the program.
 */
export interface AccountCredentials {
  [account: string]: { clientId: string; clientSecret: string };
}

/** The secret stack output `breakGlass`. */
export interface BreakGlassCredentials {
  /** Always `neo4j`. */
  username: string;
  /** Set when the database is first made. */
  password: string;
}
