import { fileURLToPath } from "node:url";

/** The loopback ports that a stand-in for Neo4j serves on. */
export interface ServedPorts {
  bolt: number;
  http: number;
}

/** The process that is started in place of a container of Neo4j Enterprise. */
export interface StandIn {
  command: string;
  args: readonly string[];
  /**
   * The process's whole environment: the container's own, with its paths translated to the file tree
   * at `root`, and what the stand-in needs besides.
   */
  environment(
    container: Readonly<Record<string, string>>,
    root: string,
    ports: ServedPorts | undefined,
  ): NodeJS.ProcessEnv;
}

/** What a stand-in takes over from this process; the rest, credentials for one, stays here. */
const INHERITED = [
  "PATH",
  "HOME",
  "TMPDIR",
  "NODE_EXTRA_CA_CERTS",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
];

/** `node <main>`, by default with the stand-in of this repository. */
export function nodeStandIn(
  main = fileURLToPath(new URL("../neo4j/main.ts", import.meta.url)),
): StandIn {
  return {
    command: process.execPath,
    args: [main],
    environment: (container, root, ports) => ({
      ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
      ...container,
      SANDBOX_ROOT: root,
      SANDBOX_HOST: "127.0.0.1",
      SANDBOX_BOLT_PORT: String(ports?.bolt ?? 0),
      SANDBOX_HTTP_PORT: String(ports?.http ?? 0),
    }),
  };
}

const READY = "SANDBOX_READY ";

/** The ports that a stand-in's line of readiness announces; undefined for any other line. */
export function servedPorts(line: string): ServedPorts | undefined {
  if (!line.startsWith(READY)) return undefined;
  try {
    const value: unknown = JSON.parse(line.slice(READY.length));
    const { bolt, http } = value as Partial<Record<keyof ServedPorts, unknown>>;
    return isPort(bolt) && isPort(http) ? { bolt, http } : undefined;
  } catch {
    return undefined;
  }
}

/** Where one of Neo4j's default ports is served; undefined for ports that the stand-in has not. */
export function servedPort(ports: ServedPorts, containerPort: number): number | undefined {
  if (containerPort === 7687) return ports.bolt;
  return containerPort === 7474 ? ports.http : undefined;
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
}
