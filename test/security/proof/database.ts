import { createSecurity, Neo4jServer, parseConfiguration } from "@neo4j-okta/sandbox/neo4j";

/** Who logs in, as the database sees it: as an administrator for the roles that no chart makes. */
const ADMINISTRATOR = {
  username: "neo4j",
  roles: ["admin"],
  provider: "none",
  passwordChangeRequired: false,
};

/** Roles of the database, besides PUBLIC. */
export const ROLES = ["admin", "architect", "auditor", "editor", "publisher", "reader"];

/** The Neo4j stand-in on the settings of a Helm release, with one role of its own. */
export class ProofDatabase {
  readonly #server: Neo4jServer;

  private constructor(server: Neo4jServer) {
    this.#server = server;
  }

  static async start(config: Readonly<Record<string, string>>): Promise<ProofDatabase> {
    const configuration = parseConfiguration(new Map(Object.entries(config)));
    const security = createSecurity(configuration, {
      initialPassword: { password: "break-glass-password", changeRequired: false },
      log: () => {},
    });
    await security.start();
    await security.execute(ADMINISTRATOR, "CREATE ROLE auditor", new Map());
    const server = new Neo4jServer({ configuration, security });
    await server.start();
    return new ProofDatabase(server);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** The roles that a token gets, besides PUBLIC; undefined: no login. */
  async roles(token: string): Promise<string[] | undefined> {
    const response = await fetch(`http://127.0.0.1:${this.#server.httpPort}/db/system/query/v2`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ statement: "SHOW CURRENT USER" }),
    });
    const answer = (await response.json()) as {
      data: { fields: string[]; values: string[][][] };
    };
    if (response.status === 401) return undefined;
    const { fields, values } = answer.data;
    const roles = values[0]?.[fields.indexOf("roles")] ?? [];
    return roles.filter((role) => role !== "PUBLIC");
  }
}
