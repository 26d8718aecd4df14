import { type Path, show } from "../../../../access/finding.ts";
import { isMap, walk } from "../../../../access/tree.ts";
import { holdsPlugins } from "../../../../components/neo4j/values/folders.ts";
import { inContainer } from "../../../../components/neo4j/values/places.ts";
import type { Values } from "../../../../components/neo4j/values/values.ts";
import type { Draft } from "../../draft.ts";
import { type Breach, valueBreach } from "./breach.ts";

/** Helm values that give the Pod more than Neo4j needs, wherever they stand. */
export function podBreaches({ neo4j: { values = {} } }: Draft): Breach[] {
  return [
    ...walk(values, (value, at) => [
      ...privileged(value, at),
      ...foreignImage(value, at),
      ...agent(value, at),
      ...plugins(value, at),
    ]),
    ...rootByDefault(values),
  ];
}

/** Fields of a Pod and of security contexts, and the values that make a container mighty. */
const MIGHTY: Readonly<Record<string, (value: unknown) => boolean>> = {
  hostPath: (value) => value !== null,
  hostNetwork: isTrue,
  hostPID: isTrue,
  hostIPC: isTrue,
  privileged: isTrue,
  allowPrivilegeEscalation: isTrue,
  runAsNonRoot: (value) => String(value).toLowerCase() === "false",
  runAsUser: isZero,
  runAsGroup: isZero,
  add: (value) => Array.isArray(value) && value.length > 0,
  // The chart adds a container that is root, and takes any text as true.
  setOwnerAndGroupWritableFilePermissions: Boolean,
  // Without the chart's own, the image starts as root.
  securityContext: (value) => value === null,
  containerSecurityContext: (value) => value === null,
};

function isTrue(value: unknown): boolean {
  return String(value).toLowerCase() === "true";
}

function isZero(value: unknown): boolean {
  return value !== null && value !== "" && Number(value) === 0;
}

function privileged(value: unknown, at: Path): Breach[] {
  const key = String(at.at(-1));
  if (!Object.hasOwn(MIGHTY, key) || !MIGHTY[key]?.(value)) return [];
  if (key === "add" && at.at(-2) !== "capabilities") return [];
  const message = key === "hostPath" ? "mounts a folder of the node" : `is ${show(value)}`;
  return [valueBreach("privileged-pod", at, message, NOT_ROOT)];
}

const NOT_ROOT = "a container that is not root, has no capabilities and stays off the node";

/** Containers without a context of their own take the Pod's, and the image starts as root. */
function rootByDefault({ securityContext }: Values): Breach[] {
  if (!isMap(securityContext)) return [];
  const { runAsNonRoot, runAsUser } = securityContext;
  if (runAsNonRoot !== null || runAsUser !== null) return [];
  const message = "is null, as is runAsNonRoot";
  return [valueBreach("privileged-pod", ["securityContext", "runAsUser"], message, NOT_ROOT)];
}

const NEO4J_IMAGE =
  /^(docker\.io\/)?(library\/)?neo4j(\/[\w.-]+)?(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;

function foreignImage(value: unknown, at: Path): Breach[] {
  const isImage = ["image", "customImage"].includes(String(at.at(-1)));
  const name = isImage ? imageName(value) : "";
  if (name === "" || NEO4J_IMAGE.test(name)) return [];
  const allowed = "images of neo4j; a mirror of them needs a waiver";
  return [valueBreach("foreign-image", at, `is ${show(name)}`, allowed)];
}

/** An image by its whole name, or by the parts that newer charts take; empty: the chart's own. */
function imageName(value: unknown): string {
  if (typeof value === "string") return value;
  if (!isMap(value)) return "";
  const { registry, repository } = value;
  const parts = [registry, repository].filter((part) => typeof part === "string" && part !== "");
  return parts.join("/");
}

/** Options of Java that load code, open a port for debuggers or run a command. */
const AGENT =
  /^\s*(@|-(agentlib|agentpath|javaagent):|-Xrun|-Xdebug|-Xbootclasspath|-XX:(\+EnableDynamicAgentLoading|OnError|OnOutOfMemoryError|Flags|VMOptionsFile)|-Dcom\.sun\.management\.)/i;

function agent(value: unknown, at: Path): Breach[] {
  if (at[0] !== "jvm" || typeof value !== "string") return [];
  const bad = value.split(/\s+(?=[-@])/).find((option) => AGENT.test(option));
  if (bad === undefined) return [];
  const allowed = "options that neither load code nor open the server to debuggers";
  return [valueBreach("debug-agent", at, `holds ${show(bad.trim())}`, allowed)];
}

/** A mount of the server's at the folder of the plugins, by its path or by the volume's name. */
function plugins(value: unknown, at: Path): Breach[] {
  const isMount = /mount_?path$/i.test(String(at.at(-1))) && !inContainer(at);
  const byPath = isMount && typeof value === "string" && holdsPlugins(value);
  const byName = at.length === 2 && at[0] === "volumes" && holdsPlugins(`/${at[1]}`);
  if (!byPath && !byName) return [];
  const allowed = "the plugins of the image";
  return [valueBreach("debug-agent", at, "mounts plugins, whose code runs in the server", allowed)];
}
