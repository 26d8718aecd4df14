/** What the clauses of CREATE USER and ALTER USER ask for; undefined leaves things as they are. */
export interface UserChanges {
  password?: string;
  passwordChangeRequired?: boolean;
  suspended?: boolean;
  homeDatabase?: string;
  removeHomeDatabase?: boolean;
  /** Id at each external provider that is set. */
  externalIds: Map<string, string>;
  /** Providers to take away; `all` includes `native`. */
  removeAuth: string[] | "all";
}

/** One security statement, its parameters already put in. */
export type Statement =
  | { kind: "show current user"; columns: string[] | undefined }
  | { kind: "show users"; withAuth: boolean; columns: string[] | undefined }
  | { kind: "show settings"; names: string[]; columns: string[] | undefined }
  | { kind: "show roles"; populated: boolean; withUsers: boolean; columns: string[] | undefined }
  | {
      kind: "create user";
      name: string;
      ifNotExists: boolean;
      orReplace: boolean;
      changes: UserChanges;
    }
  | { kind: "alter user"; name: string; ifExists: boolean; changes: UserChanges }
  | { kind: "alter current user"; from: string; to: string }
  | { kind: "drop user"; name: string; ifExists: boolean }
  | { kind: "rename user"; name: string; to: string; ifExists: boolean }
  | {
      kind: "create role";
      name: string;
      copyOf: string | undefined;
      ifNotExists: boolean;
      orReplace: boolean;
    }
  | { kind: "drop role"; name: string; ifExists: boolean }
  | { kind: "rename role"; name: string; to: string; ifExists: boolean }
  | { kind: "grant role"; roles: string[]; users: string[] }
  | { kind: "revoke role"; roles: string[]; users: string[] }
  | { kind: "clear auth cache" };

/** A security statement that was read. */
export interface ParsedStatement {
  statement: Statement;
  /** Its text without passwords. */
  loggable: string;
}
