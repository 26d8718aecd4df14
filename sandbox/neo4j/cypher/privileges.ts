import { Neo4jError, type Subject } from "../security/types.ts";

/** What the built-in roles may do with data. Roles that an organisation made up have no privileges here. */
type Privilege = "read" | "write" | "createTokens";

const PRIVILEGES: ReadonlyMap<string, readonly Privilege[]> = new Map([
  ["reader", ["read"]],
  ["editor", ["read", "write"]],
  ["publisher", ["read", "write", "createTokens"]],
  ["architect", ["read", "write", "createTokens"]],
  ["admin", ["read", "write", "createTokens"]],
]);

/** The kinds of name that need a privilege of their own when they are used for the first time. */
export type TokenKind = "label" | "property";

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

  /** @throws Neo4jError Security.Forbidden */
  requireCreate(labels: readonly string[]): void {
    if (!this.#has("write")) throw this.#denied("Create", labels);
  }

  /** @throws Neo4jError Security.Forbidden */
  requireDelete(labels: readonly string[]): void {
    if (!this.#has("write")) throw this.#denied("Delete", labels);
  }

  /** @throws Neo4jError Security.Forbidden */
  requireNewToken(kind: TokenKind): void {
    if (this.#has("createTokens")) return;
    const [what, grant] =
      kind === "label" ? ["node label", "NODE LABEL"] : ["property name", "PROPERTY NAME"];
    throw forbidden(
      `Creating new ${what} on database '${this.#database}' is not allowed for ${describe(this.#subject)}. ` +
        `See GRANT CREATE NEW ${grant} ON DATABASE \`${this.#database}\`...`,
    );
  }

  #has(privilege: Privilege): boolean {
    return this.#subject.roles.some((role) => PRIVILEGES.get(role)?.includes(privilege));
  }

  #denied(verb: "Create" | "Delete", labels: readonly string[]): Neo4jError {
    return forbidden(
      `${verb} node with labels '${labels.join(",")}' on database '${this.#database}' is not allowed for ${describe(this.#subject)}.`,
    );
  }
}

/** `user 'etl-loader' with roles [PUBLIC, reader]`. */
export function describe({ username, roles }: Subject): string {
  return `user '${username}' with roles [${["PUBLIC", ...roles].sort().join(", ")}]`;
}

function forbidden(message: string): Neo4jError {
  return new Neo4jError("Neo.ClientError.Security.Forbidden", message);
}
