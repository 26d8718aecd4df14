import type * as pulumi from "@pulumi/pulumi";
import type { RoleMapping } from "../../access/role-mapping.ts";
import type { FurtherParameters, TokenType } from "../../access/sign-in/settings.ts";
import type { AuthorizationServer } from "./authorization-server.ts";

/** Which groups a claim may hold: by the beginning of their names, or by a regular expression. */
export type GroupsFilter = { startsWith?: string | undefined; regex?: string | undefined };

/** Arguments of a sign-in: `SignIn` in `sign-in.ts`. */
export interface SignInArgs {
  /**
   * Provider id in Neo4j, without `oidc-`. A change is in place, and changes the redirect URIs.
   * Example: `"okta"`.
   */
  providerId: string;
  /** Label of the button, and of the app at Okta. A change is in place; Neo4j restarts. */
  displayName: string;
  /** The authorization server. A change replaces claims, policy and rule. */
  server: AuthorizationServer;
  /** Which token opens the database. A change restarts Neo4j. Default: `access_token`. */
  tokenType?: TokenType;
  /** Addresses of Browser and Bloom. A change is in place. Example: `["https://neo4j.example.com/browser/"]`. */
  browsers: readonly string[];
  /** Okta's groups to roles: who may use the app, and what they get. A change restarts Neo4j. */
  groups: RoleMapping;
  /** Ids of the groups, by name: of {@link createGroup} or {@link findGroup}. */
  groupIds: ReadonlyMap<string, pulumi.Input<string>>;
  /** Name of the claim that carries the groups. Default: `groups`. */
  groupsClaim?: string;
  /** Which groups the claim may hold. Default: exactly the mapped ones. */
  groupsFilter?: GroupsFilter | undefined;
  /** The claim that Neo4j takes the user name from. Default: `sub`. */
  usernameClaim?: string;
  /** Makes that claim, with this value in Okta Expression Language. Default: it is there already. */
  usernameExpression?: string | undefined;
  /** The claim that Browser shows as the name. Default: Browser's choice. */
  principal?: string | undefined;
  /** Parameters beside those that every sign-in sends. A change restarts Neo4j. Default: none. */
  further?: Partial<FurtherParameters>;
  /**
   * Lifetime of access tokens in minutes, 5 to 1440; Okta's ID tokens live for an hour. A change is in place and holds
   * for the next tokens. Default: 60.
   */
  tokenLifetimeMinutes?: number;
  /** Priority of the policy on its server. Default: 1. */
  priority?: number;
}
