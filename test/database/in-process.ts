import { createSecurity, parseConfiguration } from "@neo4j-okta/sandbox/neo4j";
import neo4j from "neo4j-driver";
import type { DeclaredDatabase } from "../../access/database/declared.ts";
import { type Contract, type Plan, type PlanOptions, planOf } from "../../database/plan.ts";
import { Administrator } from "../../neo4j-client/administrator.ts";
import type { Neo4j } from "../../neo4j-client/client.ts";
import { readDatabaseObjects } from "../../neo4j-client/database-objects.ts";

const PASSWORD = "correct-horse-battery";
const OURS = "oidc-okta-backend";

/** What a stack with one account that reads says. */
export const CONTRACT: Contract = {
  groups: { readers: ["reader"] },
  accounts: [
    {
      name: "etl-loader",
      clientId: "etl-loader",
      credential: "client_secret_basic",
      groups: ["readers"],
      roles: ["reader"],
      disabled: false,
    },
  ],
  neo4j: {
    providerId: "okta-backend",
    namespace: "neo4j",
    release: "neo4j",
    boltUri: "bolt://127.0.0.1:7687",
    httpUri: "http://127.0.0.1:7474",
    nativeLogin: true,
  },
};

/** Nothing, or some of it. */
export function declared(parts: Partial<DeclaredDatabase> = {}): DeclaredDatabase {
  const removed = { roles: [], users: [], authRules: [] };
  return { roles: [], users: [], authRules: [], removed, ...parts };
}

/** The stand-in without a socket, its administrator logged in. */
export class InProcess {
  readonly #security: ReturnType<typeof createSecurity>;
  readonly #version: string;
  #subject: Awaited<ReturnType<ReturnType<typeof createSecurity>["login"]>> | undefined;

  private constructor(security: ReturnType<typeof createSecurity>, version: string) {
    this.#security = security;
    this.#version = version;
  }

  static async start(version = "2026.06.0", changes: Record<string, string> = {}) {
    const settings = {
      "dbms.security.authentication_providers": `${OURS},native`,
      "dbms.security.authorization_providers": `${OURS},native`,
      "dbms.security.oidc.okta-backend.well_known_discovery_uri": "https://example.com/x",
      "dbms.security.oidc.okta-backend.audience": "api://default",
      ...(version.startsWith("5.") ? {} : { "dbms.security.abac.authorization_providers": OURS }),
      ...changes,
    };
    const security = createSecurity(
      parseConfiguration(new Map(Object.entries(settings)), { version }),
      {
        initialPassword: { password: PASSWORD, changeRequired: false },
        log: () => {},
      },
    );
    await security.start();
    return new InProcess(security, version);
  }

  /** Runs one statement as the administrator. */
  run = async (statement: string, parameters: Record<string, string> = {}) => {
    const admin = { scheme: "basic", principal: "neo4j", credentials: PASSWORD };
    this.#subject ??= await this.#security.login(admin);
    return this.#security.execute(this.#subject, statement, new Map(Object.entries(parameters)));
  };

  /** As the product reads it. */
  async objects() {
    const run: Neo4j["run"] = async (_auth, statement) => {
      if (statement.startsWith("CALL dbms.components")) return [{ versions: [this.#version] }];
      const { fields = [], rows = [] } = (await this.run(statement)) ?? {};
      return rows.map((row) => Object.fromEntries(fields.map((field, at) => [field, row[at]])));
    };
    const client: Neo4j = { run, currentUser: () => Promise.reject(new Error("not asked for")) };
    return readDatabaseObjects(client, new Administrator(client, neo4j.auth.basic("neo4j", "x")));
  }

  async plan(wanted: DeclaredDatabase, options: Partial<PlanOptions> = {}): Promise<Plan> {
    return planOf(await this.objects(), wanted, CONTRACT, {
      prune: false,
      as: "neo4j",
      ...options,
    });
  }

  /** Plans and applies; answers the statements. */
  async bring(wanted: DeclaredDatabase, options: Partial<PlanOptions> = {}): Promise<string[]> {
    const { steps } = await this.plan(wanted, options);
    for (const { cypher, passwordOf } of steps) {
      await this.run(cypher, passwordOf === undefined ? {} : { password: `pass of ${passwordOf}` });
    }
    return steps.map(({ cypher }) => cypher);
  }
}
