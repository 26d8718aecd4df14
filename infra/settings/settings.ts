import type { ServiceAccountCredential } from "../../components/okta/service-account.ts";
import type { ParsedSettings } from "./schema.ts";

export type AuthorizationServerSettings =
  | { kind: "adopted"; id: string; audience: string }
  | { kind: "created"; name: string; audience: string };

/** One service account, with everything filled in. */
export interface AccountSettings {
  name: string;
  clientId: string;
  owner: string | undefined;
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
  credential: ServiceAccountCredential;
  deliverTo: { namespace: string; secret: string } | undefined;
}

/** The settings of a stack, checked and complete: what the program declares, as plain data. */
export interface Settings {
  authorizationServer: AuthorizationServerSettings;
  tokenLifetimeMinutes: number;
  scope: string;
  claim: { name: string; expression: string; attribute: string };
  /** Sorted by group, roles sorted. */
  groups: Record<string, string[]>;
  accounts: AccountSettings[];
  neo4j: ParsedSettings["neo4j"];
  production: boolean;
  /** True: the authorization and Neo4j are protected from deletion. */
  protect: boolean;
}
