import type { KubernetesObject } from "@kubernetes/client-node";
import {
  isJsonObject,
  isProperties,
  type JsonObject,
  type Properties,
  reveal,
  Secret,
  withSecretsOf,
} from "../../protocol/values.ts";
import type { ObjectKind } from "./kinds.ts";

/** The object as the API server wrote it: times are text without fractions of a second. */
export function documentOf(live: KubernetesObject): Properties {
  const text = JSON.stringify(live, function (this: Record<string, unknown>, key, value: unknown) {
    const original = this[key];
    return original instanceof Date ? original.toISOString().replace(/\.000Z$/, "Z") : value;
  });
  return JSON.parse(text) as Properties;
}

/** Metadata that a program sets; the rest is the API server's. */
const OWN_METADATA = ["annotations", "labels", "name", "namespace"];

/**
 * Inputs after a refresh: of what the program set, the values that the cluster now has. For an
 * import: everything that a program could have set.
 */
export function liveInputs(kind: ObjectKind, oldInputs: Properties, live: Properties): Properties {
  if (Object.keys(oldInputs).length > 0) {
    return withSecretsOf(project(oldInputs, live), oldInputs);
  }
  const metadata = isProperties(live.metadata) ? live.metadata : {};
  return withSecretFields(kind, {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    metadata: pick(metadata, OWN_METADATA),
    ...pick(live, kind.fields),
  });
}

/** The properties, of which those that are secret for the kind are marked. */
export function withSecretFields(kind: ObjectKind, properties: Properties): Properties {
  const secrets = Object.entries(pick(properties, kind.secretFields));
  const marked = secrets.map(([name, value]) => [name, new Secret(value ?? null)]);
  return { ...properties, ...Object.fromEntries(marked) };
}

function pick(properties: Properties, names: readonly string[]): Properties {
  const present = names.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, properties[name]]));
}

function project(old: Properties, live: Properties): Properties {
  const projected: Properties = {};
  for (const [name, value] of Object.entries(old)) {
    const now = live[name];
    // The API server leaves out apiVersion and kind of some answers, and what it does not store.
    if (name === "apiVersion" || name === "kind") projected[name] = value;
    else if (now !== undefined) {
      const before = reveal(value);
      projected[name] = isProperties(before) && isProperties(now) ? project(before, now) : now;
    }
  }
  return projected;
}

/** The JSON merge patch (RFC 7396) that turns `old` into `wanted`. */
export function mergePatch(old: JsonObject, wanted: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const key of Object.keys(old)) {
    if (!Object.hasOwn(wanted, key)) patch[key] = null;
  }
  for (const [key, value] of Object.entries(wanted)) {
    const before = old[key];
    if (isJsonObject(before) && isJsonObject(value)) {
      const nested = mergePatch(before, value);
      if (Object.keys(nested).length > 0) patch[key] = nested;
    } else if (JSON.stringify(before) !== JSON.stringify(value)) patch[key] = value;
  }
  return patch;
}
