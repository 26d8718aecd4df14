import { randomBytes } from "node:crypto";
import {
  createSecurity,
  Neo4jServer,
  parseConfiguration,
  type SecurityOptions,
} from "@neo4j-okta/sandbox/neo4j";
import {
  type AccessPolicy,
  type App,
  type AuthorizationServer,
  findApp,
  findServer,
  OktaEmulator,
  type OktaEmulatorOptions,
} from "@neo4j-okta/sandbox/okta";
import neo4j from "neo4j-driver";
import type { AccessContract } from "../../access/contract.ts";
import { oidcSettings } from "../../access/oidc-settings.ts";
import { contractTrust } from "../../access/sign-in/contract.ts";
import { contractOf, declare, type WorldAccount } from "./declared-org.ts";
import { declarePeople } from "./declared-people.ts";

export interface WorldOptions {
  accounts?: WorldAccount[];
  groups?: Record<string, string[]>;
  okta?: OktaEmulatorOptions;
  /** True: people sign in too, by the sign-in `okta`. */
  people?: boolean;
}

export const ACCOUNTS: WorldAccount[] = [
  { name: "neo4j-service-account", groups: ["neo4j_admin"] },
  { name: "etl-loader", groups: ["neo4j_publisher"], credential: "client_secret_post" },
  { name: "dashboard", groups: ["neo4j_reader"] },
];

const GROUPS = {
  neo4j_admin: ["admin"],
  neo4j_publisher: ["publisher"],
  neo4j_reader: ["reader"],
};

/**
 * An Okta org set up over its management API as the stack would, and a Neo4j on settings derived
 * from it, in this process.
 */
export class World {
  readonly okta: OktaEmulator;
  readonly contract: AccessContract;
  /** Client secret by account name. */
  readonly secrets: Record<string, string>;
  readonly password = `break-glass-${randomBytes(8).toString("hex")}`;
  /** The database's log. */
  readonly neo4jLog: string[] = [];
  #neo4j: Neo4jServer | undefined;

  private constructor(
    okta: OktaEmulator,
    contract: AccessContract,
    secrets: Record<string, string>,
  ) {
    this.okta = okta;
    this.contract = contract;
    this.secrets = secrets;
  }

  static async start(options: WorldOptions = {}): Promise<World> {
    const okta = new OktaEmulator(options.okta);
    await okta.start();
    try {
      const { accounts = ACCOUNTS, groups = GROUPS } = options;
      const secrets = await declare(okta, accounts);
      const world = new World(okta, contractOf(okta, accounts, groups), secrets);
      if (options.people) world.contract.signIns = [await declarePeople(okta)];
      await world.bootNeo4j();
      return world;
    } catch (error) {
      await okta.stop();
      throw error;
    }
  }

  /** The settings that the stack derives. */
  get settings(): Record<string, string> {
    const { issuer, discoveryUri, audience, groupsClaim, groups, neo4j } = this.contract;
    return oidcSettings({
      providerId: neo4j.providerId,
      nativeLogin: neo4j.nativeLogin,
      ...{ issuer, discoveryUri, audience, groupsClaim, groups },
      signIns: (this.contract.signIns ?? []).map(contractTrust),
    });
  }

  /**
   * (Re)starts the database with some settings changed, or left out (undefined). It listens on ports
   * that nobody had before, which the contract then names, unless a port is given.
   */
  async bootNeo4j(
    changes: Record<string, string | undefined> = {},
    {
      version,
      boltPort,
      ...options
    }: Pick<SecurityOptions, "fetch" | "now"> & { version?: string; boltPort?: number } = {},
  ): Promise<void> {
    await this.#neo4j?.stop();
    const settings = Object.entries({ ...this.settings, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    const configuration = parseConfiguration(
      new Map(settings),
      version === undefined ? {} : { version },
    );
    const security = createSecurity(configuration, {
      ...options,
      initialPassword: { password: this.password, changeRequired: false },
      log: (line) => this.neo4jLog.push(line),
    });
    await security.start();
    this.#neo4j = new Neo4jServer({
      configuration,
      security,
      ...(options.now ? { now: options.now } : {}),
      ...(boltPort === undefined ? {} : { boltPort }),
    });
    await this.#neo4j.start();
    this.contract.neo4j.boltUri = `bolt://127.0.0.1:${this.#neo4j.boltPort}`;
    if (this.#neo4j.httpPort !== 0) {
      this.contract.neo4j.httpUri = `http://127.0.0.1:${this.#neo4j.httpPort}`;
    }
  }

  /** Runs a statement as the break-glass user. */
  async administer(statement: string): Promise<void> {
    const { boltUri } = this.contract.neo4j;
    const driver = neo4j.driver(boltUri, neo4j.auth.basic("neo4j", this.password));
    try {
      await driver.executeQuery(statement, {}, { database: "system" });
    } finally {
      await driver.close();
    }
  }

  /** Restarts the database at its address, after it was gone for some milliseconds. */
  async restartNeo4j(gone: number): Promise<void> {
    const boltPort = Number(new URL(this.contract.neo4j.boltUri).port);
    await this.stopNeo4j();
    await new Promise((resolve) => setTimeout(resolve, gone));
    await this.bootNeo4j({}, { boltPort });
  }

  async stopNeo4j(): Promise<void> {
    await this.#neo4j?.stop();
  }

  async stop(): Promise<void> {
    await this.stopNeo4j();
    await this.okta.stop();
  }

  /** What `pulumi stack output --json --show-secrets` prints. */
  get outputs() {
    const credentials = Object.entries(this.secrets).map(([name, clientSecret]) => [
      name,
      { clientId: name, clientSecret },
    ]);
    return {
      access: this.contract,
      credentials: Object.fromEntries(credentials),
      breakGlass: { username: "neo4j", password: this.password },
    };
  }

  app(clientId: string): App {
    const app = findApp(this.okta.org, clientId);
    if (!app) throw new Error(`no app ${clientId}`);
    return app;
  }

  get server(): AuthorizationServer {
    const server = findServer(this.okta.org, "default");
    if (!server) throw new Error("no default server");
    return server;
  }

  /** The server with this issuer. */
  serverOf(issuer: string): AuthorizationServer {
    const server = findServer(this.okta.org, issuer.split("/").at(-1) ?? "");
    if (!server) throw new Error(`no server ${issuer}`);
    return server;
  }

  get policy(): AccessPolicy {
    const policy = this.server.policies.find(({ name }) => name === "neo4j");
    if (!policy) throw new Error("no policy");
    return policy;
  }

  /** Remembers the org as it is now; the returned function puts it back. */
  snapshot(): () => void {
    const { org } = this.okta;
    const { apps, groups, users, members, groupAssignments, trustedOrigins } = org;
    const saved = structuredClone({
      ...{ apps, groups, users, members, groupAssignments, trustedOrigins },
    });
    const servers = [...org.authorizationServers.values()].map(restorable);
    return () => {
      Object.assign(org, structuredClone(saved));
      for (const { server, restore } of servers) {
        restore();
        org.authorizationServers.set(server.id, server);
      }
      this.okta.faults.clear();
    };
  }
}

/** A server's keys cannot be cloned, the rest of it can. */
function restorable(server: AuthorizationServer) {
  const { keys, ...rest } = server;
  const saved = structuredClone(rest);
  const copy = (all: typeof keys) =>
    all.map((key) => ({ ...key, publicJwk: { ...key.publicJwk } }));
  const savedKeys = copy(keys);
  const restore = () => Object.assign(server, structuredClone(saved), { keys: copy(savedKeys) });
  return { server, restore };
}
