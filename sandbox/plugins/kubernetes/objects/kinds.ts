import {
  isProperties,
  type Properties,
  reveal,
  Secret,
  UNKNOWN,
  type Value,
} from "../../protocol/values.ts";
import type { Cluster } from "../cluster.ts";

/** What tells one kind of object from another. */
export interface ObjectKind {
  apiVersion: string;
  kind: string;
  namespaced: boolean;
  /** Inputs that a program may set, beside apiVersion, kind and metadata. */
  fields: readonly string[];
  /** Properties that are secret as a whole. */
  secretFields: readonly string[];
  /** Brings inputs into the form that is stored. */
  normalize(inputs: Properties): Properties;
  /** Whether a change at the path needs a new object, beside a change of name or namespace. */
  replaces(path: string, cluster: Cluster): boolean;
  /** What has become of a made object: undefined while that is open. Default: it is made at once. */
  outcome?(live: Properties): { failure?: string } | undefined;
}

/** `kubernetes:core/v1:Namespace`. */
export const namespace: ObjectKind = {
  apiVersion: "v1",
  kind: "Namespace",
  namespaced: false,
  fields: ["spec"],
  secretFields: [],
  normalize: (inputs) => inputs,
  replaces: () => false,
};

/** `kubernetes:core/v1:ConfigMap`. Another text in it makes another object, as with the official plugin. */
export const configMap: ObjectKind = {
  apiVersion: "v1",
  kind: "ConfigMap",
  namespaced: true,
  fields: ["binaryData", "data", "immutable"],
  secretFields: [],
  normalize: (inputs) => inputs,
  replaces: (path) => /^(data|binaryData)($|[.[])/.test(path),
};

/** `kubernetes:core/v1:Secret`. What it holds is secret in inputs and outputs alike. */
export const secret: ObjectKind = {
  apiVersion: "v1",
  kind: "Secret",
  namespaced: true,
  fields: ["data", "immutable", "stringData", "type"],
  secretFields: ["data", "stringData"],
  normalize: foldStringData,
  replaces: (path, cluster) =>
    /^type$/.test(path) ||
    (!cluster.configuration.secretsAreMutable && /^(data|stringData)($|[.[])/.test(path)),
};

/** `kubernetes:batch/v1:Job`. Its making ends with the Job: a failed one is a failed resource. */
export const job: ObjectKind = {
  apiVersion: "batch/v1",
  kind: "Job",
  namespaced: true,
  fields: ["spec"],
  secretFields: [],
  normalize: (inputs) => inputs,
  replaces: (path) => /^spec($|[.[])/.test(path),
  outcome: jobOutcome,
};

function jobOutcome({ status }: Properties): { failure?: string } | undefined {
  const given = isProperties(status) ? status.conditions : undefined;
  const conditions = Array.isArray(given) ? given.filter(isProperties) : [];
  const holds = (type: string) =>
    conditions.find((condition) => condition.type === type && condition.status === "True");
  if (holds("Complete")) return {};
  const failed = holds("Failed");
  return failed && { failure: `${String(failed.reason)}: ${String(failed.message)}` };
}

/** `stringData` is only a way of writing `data`: it is encoded into it, as the API server would. */
function foldStringData(inputs: Properties): Properties {
  const { stringData, data, ...others } = inputs;
  if (stringData === undefined && data === undefined) return others;
  return { ...others, data: new Secret(merged(reveal(data), reveal(stringData))) };
}

function merged(data: Value | undefined, stringData: Value | undefined): Value {
  if (data === UNKNOWN || stringData === UNKNOWN) return UNKNOWN;
  const folded: Properties = isProperties(data) ? { ...data } : {};
  for (const [key, value] of Object.entries(isProperties(stringData) ? stringData : {})) {
    if (value === undefined || value === null) continue;
    folded[key] = typeof value === "string" ? Buffer.from(value, "utf8").toString("base64") : value;
  }
  return folded;
}
