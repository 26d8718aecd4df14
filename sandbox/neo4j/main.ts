import { once } from "node:events";
import { join } from "node:path";
import tls from "node:tls";
import {
  BootError,
  type Configuration,
  type EditionEnvironment,
  noteOnStandIn,
  readConfiguration,
  readEdition,
  readInitialPassword,
  standInFor,
} from "./config/index.ts";
import { containerPath } from "./container-path.ts";
import { askingOnly } from "./only-origin.ts";
import { createSecurity, type LogLevel, logLine } from "./security/index.ts";
import { Neo4jServer } from "./server.ts";
import { trustStore } from "./trust-store.ts";

/** What the container gives the database's process; paths are the container's own. */
export interface DatabaseEnvironment extends EditionEnvironment {
  /** Directory that holds `neo4j.conf/` with one file per setting. */
  NEO4J_CONF?: string | undefined;
  /** File with `neo4j/<password>`; without it the password is `neo4j`, to be changed. */
  NEO4J_AUTH_PATH?: string | undefined;
  /** Release to stand in for, as the Helm chart says it; another if its line is not known. Default: 5.26.0 */
  HELM_NEO4J_VERSION?: string | undefined;
  /** Folder that the container's file tree is below; default `/`. */
  SANDBOX_ROOT?: string | undefined;
  /** Origin of the only server that is asked for discovery, keys and UserInfo; default: any may be. */
  SANDBOX_IDENTITY_PROVIDER?: string | undefined;
  /** Address to listen on; default 127.0.0.1. */
  SANDBOX_HOST?: string | undefined;
  /** Default 0: any free port. */
  SANDBOX_BOLT_PORT?: string | undefined;
  /** Default 0: any free port. */
  SANDBOX_HTTP_PORT?: string | undefined;
}

/** A database that runs. */
export interface Database {
  boltPort: number;
  /** Undefined while `server.http.enabled` is false. */
  httpPort: number | undefined;
  stop(): Promise<void>;
}

/**
 * Boots the stand-in as its container would: configuration, users, ports.
 *
 * @param print takes each line of the log
 * @throws BootError, or the error of a port that cannot be had
 */
export async function runDatabase(
  environment: DatabaseEnvironment,
  print: (line: string) => void,
): Promise<Database> {
  const say = (level: LogLevel, message: string) => print(logLine(Date.now(), level, message));
  say("INFO", "Starting...");
  const { HELM_NEO4J_VERSION: version } = environment;
  const note = version ? noteOnStandIn(version) : undefined;
  if (note !== undefined) say("WARN", `Sandbox: ${note}`);
  const configuration = readMountedConfiguration(environment);
  for (const warning of configuration.warnings) say("WARN", warning);
  const inside = (path: string) => containerPath(environment.SANDBOX_ROOT ?? "/", path);
  const trusted = trustStore(configuration.settings, inside);
  if (trusted) {
    for (const warning of trusted.warnings) say("WARN", warning);
    tls.setDefaultCACertificates([...tls.getCACertificates("default"), ...trusted.certificates]);
  }
  const { NEO4J_AUTH_PATH: path } = environment;
  const initialPassword = path
    ? readInitialPassword(inside(path), configuration.minimumPasswordLength)
    : undefined;
  const { SANDBOX_IDENTITY_PROVIDER: origin } = environment;
  const security = createSecurity(configuration, {
    initialPassword,
    fetch: origin ? askingOnly(origin) : undefined,
    log: print,
  });
  await security.start();
  const host = environment.SANDBOX_HOST ?? "127.0.0.1";
  const server = new Neo4jServer({
    configuration,
    security,
    host,
    boltPort: readPort("SANDBOX_BOLT_PORT", environment.SANDBOX_BOLT_PORT),
    httpPort: readPort("SANDBOX_HTTP_PORT", environment.SANDBOX_HTTP_PORT),
    onError: (error) => say("ERROR", error instanceof Error ? error.message : String(error)),
  });
  await server.start();
  const httpPort = configuration.httpEnabled ? server.httpPort : undefined;
  say("INFO", `Bolt enabled on ${host}:${server.boltPort}.`);
  if (httpPort !== undefined) say("INFO", `HTTP enabled on ${host}:${httpPort}.`);
  say("INFO", "Started.");
  const stop = async () => {
    say("INFO", "Stopping...");
    await server.stop();
    say("INFO", "Stopped.");
  };
  return { boltPort: server.boltPort, httpPort, stop };
}

function readMountedConfiguration(environment: DatabaseEnvironment): Configuration {
  const edition = readEdition(environment);
  if (!environment.NEO4J_CONF) {
    throw new BootError(
      "sandbox-option",
      "NEO4J_CONF is not set; it must name the directory that holds neo4j.conf.",
      "NEO4J_CONF",
    );
  }
  const { SANDBOX_ROOT: root = "/", HELM_NEO4J_VERSION: version } = environment;
  const directory = containerPath(root, join(environment.NEO4J_CONF, "neo4j.conf"));
  try {
    return readConfiguration(directory, {
      edition,
      ...(version && { version: standInFor(version) }),
    });
  } catch (error) {
    if (!(error instanceof BootError)) throw error;
    throw new BootError(
      error.code,
      `Failed to read config ${directory}: ${error.message}`,
      error.setting,
    );
  }
}

function readPort(name: string, text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new BootError(
      "sandbox-option",
      `${name} is '${text}'; it must be a port from 0 to 65535, 0 for any free one.`,
      name,
    );
  }
  return Number(text);
}

async function main(): Promise<void> {
  // A reader that went away must not keep the database from stopping.
  process.stdout.on("error", () => undefined);
  const print = (line: string) => process.stdout.write(`${line}\n`);
  try {
    const database = await runDatabase(process.env, print);
    const asked = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
    const { boltPort: bolt, httpPort: http } = database;
    print(`SANDBOX_READY ${JSON.stringify(http === undefined ? { bolt } : { bolt, http })}`);
    await asked;
    await database.stop();
    process.exit(0);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`, () => process.exit(1));
  }
}

if (import.meta.main) await main();
