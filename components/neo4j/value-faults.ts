import type { Fault } from "../../access/fault.ts";
import { isPlainObject, type Values } from "./values.ts";

interface Guard {
  code: "values-derived" | "values-secret" | "values-chart";
  message: string;
  mend: string;
}

const derived = (setting: string): Guard => ({
  code: "values-derived",
  message: "is derived by the program",
  mend: `remove it, and use ${setting}`,
});

const secret = (instead: string): Guard => ({
  code: "values-secret",
  message: "would put a secret into the Helm release in the clear",
  mend: instead,
});

/** Helm values that a user may not set, by their dotted path, and why. */
const GUARDS: Readonly<Record<string, Guard>> = {
  config: derived("neo4j.config"),
  "neo4j.name": derived("neo4j.release"),
  "neo4j.edition": derived("nothing: OpenID Connect needs Enterprise"),
  "neo4j.acceptLicenseAgreement": derived("neo4j.license"),
  "neo4j.passwordFromSecret": derived("nothing: the break-glass Secret is the program's"),
  "neo4j.resources": derived("neo4j.resources"),
  "neo4j.password": secret("the break-glass password is made by the program"),
  nameOverride: derived("neo4j.release"),
  fullnameOverride: derived("neo4j.release"),
  clusterDomain: derived("nothing: the addresses in the stack's outputs rely on cluster.local"),
  logInitialPassword: derived("nothing: the password is never printed"),
  "volumes.data": derived("neo4j.storage"),
  "image.imageCredentials": secret(
    "make the pull secret yourself, and name it in imagePullSecrets",
  ),
  configImport: {
    code: "values-chart",
    message: "is rewritten by the chart in ways that break values",
    mend: "use neo4j.config",
  },
  disableLookups: {
    code: "values-chart",
    message: "turns off the chart's check of the break-glass Secret",
    mend: "remove it",
  },
};

/**
 * Objections to Helm values that a user adds: they may not replace what the program derives, and
 * may not carry secrets. No value is repeated in a message.
 */
export function valueFaults(values: Values): Fault[] {
  return [...guarded(values), ...dottedNames(values), ...environment(values)];
}

function guarded(values: Values): Fault[] {
  return Object.entries(GUARDS).flatMap(([path, guard]) => {
    const at = path.split(".");
    if (!reaches(values, at)) return [];
    return [{ ...guard, at, allowed: "values that the program does not derive" }];
  });
}

function reaches(values: unknown, at: readonly string[]): boolean {
  const [key, ...rest] = at;
  if (key === undefined) return true;
  return isPlainObject(values) && Object.hasOwn(values, key) && reaches(values[key], rest);
}

/** The chart has no schema, so Helm would drop a dotted name at the top without a word. */
function dottedNames(values: Values): Fault[] {
  return Object.keys(values)
    .filter((key) => key.includes("."))
    .map((key) => ({
      code: "values-chart",
      at: [key],
      message: "is no Helm value of the chart; it looks like a Neo4j setting",
      allowed: "names of the chart's values",
      mend: "move it to neo4j.config",
    }));
}

/** The chart copies `env` into a ConfigMap. */
function environment(values: Values): Fault[] {
  const env = values.env;
  if (!isPlainObject(env)) return [];
  return Object.keys(env)
    .filter((key) => /pass|secret|token|auth|credential/i.test(key))
    .map((key) => ({
      ...secret("mount a Kubernetes Secret instead"),
      at: ["env", key],
      allowed: "variables without secrets",
    }));
}
