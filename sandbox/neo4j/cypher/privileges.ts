import { Neo4jError, type Subject } from "../security/types.ts";
import { DEFAULT_DATABASE } from "./server-tables.ts";

/** What a subject may do with the data of a database. */
type Right = "read" | "follow" | "write" | NameKind;

/** Privileges that give a right in all of a graph or database. Those on a part of it give none here. */
const GIVEN_BY: Readonly<Record<Right, readonly string[][]>> = {
  read: [
    ["MATCH {*} ON % NODE *"],
    ["TRAVERSE ON % NODE *", "READ {*} ON % NODE *"],
    ["ALL GRAPH PRIVILEGES ON %"],
  ],
  follow: [
    ["MATCH {*} ON % RELATIONSHIP *"],
    ["TRAVERSE ON % RELATIONSHIP *"],
    ["ALL GRAPH PRIVILEGES ON %"],
  ],
  write: [["WRITE ON %"], ["ALL GRAPH PRIVILEGES ON %"]],
  "node label": names("NODE LABEL"),
  "relationship type": names("RELATIONSHIP TYPE"),
  "property name": names("PROPERTY NAME"),
};

/** Denials that take a right, also where they are about a part of the graph. */
const TAKEN_BY: Readonly<Record<Right, RegExp>> = {
  read: /^(MATCH|READ|TRAVERSE|ALL GRAPH) .*(?<!RELATIONSHIP [^ ]+)$/,
  follow: /^(MATCH|READ|TRAVERSE|ALL GRAPH) .*(?<!NODE [^ ]+)$/,
  write: /^(WRITE|CREATE|DELETE|MERGE|SET|REMOVE|ALL GRAPH) /,
  "node label": /^(NAME|ALL DATABASE|CREATE NEW NODE) /,
  "relationship type": /^(NAME|ALL DATABASE|CREATE NEW RELATIONSHIP) /,
  "property name": /^(NAME|ALL DATABASE|CREATE NEW PROPERTY) /,
};

function names(kind: string): string[][] {
  const all = ["NAME MANAGEMENT", "ALL DATABASE PRIVILEGES", `CREATE NEW ${kind}`];
  return all.map((privilege) => [`${privilege} ON %`]);
}

/** The kinds of name that need a privilege of their own when they are used for the first time. */
export type NameKind = "node label" | "property name" | "relationship type";

/** Judges what one subject may do in one database, and refuses in Neo4j's words. */
export class Privileges {
  readonly #subject: Subject;
  readonly #database: string;
  readonly #commands: readonly string[];
  readonly #scopes: readonly string[];

  /** @param commands `GRANT` and `DENY` of the subject's roles, as they are stored */
  constructor(subject: Subject, database: string, commands: readonly string[]) {
    this.#subject = subject;
    this.#database = database;
    this.#commands = commands;
    const isHome = (subject.homeDatabase?.toLowerCase() ?? DEFAULT_DATABASE) === database;
    this.#scopes = ["GRAPH", "DATABASE"].flatMap((what) => [
      `${what} *`,
      `${what} \`${database}\``,
      ...(isHome ? [`HOME ${what}`] : []),
    ]);
  }

  /** Without it, no node is visible; that is no error. */
  get mayRead(): boolean {
    return this.#has("read");
  }

  /** Without it, no relationship is. */
  get mayFollow(): boolean {
    return this.mayRead && this.#has("follow");
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
    if (this.#has(kind)) return;
    throw this.#forbidden(
      `Creating new ${kind}`,
      ` See GRANT CREATE NEW ${kind.toUpperCase()} ON DATABASE \`${this.#database}\`...`,
    );
  }

  #has(right: Right): boolean {
    const here = (privilege: string) =>
      this.#scopes.map((scope) => `GRANT ${privilege.replace("%", scope)}`);
    const given = GIVEN_BY[right].some((all) =>
      all.every((one) => here(one).some((command) => this.#commands.includes(command))),
    );
    const taken = this.#commands.some(
      (command) =>
        command.startsWith("DENY ") &&
        TAKEN_BY[right].test(command.slice("DENY ".length)) &&
        this.#scopes.some((scope) => command.includes(` ON ${scope}`)),
    );
    return given && !taken;
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
