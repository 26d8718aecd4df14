import { isDeepStrictEqual } from "node:util";
import type { Objects, Tree } from "./helm.ts";
import { podGains } from "./pod.ts";

/** Something that the rendered objects give beyond those of a stack without Helm values. */
export interface Gain {
  what: string;
  /** The production rule that lets it pass under a waiver, or with a warning. Default: none does. */
  rule?: string;
}

/** Everything that objects give beyond the ones that the program asks for. */
export function gains(objects: Objects, plain: Objects): Gain[] {
  return [
    ...strangers(objects, plain),
    ...derivedSettings(objects, plain),
    ...variables(objects, plain),
    ...services(objects, plain),
    ...podGains(part(objects, "StatefulSet neo4j"), part(plain, "StatefulSet neo4j")),
  ];
}

function part(objects: Objects, name: string): Tree {
  return objects.get(name) ?? {};
}

function data(objects: Objects, name: string): Record<string, string> {
  return (part(objects, `ConfigMap neo4j-${name}`).data ?? {}) as Record<string, string>;
}

/** Services that values may turn on or off. */
const OPTIONAL = ["Service neo4j-admin", "Service neo4j-lb-neo4j", "Service neo4j-internals"];

function strangers(objects: Objects, plain: Objects): Gain[] {
  return [...new Set([...objects.keys(), ...plain.keys()])]
    .filter((name) => objects.has(name) !== plain.has(name))
    .filter((name) => !OPTIONAL.includes(name))
    .map((name) => ({ what: `${name} is ${plain.has(name) ? "gone" : "new"}` }));
}

/** What the chart itself changes when it is given certificates. */
const BY_CERTIFICATES =
  /^(dbms\.ssl\.policy\.[A-Za-z-]+\.enabled|server\.bolt\.tls_level|server\.https\.enabled)$/;

const AGENT = /^\s*-(javaagent|agentlib|agentpath|Xrun)/;

function derivedSettings(objects: Objects, plain: Objects): Gain[] {
  const jvm = "server.jvm.additional";
  const found: Gain[] = [];
  for (const map of ["default-config", "user-config", "k8s-config"]) {
    const names = new Set([...Object.keys(data(objects, map)), ...Object.keys(data(plain, map))]);
    for (const name of names) {
      if (name === jvm || (map === "default-config" && BY_CERTIFICATES.test(name))) continue;
      const [is, was] = [data(objects, map)[name], data(plain, map)[name]];
      if (is !== was) found.push({ what: `${map} ${name} is ${is}, not ${was}` });
    }
  }
  const options = (of: Objects) => (data(of, "user-config")[jvm] ?? "").split("\n");
  const trusted = (of: Objects) => options(of).filter((option) => option.includes(".trustStore"));
  // Without a trust store of the program's, a user may have one.
  if (trusted(plain).length > 0 && !isDeepStrictEqual(trusted(objects), trusted(plain))) {
    found.push({ what: `the trust store is ${trusted(objects)}` });
  }
  if (options(objects).some((option) => AGENT.test(option))) {
    found.push({ what: "an agent of Java", rule: "debug-agent" });
  }
  return found;
}

/** Variables that the image, its shell, its loader or Java obey. */
const OBEYED =
  /^(NEO4J|K8S_|HELM_|SERVICE_|EXTEN|_?JAVA|JDK_|CLASSPATH|LD_|GCONV|BASH|SHELLOPTS|PS4|ENV$|PATH$)/i;

function variables(objects: Objects, plain: Objects): Gain[] {
  const [is, was] = [data(objects, "env"), data(plain, "env")];
  const lost = Object.keys(was).filter((name) => is[name] !== was[name]);
  const added = Object.keys(is).filter((name) => !(name in was) && OBEYED.test(name));
  return [...lost, ...added].map((name) => ({ what: `the variable ${name} is ${is[name]}` }));
}

function services(objects: Objects, plain: Objects): Gain[] {
  return [...objects].flatMap(([name, { kind, spec }]): Gain[] => {
    if (kind !== "Service") return [];
    const { type = "ClusterIP", externalIPs, selector } = spec as Tree;
    const published =
      type !== "ClusterIP" || (Array.isArray(externalIPs) && externalIPs.length > 0);
    const was = (plain.get(name)?.spec as Tree | undefined)?.selector ?? selector;
    return [
      ...(published ? [{ what: `${name} is published`, rule: "load-balancer" }] : []),
      ...(isDeepStrictEqual(selector, was) ? [] : [{ what: `${name} finds another Pod` }]),
    ];
  });
}
