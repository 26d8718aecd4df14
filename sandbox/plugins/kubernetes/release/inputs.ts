import { notCovered } from "../../bridged/check.ts";
import { isZero } from "../../bridged/compare.ts";
import { type CheckRequest, type CheckResult, seededName } from "../../protocol/provider.ts";
import {
  isProperties,
  type Properties,
  reveal,
  Secret,
  type Value,
} from "../../protocol/values.ts";

/** How one input of a Release behaves. */
interface ReleaseInput {
  /** What the official plugin records when the program says nothing. */
  default?: false | "";
  /** Helm's option for it, when it is true. */
  option?: string;
  /** The Helm command cannot follow it as the official plugin does. */
  notCovered?: true;
}

/** The inputs of a Release. */
export const RELEASE_INPUTS: Readonly<Record<string, ReleaseInput>> = {
  allowNullValues: { default: false },
  // Helm 4 calls it --rollback-on-failure and still takes the name that Helm 3 knows.
  atomic: { default: false, option: "--atomic" },
  chart: {},
  cleanupOnFail: { default: false, option: "--cleanup-on-fail" },
  compat: {},
  createNamespace: { default: false, option: "--create-namespace" },
  dependencyUpdate: { default: false, option: "--dependency-update" },
  description: { default: "" },
  devel: { default: false },
  disableCRDHooks: { default: false, notCovered: true },
  disableOpenapiValidation: { default: false, option: "--disable-openapi-validation" },
  disableWebhooks: { default: false, option: "--no-hooks" },
  forceUpdate: { default: false, notCovered: true },
  keyring: { default: "" },
  lint: { default: false, notCovered: true },
  manifest: { notCovered: true },
  maxHistory: {},
  name: {},
  namespace: {},
  postrender: { default: "", notCovered: true },
  recreatePods: { default: false, notCovered: true },
  renderSubchartNotes: { default: false, option: "--render-subchart-notes" },
  replace: { default: false, notCovered: true },
  repositoryOpts: {},
  resetValues: { default: false, option: "--reset-values" },
  resourceNames: {},
  reuseValues: { default: false, option: "--reuse-values" },
  skipAwait: { default: false },
  skipCrds: { default: false, option: "--skip-crds" },
  takeOwnership: { option: "--take-ownership" },
  timeout: {},
  valueYamlFiles: { notCovered: true },
  values: {},
  verify: { default: false },
  version: {},
  waitForJobs: { default: false },
};
/** Seconds that an awaited release may take. */
const DEFAULT_TIMEOUT = 300;

/**
 * A Release's inputs with their defaults, except for the chart's version, which only Helm knows.
 *
 * @param namespace where a release goes that names no namespace.
 */
export function releaseInputs(request: CheckRequest, namespace: string): CheckResult {
  const { compat: _compat, ...given } = request.inputs;
  const failures: CheckResult["failures"] = [];
  const refuse = (property: string, reason: string) => failures.push({ property, reason });
  const inputs: Properties = {};
  for (const [name, input] of Object.entries(RELEASE_INPUTS)) {
    if (input.default !== undefined) inputs[name] = input.default;
  }
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    const input = RELEASE_INPUTS[name];
    if (input === undefined) refuse(name, `unknown input ${JSON.stringify(name)}`);
    else if (input.notCovered && !isZero(reveal(value))) refuse(name, notCovered(name));
    else inputs[name] = withoutNulls(value);
  }
  const repository = isProperties(inputs.repositoryOpts) ? inputs.repositoryOpts : {};
  for (const name of ["username", "password"]) {
    const path = `repositoryOpts.${name}`;
    if (!isZero(reveal(repository[name]))) refuse(path, notCovered(path));
  }
  for (const name of ["chart", "name"]) {
    if (!String(reveal(inputs[name]) ?? "").startsWith("-")) continue;
    refuse(name, `${name} must not begin with a hyphen: Helm would take it for an option`);
  }
  if ((given.chart ?? null) === null) refuse("chart", 'missing required input "chart"');
  inputs.name ??= request.oldInputs.name ?? seededName(request, 8);
  inputs.namespace ??= namespace;
  inputs.timeout ??= inputs.skipAwait === true ? 0 : DEFAULT_TIMEOUT;
  return { inputs, failures };
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
