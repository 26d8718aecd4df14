import type { DeclaredDatabase } from "../../access/database/declared.ts";
import type { CommonSignIn, ForeignSignIn } from "../../access/sign-in/providers.ts";
import type { ServiceAccountCredential } from "../../components/okta/service-account.ts";
import type { GroupsFilter } from "../../components/okta/sign-in-args.ts";
import type { Problem } from "./problem.ts";
import type { ParsedSettings } from "./schema.ts";

/** Which authorization server issues the tokens: one that exists, or one that the stack creates. */
export type AuthorizationServerSettings =
  | { kind: "adopted"; id: string; audience: string }
  | { kind: "created"; name: string; audience: string };

/** One service account, with everything filled in. */
export interface AccountSettings {
  /** Label of the Okta app. */
  name: string;
  /** OAuth client id, and so the Neo4j user name. */
  clientId: string;
  /** The person or team to ask. */
  owner: string | undefined;
  /** What the account is for. */
  purpose: string | undefined;
  /** Last day, `YYYY-MM-DD`. */
  expires: string | undefined;
  /** True when its last day is over. */
  expired: boolean;
  /** True when disabled by the settings, or expired. */
  disabled: boolean;
  /** Sorted. */
  groups: string[];
  /** The roles that the groups grant, sorted. */
  roles: string[];
  /** How it proves itself at the token endpoint. */
  credential: ServiceAccountCredential;
  /** The Kubernetes Secret that its credentials go into; undefined for none. */
  deliverTo: { namespace: string; secret: string } | undefined;
}

/** A sign-in at Okta, both halves of which the stack declares. */
export interface OktaSignInSettings extends CommonSignIn {
  provider: "okta";
  /** Whose tokens; undefined for the services' own, with ID tokens. */
  authorizationServer: AuthorizationServerSettings | undefined;
  /** True: the groups are created at Okta. */
  createGroups: boolean;
  /** True: the origins of `browsers` become Trusted Origins. */
  createOrigins: boolean;
  groupsClaim: string;
  /** Which groups the claim may hold; undefined for exactly those that are mapped. */
  groupsFilter: GroupsFilter | undefined;
  /** The value of the claim of the user name; undefined for one that is there already. */
  usernameExpression: string | undefined;
}

/** A way for people to sign in, with everything filled in. */
export type SignInSettings = (OktaSignInSettings | ForeignSignIn) & {
  /** Where Browser and Bloom open. */
  browsers: string[];
};

/** The settings of a stack, checked and complete: what the program declares, as plain data. */
export interface Settings {
  /** Adopted or created. */
  authorizationServer: AuthorizationServerSettings;
  /** Lifetime of access tokens, in minutes. */
  tokenLifetimeMinutes: number;
  /** The one scope that accounts ask for. */
  scope: string;
  /** The claim that carries the groups; `attribute` is the profile attribute that it reads. */
  claim: { name: string; expression: string; attribute: string };
  /** Sorted by group, roles sorted. */
  groups: Record<string, string[]>;
  /** In the order of the stack's file. */
  accounts: AccountSettings[];
  /** In the order of the stack's file, which is the order in which Neo4j tries them. */
  signIns: SignInSettings[];
  /** The arguments of the Neo4j server. */
  neo4j: ParsedSettings["neo4j"] & { requireLocalUser: boolean };
  /** Roles, local users and auth rules in the database; undefined for none. */
  database: DeclaredDatabase | undefined;
  /** The image of the Job that applies it during `up`; undefined for none. */
  databaseImage: string | undefined;
  /** True: production rules hold. */
  production: boolean;
  /** True: the authorization and Neo4j are protected from deletion. */
  protect: boolean;
  /** What the settings give beyond what they say in so many words; none in production. */
  warnings: readonly Problem[];
}
