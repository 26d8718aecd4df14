import type { Finding, Path } from "../../../access/finding.ts";
import { isMap, valueAt } from "../../../access/tree.ts";
import type { Values } from "./values.ts";

const ALLOWED = {
  "values-derived": "values that the program does not derive",
  "values-secret": "values without secrets",
  "values-chart": "values that the chart reads as they are meant",
} as const;

type ValuesCode = keyof typeof ALLOWED;

/** Makes an objection to the Helm value at a path. */
export function valuesFinding(code: ValuesCode, at: Path, message: string, fix: string): Finding {
  return { code, at, message, allowed: ALLOWED[code], fix };
}

type Guard = [code: ValuesCode, message: string, fix: string];

const derived = (argument: string): Guard => [
  "values-derived",
  "is derived by the program",
  `remove it, and use \`${argument}\``,
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
  config: derived("config"),
  "neo4j.name": derived("release"),
  "neo4j.edition": fixed("OpenID Connect needs Enterprise"),
  "neo4j.acceptLicenseAgreement": derived("license"),
  "neo4j.passwordFromSecret": fixed("the break-glass Secret is the program's"),
  "neo4j.resources": derived("resources"),
  "neo4j.password": secret("remove it; the break-glass password is made by the program"),
  "neo4j.minimumClusterSize": [
    "values-chart",
    "asks for a cluster, while one release is one server, which would wait for the others",
    "remove it",
  ],
  nameOverride: derived("release"),
  fullnameOverride: derived("release"),
  clusterDomain: fixed("the addresses in the outputs rely on cluster.local"),
  logInitialPassword: fixed("the password is never printed"),
  "volumes.data": derived("storage"),
  "image.imageCredentials": secret(
    "make the pull secret yourself, and name it in imagePullSecrets",
  ),
  configImport: [
    "values-chart",
    "is rewritten by the chart in ways that break values",
    "use `config`",
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
  "podSpec.containers": "a list",
  secretMounts: "a map",
  additionalVolumes: "a list",
  additionalVolumeMounts: "a list",
};

/** Objections to values that the program derives, or that would replace those. */
export function guardFindings(values: Values): Finding[] {
  const guarded = Object.entries(GUARDS).flatMap(([path, [code, message, fix]]) =>
    valueAt(values, path.split(".")) === undefined
      ? []
      : [valuesFinding(code, path.split("."), message, fix)],
  );
  const misshapen = Object.entries(SHAPES).flatMap(([path, shape]) => {
    const value = valueAt(values, path.split("."));
    if (value === undefined || hasShape(value, shape)) return [];
    const message = `is not ${shape}, and would replace what the program derives`;
    return [
      valuesFinding("values-derived", path.split("."), message, `write ${shape}, or remove it`),
    ];
  });
  return [...guarded, ...misshapen];
}

function hasShape(value: unknown, shape: string): boolean {
  if (shape === "a map") return isMap(value);
  return shape === "a list" ? Array.isArray(value) : typeof value === "boolean";
}
