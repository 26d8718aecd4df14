import { posix } from "node:path";
import type { Finding, Path } from "../../../access/finding.ts";
import { textFinding } from "../config/value.ts";
import { valuesFinding } from "./guards.ts";
import { isMap, type Values, walk } from "./values.ts";

/** What in the server's container decides what runs, how it is configured and what it holds. */
const OWN_FOLDERS = [
  "/config/neo4j-auth",
  "/config/neo4j.conf",
  "/config/server-logs.xml",
  "/config/user-logs.xml",
  "/data",
  "/startup",
  "/var/lib/neo4j/bin",
  "/var/lib/neo4j/conf",
  "/var/lib/neo4j/lib",
  "/var/lib/neo4j/truststore",
];

const OWN_VOLUMES = [
  "neo4j-auth",
  "neo4j-conf",
  "neo4j-server-logs",
  "neo4j-user-logs",
  "okta-ca",
  "okta-truststore",
];

const OWN_CONTAINERS = ["neo4j", "okta-truststore"];

/**
 * Objections to values that would reach the program's part of the Pod: its files, its volumes, its
 * containers and the break-glass Secret. They are judged by their shape, wherever they stand, as
 * each version of the chart brings new places.
 *
 * @param authSecret name of the break-glass Secret.
 */
export function podFindings(values: Values, authSecret: string): Finding[] {
  return walk(values, (value, at) =>
    typeof value === "string" ? textFindings(value, at, authSecret) : partFindings(value, at),
  );
}

function textFindings(text: string, at: Path, authSecret: string): Finding[] {
  const key = String(at.at(-1));
  if (text === authSecret) {
    const message = "names the break-glass Secret, which holds the password of the user neo4j";
    return [valuesFinding("values-secret", at, message, "use a Secret of your own")];
  }
  if (at[0] === "apoc_config") {
    const finding = textFinding(text);
    return finding === undefined ? [] : [{ ...finding, at }];
  }
  if (!/mount_?path$/i.test(key) || inContainer(at)) return [];
  if (!/^(\/[\w.-]+)+\/?$/.test(text)) {
    const message = "is no plain path; the chart writes it into a command";
    return [valuesFinding("values-chart", at, message, "write an absolute path of plain names")];
  }
  return covers(text) ? [derived(at, "would cover what the program mounts there", ELSEWHERE)] : [];
}

const ELSEWHERE = "mount it elsewhere; settings belong into `config`";

function partFindings(value: unknown, at: Path): Finding[] {
  if (at.at(-1) === "envFrom" && !inContainer(at)) {
    const message = "would bring in variables that decide where Neo4j is configured";
    return [derived(at, message, "remove it, and write single variables into env")];
  }
  if (!isMap(value)) return [];
  const named = [...at, "name"];
  const own = (names: readonly string[]) => names.some((name) => name === value.name);
  if ("mountPath" in value && inContainer(at) && own(OWN_VOLUMES)) {
    const message = "is a volume of the program's, which only the server may see";
    return [derived(named, message, "give the container a volume of its own")];
  }
  if (isListed(at, /volumes$/i) && own(OWN_VOLUMES)) {
    return [derived(named, "is the program's own volume", "rename it")];
  }
  if (isListed(at, /containers$/i) && own(OWN_CONTAINERS)) {
    return [derived(named, "is the program's own container", "rename it")];
  }
  return [];
}

function derived(at: Path, message: string, fix: string): Finding {
  return valuesFinding("values-derived", at, message, fix);
}

/** True for an item of a list or map whose key matches. */
function isListed(at: Path, key: RegExp): boolean {
  return key.test(String(at.at(-2)));
}

/**
 * True inside a further container, which does not see the server's files. Only where the chart has
 * them: a map such as `secretMounts` has keys of the user's own, whatever they are called.
 */
function inContainer([first, list]: Path): boolean {
  return first === "podSpec" && (list === "containers" || list === "initContainers");
}

function covers(mountPath: string): boolean {
  const path = posix.resolve("/", mountPath);
  return OWN_FOLDERS.some((own) => below(own, path) || below(path, own));
}

function below(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
