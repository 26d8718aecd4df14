import { randomBytes } from "node:crypto";
import type { CheckFailure, CheckRequest } from "../../protocol/provider.ts";
import {
  isProperties,
  type Properties,
  reveal,
  Secret,
  type Value,
} from "../../protocol/values.ts";

/** What a Release has when the program says nothing, as the official plugin records it. */
const DEFAULTS = {
  allowNullValues: false,
  atomic: false,
  cleanupOnFail: false,
  createNamespace: false,
  dependencyUpdate: false,
  description: "",
  devel: false,
  disableCRDHooks: false,
  disableOpenapiValidation: false,
  disableWebhooks: false,
  forceUpdate: false,
  keyring: "",
  lint: false,
  postrender: "",
  recreatePods: false,
  renderSubchartNotes: false,
  replace: false,
  resetValues: false,
  reuseValues: false,
  skipAwait: false,
  skipCrds: false,
  verify: false,
  waitForJobs: false,
};
const OTHERS = [
  "chart",
  "compat",
  "manifest",
  "maxHistory",
  "name",
  "namespace",
  "repositoryOpts",
  "resourceNames",
  "takeOwnership",
  "timeout",
  "valueYamlFiles",
  "values",
  "version",
];
/** Inputs that the Helm command cannot follow as the official plugin does. */
const NOT_COVERED = [
  "disableCRDHooks",
  "forceUpdate",
  "lint",
  "manifest",
  "postrender",
  "recreatePods",
  "replace",
  "valueYamlFiles",
];
/** Seconds that an awaited release may take. */
const DEFAULT_TIMEOUT = 300;

/**
 * A Release's inputs with their defaults, except for the chart's version, which only Helm knows.
 *
 * @param namespace where a release goes that names no namespace.
 */
export function releaseInputs(
  request: CheckRequest,
  namespace: string,
): { inputs: Properties; failures: CheckFailure[] } {
  const { compat: _compat, ...given } = request.inputs;
  const failures: CheckFailure[] = [];
  const inputs: Properties = { ...DEFAULTS };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    if (!Object.hasOwn(DEFAULTS, name) && !OTHERS.includes(name)) {
      failures.push({ property: name, reason: `unknown input ${JSON.stringify(name)}` });
      continue;
    }
    if (NOT_COVERED.includes(name) && isSet(value)) {
      failures.push({ property: name, reason: notCovered(name) });
      continue;
    }
    inputs[name] = withoutNulls(value);
  }
  const repository = inputs.repositoryOpts;
  if (isProperties(repository)) {
    for (const name of ["username", "password"]) {
      if (!isSet(repository[name])) continue;
      failures.push({ property: `repositoryOpts.${name}`, reason: notCovered(name) });
    }
  }
  if ((given.chart ?? null) === null) {
    failures.push({ property: "chart", reason: 'missing required input "chart"' });
  }
  inputs.name ??= request.oldInputs.name ?? `${request.name}-${randomBytes(4).toString("hex")}`;
  inputs.namespace ??= namespace;
  inputs.timeout ??= inputs.skipAwait === true ? 0 : DEFAULT_TIMEOUT;
  return { inputs, failures };
}

function isSet(value: Value | undefined): boolean {
  const plain = reveal(value);
  if (Array.isArray(plain)) return plain.length > 0;
  return plain !== undefined && plain !== null && plain !== false && plain !== "";
}

function notCovered(name: string): string {
  return (
    `the sandbox's stand-in for the kubernetes plugin does not cover ${JSON.stringify(name)} of a Release; ` +
    "leave it out or use the official plugin"
  );
}

/** A null in the values means "say nothing", as in the official plugin. */
function withoutNulls(value: Value): Value {
  if (value instanceof Secret) return new Secret(withoutNulls(value.value));
  if (Array.isArray(value)) return value.filter((element) => element !== null).map(withoutNulls);
  if (!isProperties(value)) return value;
  const kept: Properties = {};
  for (const [name, child] of Object.entries(value)) {
    if (child !== undefined && child !== null) kept[name] = withoutNulls(child);
  }
  return kept;
}
