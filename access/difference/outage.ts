import { isNeo4j } from "../effective/neo4j.ts";
import { called, nameOf, type Resource } from "../effective/resource.ts";
import { parseRoleMapping } from "../role-mapping.ts";
import { type Change, change, changed } from "./change.ts";
import { named } from "./clients.ts";
import { clause, difference, differences, type Fact } from "./differences.ts";
import type { Step } from "./step.ts";

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
export function outageChanges(step: Step): Change[] {
  const { before, operation } = step;
  if (before === undefined) return [];
  if (isNeo4j(before)) return releaseChanges(before, step);
  if (operation !== "delete" && operation !== "replace") return [];
  if (step.type === NAMESPACE) return [namespaceDeletion(before, step)];
  return step.type === SERVER ? [serverDeletion(before, step)] : [];
}

function releaseChanges(before: Resource, { operation, after }: Step): Change[] {
  const subject = nameOf(before);
  if (operation === "delete") {
    return [
      change("outage", "release-deleted", subject, {
        sentence: `The Helm release ${subject} is deleted, and Neo4j ends`,
        because: "it is no longer declared",
        effect: "Its volume claims stay as long as the namespace does",
      }),
    ];
  }
  if (after === undefined) return [];
  const found = differences(podFacts(before), podFacts(after));
  const clauses = found.map(clause);
  const why = { differences: found, because: clauses.length > 8 ? [named(clauses)] : clauses };
  if (operation !== "update") {
    return [
      change("outage", "release-replaced", subject, {
        sentence: `Neo4j is deleted and made anew (Helm release ${subject})`,
        ...why,
        effect: "A release of another name or namespace starts with an empty database",
      }),
    ];
  }
  return changed("outage", "restart", subject, {
    sentence: `Neo4j restarts (Helm release ${subject})`,
    ...why,
    effect: "Sessions end, and there is one server only: drivers fail until it is up again",
  });
}

/** What of a release concerns its Pod, in the chart's own names. */
function podFacts({ properties }: Resource): Fact[] {
  const { name, namespace, chart, version, values } = properties;
  const { config = {}, ...others } = Object(values) as Record<string, unknown>;
  const ofPod = Object.entries(others).filter(([key]) => !BESIDE_THE_POD.has(key));
  return [
    ...Object.entries({ name, namespace, chart, version }),
    ...(isMap(config) ? leaves("", config) : leaves("values.", { config })),
    ...leaves("values.", Object.fromEntries(ofPod)),
  ];
}

/** Values by their paths; those of the mapping by group, which is shorter than all of it twice. */
function leaves(path: string, values: Record<string, unknown>): Fact[] {
  return Object.entries(values).flatMap(([key, value]): Fact[] => {
    if (isMap(value) && Object.keys(value).length > 0) return leaves(`${path}${key}.`, value);
    if (typeof value !== "string" || !key.endsWith(".group_to_role_mapping")) {
      return [[`${path}${key}`, value]];
    }
    const mapping = parseRoleMapping(value);
    return [...mapping].map(([group, roles]) => [`group ${group}`, roles.join(",")]);
  });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value instanceof Object && Object.getPrototypeOf(value) === Object.prototype;
}

function namespaceDeletion(before: Resource, { after }: Step): Change {
  const subject = namespaceName(before);
  return change("outage", "data-deleted", subject, {
    sentence: `The namespace ${subject} is deleted, with the data of Neo4j and every other object in it`,
    differences: difference("namespace", subject, after && namespaceName(after)),
    because: after ? `its name becomes ${namespaceName(after)}` : "it is no longer declared",
    effect: "Make a backup first; nothing brings the data back",
  });
}

function namespaceName(resource: Resource): string {
  const { name } = Object(resource.properties.metadata) as { name?: unknown };
  return typeof name === "string" ? name : nameOf(resource);
}

function serverDeletion(before: Resource, { operation }: Step): Change {
  const name = called(before);
  return change("outage", "server-deleted", name, {
    sentence: `The authorization server ${name} is deleted, with all that is on it`,
    because: operation === "delete" ? "it is no longer declared" : "it is made anew",
    effect: "No client can get a token of it, those of other stacks included",
  });
}
