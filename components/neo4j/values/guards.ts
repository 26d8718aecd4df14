import type { Fault } from "../../../access/fault.ts";
import { isPlainObject, type Values, valueAt } from "./values.ts";

/** An objection to a Helm value. */
export interface ValueFault extends Fault {
  code: "values-derived" | "values-secret" | "values-chart";
}

/** Makes an objection to the Helm value at a path. */
export function valueFault(
  code: ValueFault["code"],
  at: Fault["at"],
  message: string,
  fix: string,
): ValueFault {
  return { code, at, message, allowed: ALLOWED[code], fix };
}

const ALLOWED: Readonly<Record<ValueFault["code"], string>> = {
  "values-derived": "values that the program does not derive",
  "values-secret": "values without secrets",
  "values-chart": "values that the chart reads as they are meant",
};

type Guard = [code: ValueFault["code"], message: string, fix: string];

const derived = (setting: string): Guard => [
  "values-derived",
  "is derived by the program",
  `remove it, and use ${setting}`,
];

const fixed = (reason: string): Guard => [
  "values-derived",
  "is derived by the program",
  `remove it; ${reason}`,
];

const secret = (fix: string): Guard => [
  "values-secret",
  "would put a secret into the Helm release in the clear",
  fix,
];

/** Helm values that a user may not set, by their dotted path, and why. */
const GUARDS: Readonly<Record<string, Guard>> = {
  config: derived("neo4j.config"),
  "neo4j.name": derived("neo4j.release"),
  "neo4j.edition": fixed("OpenID Connect needs Enterprise"),
  "neo4j.acceptLicenseAgreement": derived("neo4j.license"),
  "neo4j.passwordFromSecret": fixed("the break-glass Secret is the program's"),
  "neo4j.resources": derived("neo4j.resources"),
  "neo4j.password": secret("remove it; the break-glass password is made by the program"),
  "neo4j.minimumClusterSize": [
    "values-chart",
    "asks for a cluster, while one release is one server, which would wait for the others",
    "remove it",
  ],
  nameOverride: derived("neo4j.release"),
  fullnameOverride: derived("neo4j.release"),
  clusterDomain: fixed("the addresses in the stack's outputs rely on cluster.local"),
  logInitialPassword: fixed("the password is never printed"),
  "volumes.data": derived("neo4j.storage"),
  "image.imageCredentials": secret(
    "make the pull secret yourself, and name it in imagePullSecrets",
  ),
  configImport: [
    "values-chart",
    "is rewritten by the chart in ways that break values",
    "use neo4j.config",
  ],
  disableLookups: [
    "values-chart",
    "turns off the chart's check of the break-glass Secret",
    "remove it",
  ],
};

/** What derived values are merged into; another shape would replace them. */
const SHAPES: Readonly<Record<string, "a map" | "a list" | "true or false">> = {
  neo4j: "a map",
  services: "a map",
  "services.neo4j": "a map",
  "services.neo4j.enabled": "true or false",
  volumes: "a map",
  image: "a map",
  env: "a map",
  jvm: "a map",
  "jvm.additionalJvmArguments": "a list",
  podSpec: "a map",
  "podSpec.annotations": "a map",
  "podSpec.initContainers": "a list",
  additionalVolumes: "a list",
  additionalVolumeMounts: "a list",
};

/** Objections to values that the program derives, or that would replace those. */
export function guardFaults(values: Values): ValueFault[] {
  const guarded = Object.entries(GUARDS).flatMap(([path, [code, message, fix]]) =>
    valueAt(values, path.split(".")) === undefined
      ? []
      : [valueFault(code, path.split("."), message, fix)],
  );
  const misshapen = Object.entries(SHAPES).flatMap(([path, shape]) => {
    const value = valueAt(values, path.split("."));
    if (value === undefined || hasShape(value, shape)) return [];
    const message = `is not ${shape}, and would replace what the program derives`;
    return [valueFault("values-derived", path.split("."), message, `write ${shape}, or remove it`)];
  });
  return [...guarded, ...misshapen];
}

function hasShape(value: unknown, shape: string): boolean {
  if (shape === "a map") return isPlainObject(value);
  return shape === "a list" ? Array.isArray(value) : typeof value === "boolean";
}
