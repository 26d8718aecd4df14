import type { Duplex } from "node:stream";
import { afterEach, beforeEach, expect } from "vitest";
import { DEFAULT_LIMITS, type Limits } from "../../../neo4j/bolt/limits.ts";
import { BoltServer } from "../../../neo4j/bolt/server.ts";
import { boltVersions } from "../../../neo4j/bolt/version.ts";
import { FakeSecurity, newDatabase } from "../server-fakes.ts";
import { HELLO, logon, RawClient } from "./raw-client.ts";

export const SUCCESS = ["SUCCESS", expect.anything()];

/** A Bolt server for each test, and clients that end with it. */
export class BoltWorld {
  security = new FakeSecurity();
  server!: BoltServer;
  readonly errors: unknown[] = [];
  readonly #clients: RawClient[] = [];

  constructor() {
    beforeEach(() => this.restart());
    afterEach(async () => {
      for (const client of this.#clients.splice(0)) client.socket.destroy();
      await this.server.stop();
      expect(this.errors.splice(0)).toEqual([]);
    });
  }

  restart = async (limits: Partial<Limits> = {}): Promise<void> => {
    await this.server?.stop();
    this.security = new FakeSecurity().allow("jwt", { username: "etl", roles: ["admin"] });
    this.server = this.newServer(0, limits);
    await this.server.start();
  };

  newServer = (port: number, limits: Partial<Limits> = {}): BoltServer => {
    const { security } = this;
    return new BoltServer({
      security,
      database: newDatabase(security),
      host: "127.0.0.1",
      port,
      advertisedAddress: () => "127.0.0.1:7687",
      versions: boltVersions("5.26.0"),
      serverAgent: "Neo4j/5.26.0",
      now: () => 0,
      limits: { ...DEFAULT_LIMITS, ...limits },
      authConfig: async () => '{"auth_config":{"oidc_providers":[]}}',
      onError: (error) => this.errors.push(error),
    });
  };

  /** A client of the server, over TCP unless another stream to it is given. */
  open = (to: number | Duplex = this.server.port): RawClient => {
    const client = new RawClient(to);
    this.#clients.push(client);
    return client;
  };

  loggedIn = async (minor = 8): Promise<RawClient> => {
    const client = await this.open().agree(minor);
    client.send(HELLO, logon("jwt"));
    expect(await client.messages(2)).toEqual([SUCCESS, SUCCESS]);
    return client;
  };
}
