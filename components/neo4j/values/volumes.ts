import { posix } from "node:path";
import type { Finding, Path } from "../../../access/finding.ts";
import { isMap, valueAt, walk } from "../../../access/tree.ts";
import { coveredBy } from "./folders.ts";
import { valuesFinding } from "./guards.ts";
import { inContainer } from "./places.ts";
import type { Values } from "./values.ts";

/** The program's own volumes. */
const OWN_VOLUMES = [
  "neo4j-auth",
  "neo4j-conf",
  "neo4j-server-logs",
  "neo4j-user-logs",
  "okta-ca",
  "okta-truststore",
];

/**
 * Objections to volumes of the program's under another name or in another place, and to the files of
 * the database in a place where Neo4j hands them out, such as `/import`.
 */
export function volumeFindings(values: Values): Finding[] {
  return [
    ...namedVolumes(values),
    ...keyedVolumes(values, "volumes"),
    ...keyedVolumes(values, "secretMounts"),
    ...keyedVolumes(values, "ssl"),
  ];
}

function namedVolumes(values: Values): Finding[] {
  return walk(values, (value, at) => {
    if (!isMap(value)) return [];
    const named = [...at, "name"];
    if (/volumes$/i.test(String(at.at(-2))) && isOwn(value.name)) {
      return [derived(named, "is the program's own volume", "rename it")];
    }
    if (!("mountPath" in value)) return [];
    if (isOwn(value.name)) {
      return inContainer(at)
        ? [derived(named, SERVERS, "give the container a volume of its own")]
        : [derived(named, MOUNTED, "mount a volume of your own")];
    }
    const { name, subPath, subPathExpr } = value;
    return !inContainer(at) && name === "data" && showsData(subPath ?? subPathExpr)
      ? [derived(at, DATA, "add a subPath of its own")]
      : [];
  });
}

const SERVERS = "is a volume of the program's, which only the server may see";
const MOUNTED = "is a volume of the program's, which is mounted where the server needs it";
const DATA = "would show the files of the database in another place";

/** The chart makes a volume, or a path, of each key of these. */
function keyedVolumes(values: Values, place: string): Finding[] {
  const volumes = values[place];
  if (!isMap(volumes)) return [];
  return Object.entries(volumes).flatMap(([key, volume]) => {
    const at = [place, key];
    if (/\/|^\./.test(key)) {
      const fix = "write lower-case letters, digits and - only";
      return [valuesFinding("values-chart", at, "is no name of a volume", fix)];
    }
    if (isOwn(key)) return [derived(at, "is the program's own volume", "rename it")];
    return place === "volumes" ? mountedByKey(volume, at) : [];
  });
}

/** The chart mounts `volumes.x` at `/x`. */
function mountedByKey(volume: unknown, at: Path): Finding[] {
  const key = String(at[1]);
  if (key === "data") return [];
  const covered = coveredBy(`/${key}`);
  if (covered !== undefined) return [derived(at, `would cover ${covered}`, "rename it")];
  const share = valueAt(volume, ["share", "name"]);
  if (isOwn(share)) {
    return [derived([...at, "share", "name"], MOUNTED, "share a volume of your own")];
  }
  if (!isMap(volume)) return [];
  const { subPathExpr, disableSubPathExpr } = volume;
  if (disableSubPathExpr) return [derived([...at, "disableSubPathExpr"], DATA, "remove it")];
  return subPathExpr && showsData(subPathExpr)
    ? [derived([...at, "subPathExpr"], DATA, "begin it with the name of the volume")]
    : [];
}

function isOwn(name: unknown): boolean {
  return OWN_VOLUMES.some((own) => own === name);
}

/** True for a part of the data volume that holds the database, or that is known to the Pod only. */
function showsData(subPath: unknown): boolean {
  const [folder = ""] = posix.normalize(String(subPath ?? ".")).split("/");
  return ["", ".", "..", "data"].includes(folder) || folder.startsWith("$");
}

function derived(at: Path, message: string, fix: string): Finding {
  return valuesFinding("values-derived", at, message, fix);
}
