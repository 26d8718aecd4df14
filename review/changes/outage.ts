import { isDeepStrictEqual } from "node:util";
import { isNeo4j } from "../../access/effective/neo4j.ts";
import { nameOf, type Resource, Unknown } from "../../access/effective/resource.ts";
import { parseRoleMapping } from "../../access/role-mapping.ts";
import type { Preview, Step } from "../preview.ts";
import type { Change } from "./change.ts";
import { named } from "./clients.ts";
import type { Code } from "./codes.ts";
import { shown } from "./facts.ts";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const SERVER = "okta:auth/server:Server";

/** Parts of the chart's values that do not change the Pod, and so restart nothing. */
const BESIDE_THE_POD = new Set([
  "services",
  "logInitialPassword",
  "serviceMonitor",
  "podDisruptionBudget",
]);

/** What restarts Neo4j, and what deletes data or an authorization server. */
export function outageChanges({ steps }: Preview): Change[] {
  return steps.flatMap((step) => {
    if (step.before === undefined) return [];
    if (isNeo4j(step.before)) return releaseChanges(step);
    if (step.type === NAMESPACE) return namespaceChanges(step);
    return step.type === SERVER ? serverChanges(step) : [];
  });
}

function releaseChanges({ operation, before, after }: Step): Change[] {
  if (before === undefined) return [];
  const subject = nameOf(before);
  if (operation === "delete") {
    const sentence = `The Helm release ${subject} is deleted, and Neo4j ends`;
    return [
      outage(
        "release-deleted",
        subject,
        sentence,
        ["it is no longer declared"],
        ["Its volume claims stay as long as the namespace does"],
      ),
    ];
  }
  if (after === undefined) return [];
  if (operation !== "update") {
    return [
      outage(
        "release-replaced",
        subject,
        `Neo4j is deleted and made anew (Helm release ${subject})`,
        changedKeys(before, after),
        ["A release of another name or namespace starts with an empty database"],
      ),
    ];
  }
  const causes = changedKeys(before, after);
  if (causes.length === 0) return [];
  return [
    outage("restart", subject, `Neo4j restarts (Helm release ${subject})`, causes, [
      "Sessions end, and there is one server only: drivers fail until it is up again",
    ]),
  ];
}

/** What of a release differs and concerns its Pod, in the chart's own names. */
function changedKeys(before: Resource, after: Resource): string[] {
  const top = ["name", "namespace", "chart", "version"].flatMap((key) =>
    difference(key, before.properties[key], after.properties[key]),
  );
  const [old, now] = [before, after].map(
    (one) => Object(one.properties.values) as Record<string, unknown>,
  );
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].sort();
  const values = keys.flatMap((key) => {
    if (BESIDE_THE_POD.has(key)) return [];
    return key === "config"
      ? settingDifferences(old?.config, now?.config)
      : deepDifferences(`values.${key}`, old?.[key], now?.[key]);
  });
  return [...top, ...values];
}

function settingDifferences(before: unknown, after: unknown): string[] {
  const [old, now] = [Object(before), Object(after)] as [
    Record<string, unknown>,
    Record<string, unknown>,
  ];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names.flatMap((name) =>
    name.endsWith(".group_to_role_mapping")
      ? mappingDifferences(old[name], now[name])
      : difference(name, old[name], now[name]),
  );
}

/** Groups whose roles differ, which is shorter than the whole mapping twice. */
function mappingDifferences(before: unknown, after: unknown): string[] {
  const [old, now] = [before, after].map((one) => parseRoleMapping(String(one ?? "")));
  const groups = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
  return groups.flatMap((group) =>
    difference(`group ${group}`, old?.get(group)?.join(","), now?.get(group)?.join(",")),
  );
}

function deepDifferences(path: string, old: unknown, now: unknown): string[] {
  if (!isMap(old) || !isMap(now)) return difference(path, old, now);
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return keys.flatMap((key) => deepDifferences(`${path}.${key}`, old[key], now[key]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown)
  );
}

function difference(name: string, old: unknown, now: unknown): string[] {
  if (isDeepStrictEqual(old, now)) return [];
  if (now instanceof Unknown) return [`${name} gets a value that is not known yet`];
  if (old === undefined) return [`${name} is new: ${shown(now)}`];
  return [
    now === undefined ? `${name} is gone` : `${name} went from ${shown(old)} to ${shown(now)}`,
  ];
}

function namespaceChanges({ operation, before, after }: Step): Change[] {
  if (before === undefined || (operation !== "delete" && operation !== "replace")) return [];
  const subject = namespaceName(before);
  const cause = after ? `its name becomes ${namespaceName(after)}` : "it is no longer declared";
  return [
    outage(
      "data-deleted",
      subject,
      `The namespace ${subject} is deleted, with the data of Neo4j and every other object in it`,
      [cause],
      ["Make a backup first; nothing brings the data back"],
    ),
  ];
}

function serverChanges({ operation, before }: Step): Change[] {
  if (before === undefined || (operation !== "delete" && operation !== "replace")) return [];
  const name = String(before.properties.name ?? nameOf(before));
  return [
    outage(
      "server-deleted",
      name,
      `The authorization server ${name} is deleted, with all that is on it`,
      [operation === "delete" ? "it is no longer declared" : "it is made anew"],
      ["No client can get a token of it, those of other stacks included"],
    ),
  ];
}

function namespaceName({ properties, urn }: Resource): string {
  const { name } = Object(properties.metadata) as { name?: unknown };
  return typeof name === "string" ? name : nameOf({ urn });
}

function outage(
  code: Code,
  subject: string,
  sentence: string,
  causes: string[],
  effects: string[],
): Change {
  return {
    category: "outage",
    code,
    subject,
    accounts: [],
    sentence,
    causes: causes.length > 8 ? [named(causes)] : causes,
    effects,
  };
}
