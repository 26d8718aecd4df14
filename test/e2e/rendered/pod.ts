import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { containerGains, isOffline, type Mount, type Pod, serverOf } from "./containers.ts";
import type { Gain } from "./gains.ts";
import type { Tree } from "./helm.ts";

/** What a StatefulSet gives beyond the one of a stack without Helm values. */
export function podGains(set: Tree, plainSet: Tree): Gain[] {
  const [pod, plain] = [podOf(set), podOf(plainSet)];
  return [
    ...labels(set, plainSet),
    ...hosts(pod),
    ...volumes(pod, plain),
    ...server(pod, plain),
    ...containerGains(pod, plain),
    ...breakGlass(set, plain),
  ];
}

function podOf(set: Tree): Pod {
  return (set as { spec: { template: { spec: Pod } } }).spec.template.spec;
}

function labels(set: Tree, plainSet: Tree): Gain[] {
  const of = (from: Tree) =>
    (from as { spec: { template: { metadata: { labels: Tree } } } }).spec.template.metadata.labels;
  return Object.entries(of(plainSet))
    .filter(([name]) => name !== "helm.neo4j.com/neo4j.loadbalancer")
    .filter(([name, value]) => of(set)[name] !== value)
    .map(([name]) => ({ what: `the label ${name} is ${of(set)[name]}` }));
}

function hosts(pod: Pod): Gain[] {
  return ["hostNetwork", "hostPID", "hostIPC"]
    .filter((name) => name in pod)
    .map((name) => ({ what: `the Pod has ${name}` }));
}

function volumes(pod: Pod, plain: Pod): Gain[] {
  const own = plain.volumes.map(({ name }) => name);
  return [
    ...plain.volumes
      .filter((volume) => {
        const found = pod.volumes.filter(({ name }) => name === volume.name);
        return !isDeepStrictEqual(found, [volume]);
      })
      .map(({ name }) => ({ what: `the volume ${name} is another` })),
    ...pod.volumes
      .filter(({ name, hostPath }) => !own.includes(name) && hostPath)
      .map(({ name }) => ({ what: `${name} is a folder of the node`, rule: "privileged-pod" })),
  ];
}

/** Folders that hold what runs, how it is configured, or the data. */
const SERVERS_OWN = [
  ...["/config/neo4j.conf", "/config/neo4j-auth", "/config/apoc.conf", "/config/server-logs.xml"],
  ...["/bin", "/data", "/etc", "/lib", "/opt/java", "/sbin", "/startup", "/usr"],
  "/var/lib/neo4j",
];
const NOT_OWN = /^\/var\/lib\/neo4j\/(import|plugins)(\/|$)/;
const CERTIFICATE = /^\/var\/lib\/neo4j\/certificates\/[A-Za-z-]+(\/(private\.key|public\.crt))?$/;
const PLUGINS = /^(\/var\/lib\/neo4j)?\/plugins(\/|$)/;

function server(pod: Pod, plain: Pod): Gain[] {
  const [is, was] = [serverOf(pod), serverOf(plain)];
  const fields = ["args", "env", "envFrom", ...(isOffline(pod) ? [] : ["command"])];
  const kept = (was.volumeMounts ?? []).filter(({ mountPath }) => covers(mountPath));
  const found = is.volumeMounts ?? [];
  const added = found.filter((mount) => !has(was.volumeMounts ?? [], mount));
  return [
    ...fields
      .filter((field) => !isDeepStrictEqual(is[field], was[field]))
      .map((field) => ({ what: `the server's ${field} are others` })),
    ...kept
      .filter((mount) => !has(found, mount))
      .map(({ mountPath }) => ({ what: `${mountPath} is gone` })),
    ...added.flatMap((mount) => mounted(mount, plain)),
  ];
}

function has(mounts: readonly Mount[], mount: Mount): boolean {
  return mounts.some((other) => isDeepStrictEqual(other, mount));
}

function mounted({ name, mountPath, subPath, subPathExpr }: Mount, plain: Pod): Gain[] {
  // The API server refuses a mount without a path.
  if (typeof mountPath !== "string") return [];
  const found: Gain[] = [];
  const isCertificate = CERTIFICATE.test(mountPath) && /-(key|certificates?)$/.test(name);
  if (covers(mountPath) && !isCertificate) found.push({ what: `${mountPath} is covered` });
  if (PLUGINS.test(posix.resolve(mountPath))) {
    found.push({ what: `${mountPath} holds plugins`, rule: "debug-agent" });
  }
  if (plain.volumes.some((volume) => volume.name === name)) {
    found.push({ what: `${mountPath} shows ${name}` });
  }
  const [folder] = posix.normalize(String(subPath ?? subPathExpr ?? ".")).split("/");
  if (name === "data" && ["data", ".", "..", "$(POD_NAME)"].includes(folder ?? "")) {
    found.push({ what: `${mountPath} shows the files of the database` });
  }
  return found;
}

function covers(mountPath: string): boolean {
  const path = posix.resolve("/", mountPath);
  if (NOT_OWN.test(path)) return false;
  return SERVERS_OWN.some(
    (own) => `${path}/`.startsWith(`${own}/`) || `${own}/`.startsWith(`${path}/`),
  );
}

/** Nothing else names the break-glass Secret or mounts its volume. */
function breakGlass(set: Tree, plain: Pod): Gain[] {
  const { volumes, containers, ...rest } = podOf(set);
  const known = [...plain.volumes, ...(serverOf(plain).volumeMounts ?? [])];
  const others = JSON.stringify(
    [rest, volumes, containers, (set.spec as Tree).volumeClaimTemplates ?? []],
    (_key, value) => (known.some((one) => isDeepStrictEqual(one, value)) ? null : value),
  );
  return others.includes("neo4j-auth")
    ? [{ what: "the break-glass Secret has another reader" }]
    : [];
}
