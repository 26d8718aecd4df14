import { posix } from "node:path";

/** What in the server's container decides how it is configured and what it holds. */
const MOUNTED = [
  "/config/apoc.conf",
  "/config/neo4j-admin.conf",
  "/config/neo4j-auth",
  "/config/neo4j.conf",
  "/config/server-logs.xml",
  "/config/user-logs.xml",
  "/data",
];

/** What in the server's container runs: the system, Java, Neo4j, and what the image starts with. */
const RUNNING = [
  "/bin",
  "/dev",
  "/etc",
  "/lib",
  "/lib64",
  "/opt/java",
  "/proc",
  "/sbin",
  "/startup",
  "/sys",
  "/usr",
  "/var/lib/neo4j",
];

/** Folders of the user's own inside of Neo4j's. */
const FREE = ["import", "licenses", "logs", "metrics", "plugins"].map(
  (name) => `/var/lib/neo4j/${name}`,
);

const PLUGINS = ["/plugins", "/var/lib/neo4j/plugins"];

/** What a mount would put out of the server's sight; undefined for a folder of the user's own. */
export function coveredBy(mountPath: string): string | undefined {
  const path = posix.resolve("/", mountPath);
  if (FREE.some((folder) => below(path, folder))) return undefined;
  const covers = (own: string) => below(own, path) || below(path, own);
  if (MOUNTED.some(covers)) return "what the program mounts there";
  return RUNNING.some(covers) ? "what the server runs" : undefined;
}

/** True for a folder from which Neo4j loads code. */
export function holdsPlugins(mountPath: string): boolean {
  const path = posix.resolve("/", mountPath);
  return PLUGINS.some((folder) => below(path, folder));
}

function below(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
