import { Neo4jError, type Subject } from "../security/types.ts";

/** What the built-in roles may do with data. Roles that an organisation made up have no privileges here. */
type Privilege = "read" | "write" | "createNames";

const PRIVILEGES: ReadonlyMap<string, readonly Privilege[]> = new Map([
  ["reader", ["read"]],
  ["editor", ["read", "write"]],
  ["publisher", ["read", "write", "createNames"]],
  ["architect", ["read", "write", "createNames"]],
  ["admin", ["read", "write", "createNames"]],
]);

/** The kinds of name that need a privilege of their own when they are used for the first time. */
export type NameKind = "node label" | "property name" | "relationship type";

/** Judges what one subject may do in one database, and refuses in Neo4j's words. */
export class Privileges {
  readonly #subject: Subject;
  readonly #database: string;

  constructor(subject: Subject, database: string) {
    this.#subject = subject;
    this.#database = database;
  }

  /** Without it, no node is visible; that is no error. */
  get mayRead(): boolean {
    return this.#has("read");
  }

  /**
   * @param action what is written, as in `Create node with labels 'A'`
   * @throws Neo4jError Security.Forbidden
   */
  requireWrite(action: string): void {
    if (!this.#has("write")) throw this.#forbidden(action);
  }

  /** @throws Neo4jError Security.Forbidden */
  requireNewName(kind: NameKind): void {
    if (this.#has("createNames")) return;
    throw this.#forbidden(
      `Creating new ${kind}`,
      ` See GRANT CREATE NEW ${kind.toUpperCase()} ON DATABASE \`${this.#database}\`...`,
    );
  }

  #has(privilege: Privilege): boolean {
    return this.#subject.roles.some((role) => PRIVILEGES.get(role)?.includes(privilege));
  }

  #forbidden(action: string, advice = ""): Neo4jError {
    return new Neo4jError(
      "Neo.ClientError.Security.Forbidden",
      `${action} on database '${this.#database}' is not allowed for ${describe(this.#subject)}.${advice}`,
    );
  }
}

/** `user 'etl-loader' with roles [PUBLIC, reader]`. */
export function describe({ username, roles }: Subject): string {
  return `user '${username}' with roles [${["PUBLIC", ...roles].sort().join(", ")}]`;
}
