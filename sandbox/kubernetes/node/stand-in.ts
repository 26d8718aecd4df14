import { fileURLToPath } from "node:url";
import { z } from "zod";

const PORT = z.int().min(1).max(65_535);
const SERVED = z.object({ bolt: PORT, http: PORT.optional().catch(undefined) });

/** The loopback ports that a stand-in for Neo4j serves on; none for HTTP if that is turned off. */
export type ServedPorts = z.infer<typeof SERVED>;

/** The process that is started in place of a container of Neo4j Enterprise. */
export interface StandIn {
  command: string;
  args: readonly string[];
  /**
   * The process's whole environment.
   * @param container the container's own, and `SANDBOX_ROOT`, the folder that its file tree is below
   * @param ports to be served on, if they can be had
   */
  environment(
    container: Readonly<Record<string, string>>,
    ports: ServedPorts | undefined,
  ): NodeJS.ProcessEnv;
}

/**
 * True for images of Neo4j Enterprise: the last part of the repository is Neo4j's, and it or the tag
 * says `enterprise`, e.g. `neo4j:5.26.21-enterprise`, `registry.example.com/neo4j:enterprise`.
 */
export function isNeo4jEnterprise(image: string): boolean {
  const name = (image.split("@")[0] ?? "").split("/").at(-1) ?? "";
  const repository = name.split(":")[0] ?? "";
  return /^neo4j(-|$)/.test(repository) && name.includes("enterprise");
}

/** Why the node does not run an image, in the words of its `ErrImagePull` state. */
export function refusalOf(image: string): string {
  return (
    `The sandbox pulls no images: it starts its stand-in for Neo4j Enterprise in place of images such as ` +
    `neo4j:5.26.21-enterprise, and has none for '${image}'. Fix: set the chart value neo4j.edition to enterprise.`
  );
}

/** What a stand-in takes over from this process; the rest, credentials for one, stays here. */
const INHERITED = [
  "PATH",
  "HOME",
  "TMPDIR",
  "NODE_COMPILE_CACHE",
  "NODE_EXTRA_CA_CERTS",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
];

/**
 * The variables of the container that the stand-in reads. No other one reaches its process: whoever
 * writes a chart's values could make Node.js run code with `NODE_OPTIONS`, for one.
 */
const FROM_CONTAINER = [
  "NEO4J_CONF",
  "NEO4J_AUTH_PATH",
  "NEO4J_EDITION",
  "NEO4J_ACCEPT_LICENSE_AGREEMENT",
  "HELM_NEO4J_VERSION",
  "SANDBOX_ROOT",
];

/**
 * `node <main>`.
 *
 * @param options.main Default: the stand-in of this repository.
 * @param options.identityProvider origin of the only server that it may ask. Default: any
 */
export function nodeStandIn({
  main = fileURLToPath(new URL("../../neo4j/main.ts", import.meta.url)),
  identityProvider,
}: {
  main?: string;
  identityProvider?: string;
} = {}): StandIn {
  return {
    command: process.execPath,
    args: [main],
    environment: (container, ports) => ({
      ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
      ...Object.fromEntries(FROM_CONTAINER.map((name) => [name, container[name]])),
      SANDBOX_IDENTITY_PROVIDER: identityProvider,
      SANDBOX_HOST: "127.0.0.1",
      SANDBOX_BOLT_PORT: String(ports?.bolt ?? 0),
      SANDBOX_HTTP_PORT: String(ports?.http ?? 0),
    }),
  };
}

/** The stand-in for cypher-shell of this repository. */
export const shellMain = fileURLToPath(
  new URL("../../neo4j/cypher-shell/main.ts", import.meta.url),
);

/** The environment of the stand-in for cypher-shell: of the container's, its login and its file tree. */
export function shellEnvironment(
  container: Readonly<Record<string, string>>,
  { port }: { port: number },
): NodeJS.ProcessEnv {
  const own = ["PATH", "HOME", "TMPDIR", "NODE_COMPILE_CACHE"];
  const given = ["NEO4J_USERNAME", "NEO4J_PASSWORD", "SANDBOX_ROOT"];
  return {
    ...Object.fromEntries(own.map((name) => [name, process.env[name]])),
    ...Object.fromEntries(given.map((name) => [name, container[name]])),
    SANDBOX_BOLT_PORT: String(port),
  };
}

const READY = "SANDBOX_READY ";

/** The ports that a stand-in's line of readiness announces; undefined for any other line. */
export function servedPorts(line: string): ServedPorts | undefined {
  if (!line.startsWith(READY)) return undefined;
  try {
    return SERVED.safeParse(JSON.parse(line.slice(READY.length))).data;
  } catch {
    return undefined;
  }
}

/** Where one of Neo4j's default ports is served; undefined for ports that the stand-in has not. */
export function servedPort(ports: ServedPorts, containerPort: number): number | undefined {
  if (containerPort === 7687) return ports.bolt;
  return containerPort === 7474 ? ports.http : undefined;
}
