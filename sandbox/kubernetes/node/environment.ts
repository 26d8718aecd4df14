import type { V1Container, V1EnvVar, V1Pod } from "@kubernetes/client-node";
import { expand, fieldValue } from "./fields.ts";
import { type ObjectSource, PodReferenceError, referencedData } from "./references.ts";

const VARIABLE_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/**
 * The environment that a container's `envFrom` and `env` describe: later entries win, and `$(NAME)`
 * refers to what was defined before.
 * @throws PodReferenceError if an object or a key that is not optional is missing
 */
export async function resolveEnvironment(
  container: V1Container,
  pod: V1Pod,
  source: ObjectSource,
): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const from of container.envFrom ?? []) {
    const reference = from.configMapRef ?? from.secretRef;
    if (!reference) continue;
    const kind = from.configMapRef ? "configmap" : "secret";
    const data = await referencedData(source, kind, reference);
    for (const [key, value] of Object.entries(data ?? {})) {
      const variable = `${from.prefix ?? ""}${key}`;
      if (VARIABLE_NAME.test(variable)) environment[variable] = value.toString("utf8");
    }
  }
  for (const entry of container.env ?? []) {
    const value = await variableValue(entry, pod, source, environment);
    if (value !== undefined) environment[entry.name] = value;
  }
  return environment;
}

async function variableValue(
  entry: V1EnvVar,
  pod: V1Pod,
  source: ObjectSource,
  environment: Record<string, string>,
): Promise<string | undefined> {
  const from = entry.valueFrom;
  if (!from) return expand(entry.value ?? "", environment);
  if (from.fieldRef) return fieldValue(pod, from.fieldRef.fieldPath);
  const reference = from.configMapKeyRef ?? from.secretKeyRef;
  if (!reference) {
    throw new PodReferenceError(
      `the sandbox cannot resolve the source of the variable ${entry.name}`,
    );
  }
  const kind = from.configMapKeyRef ? "configmap" : "secret";
  const data = await referencedData(source, kind, reference);
  const value = data?.[reference.key];
  if (value !== undefined) return value.toString("utf8");
  if (reference.optional === true) return undefined;
  throw new PodReferenceError(
    `couldn't find key ${reference.key} in ${kind} ${pod.metadata?.namespace}/${reference.name}`,
  );
}
