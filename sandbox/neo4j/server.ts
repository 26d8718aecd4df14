import { readAuthConfig } from "./auth-config.ts";
import { DEFAULT_LIMITS, type Limits } from "./bolt/limits.ts";
import { BoltServer } from "./bolt/server.ts";
import { boltVersions } from "./bolt/version.ts";
import type { Configuration } from "./config/index.ts";
import { Database } from "./cypher/database.ts";
import { HttpServer } from "./http/server.ts";
import type { Security } from "./security/types.ts";

/** What the network side needs of the configuration. */
export type ServerConfiguration = Pick<
  Configuration,
  | "edition"
  | "version"
  | "oidcProviders"
  | "authenticationProviders"
  | "httpEnabled"
  | "authEnabled"
  | "accessControlAllowOrigin"
  | "settings"
>;

/** What the network side is made of, and where it listens. */
export interface Neo4jServerOptions {
  configuration: ServerConfiguration;
  security: Security;
  /** Default `127.0.0.1`. */
  host?: string;
  /** Default 0, a free port. */
  boltPort?: number;
  /** Default 0, a free port. */
  httpPort?: number;
  /** Milliseconds since the epoch; default the system's clock. */
  now?: () => number;
  limits?: Partial<Limits>;
  /** Told of failures of the stand-in itself; default: they are dropped. */
  onError?: (error: unknown) => void;
}

/** The network side of the stand-in: Bolt over TCP and WebSockets, the discovery document and the Query API. */
export class Neo4jServer {
  readonly #bolt: BoltServer;
  readonly #http: HttpServer | undefined;

  constructor(options: Neo4jServerOptions) {
    const { configuration, security, host = "127.0.0.1" } = options;
    const { edition, version } = configuration;
    const onError = options.onError ?? (() => {});
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const boltAddress = () => hostAndPort(host, this.boltPort);
    const database = new Database({
      security,
      version,
      edition,
      address: boltAddress,
      settings: configuration.settings.values,
    });
    this.#bolt = new BoltServer({
      security,
      database,
      host,
      port: options.boltPort ?? 0,
      advertisedAddress: boltAddress,
      versions: boltVersions(version),
      serverAgent: `Neo4j/${version}`,
      now: options.now ?? Date.now,
      limits,
      authConfig: async () => {
        const authConfig = await readAuthConfig({ configuration, security });
        return authConfig ? JSON.stringify({ auth_config: authConfig }) : "";
      },
      onError,
    });
    if (!configuration.httpEnabled) return;
    this.#http = new HttpServer({
      security,
      database,
      configuration,
      host,
      port: options.httpPort ?? 0,
      advertisedAddress: () => hostAndPort(host, this.httpPort),
      boltAddress,
      connections: limits.connections,
      onError,
    });
  }

  /** @throws the listening error, e.g. EADDRINUSE; then nothing is left listening */
  async start(): Promise<void> {
    try {
      await this.#bolt.start();
      await this.#http?.start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops listening and cuts what is connected. Safe to call twice, or before `start`. */
  async stop(): Promise<void> {
    await Promise.all([this.#bolt.stop(), this.#http?.stop()]);
  }

  /** 0 while it does not listen. */
  get boltPort(): number {
    return this.#bolt.port;
  }

  /** 0 while it does not listen, or if `server.http.enabled` is false. */
  get httpPort(): number {
    return this.#http?.port ?? 0;
  }

  /** Bolt clients connected now. */
  get connections(): number {
    return this.#bolt.connections;
  }
}

function hostAndPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
