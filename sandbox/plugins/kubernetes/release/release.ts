import { parse as parseYaml } from "yaml";
import { pinnedCharts } from "../../../neo4j/pinned-chart.ts";
import { type ResourceHandler, ResourceInitFailed } from "../../protocol/provider.ts";
import {
  containsUnknown,
  type Properties,
  redacted,
  reveal,
  withSecretsOf,
} from "../../protocol/values.ts";
import type { Cluster } from "../cluster.ts";
import { differences } from "../difference.ts";
import {
  type ChartReplacement,
  chartArguments,
  isReplaced,
  uninstallArguments,
  upgradeArguments,
  valuesDocument,
} from "./arguments.ts";
import { releaseInputs } from "./inputs.ts";
import { readRecord } from "./record.ts";
import { foreignRepository } from "./repositories.ts";
import { identity, importedInputs, planned, stored } from "./state.ts";

/** A first install that did not come to its end; nothing of it was ever in use. */
const UNFINISHED = ["failed", "pending-install"];

/**
 * `kubernetes:helm.sh/v3:Release`, through the Helm executable.
 *
 * @param replacement see {@link chartArguments}
 * @param repositories those that Helm may fetch charts from. Default: any.
 */
export function releaseResource(
  cluster: () => Cluster,
  replacement?: ChartReplacement,
  repositories?: readonly string[],
): ResourceHandler {
  const pinned = replacement?.copies === undefined ? undefined : pinnedCharts(replacement.copies);

  async function chartOf(inputs: Properties): Promise<string[] | undefined> {
    const chart = chartArguments(inputs, replacement);
    if (chart === undefined || pinned === undefined || !isReplaced(inputs, replacement))
      return chart;
    return [await pinned(String(reveal(inputs.version) ?? ""))];
  }

  /** Installs or upgrades. A release that Helm has recorded, in whatever condition, is kept in state. */
  async function apply(inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const helm = await cluster().helm();
    const { name, namespace, id } = identity(inputs);
    const chart = (await chartOf(inputs)) ?? [];
    let failure: Error | undefined;
    try {
      await helm.run(upgradeArguments(inputs, chart), { input: valuesDocument(inputs) });
    } catch (error) {
      failure = new Error(redacted((error as Error).message, inputs));
    }
    const record = await readRecord(helm, name, namespace, { evenIfCancelled: true });
    if (record === undefined) {
      throw failure ?? new Error(`Helm has no release ${id} after it installed it`);
    }
    const outputs = stored(inputs, record);
    if (failure === undefined) return { id, outputs };
    throw new ResourceInitFailed(
      `Helm release "${id}" was not brought up: ${failure.message} (release status: ${record.status})`,
      { id, inputs, outputs },
    );
  }

  return {
    async check(request) {
      const { inputs, failures } = releaseInputs(request, cluster().configuration.namespace);
      const chart = failures.length === 0 ? await chartOf(inputs) : undefined;
      if (chart === undefined) return { inputs, failures };
      if (repositories !== undefined && !isReplaced(inputs, replacement)) {
        const foreign = foreignRepository(inputs, repositories);
        if (foreign !== undefined) return { inputs, failures: [foreign] };
      }
      try {
        const helm = await cluster().helm();
        const metadata = parseYaml(await helm.run(["show", "chart", ...chart])) as Properties;
        inputs.version = String(metadata.version);
      } catch (error) {
        const { message } = error as Error;
        const reason = `${message}; check the chart name and repository configuration.`;
        failures.push({ property: "chart", reason });
      }
      return { inputs, failures };
    },

    async diff(request) {
      const inputs = { ...request.inputs };
      // Left open by Check while it is not known which chart is meant.
      if (containsUnknown(inputs.chart) || containsUnknown(inputs.repositoryOpts)) {
        inputs.version ??= request.oldInputs.version;
      }
      const replaces = (path: string) => /^(name|namespace)$/.test(path);
      return { properties: differences(request.oldInputs, inputs, replaces) };
    },

    async create({ inputs, preview }) {
      if (preview) return { id: "", outputs: planned(inputs) };
      const { name, namespace, id } = identity(inputs);
      const helm = await cluster().helm();
      const found = await readRecord(helm, name, namespace);
      if (found === undefined) return apply(inputs);
      if (found.revision !== 1 || !UNFINISHED.includes(found.status)) {
        throw new Error(
          `cannot re-use a name that is still in use: release ${id} is ${found.status}`,
        );
      }
      await helm.run(uninstallArguments(inputs));
      return apply(inputs);
    },

    async update({ inputs, preview }) {
      return preview ? planned(inputs) : (await apply(inputs)).outputs;
    },

    async read({ id, oldInputs }) {
      const [namespace = "", name = ""] = id.split("/");
      const record = await readRecord(await cluster().helm(), name, namespace);
      if (record === undefined) return undefined;
      const imported = Object.keys(oldInputs).length === 0;
      const old = imported ? importedInputs(record) : oldInputs;
      const inputs: Properties = { ...old, version: record.version };
      if (Object.keys(differences({ v: old.values ?? {} }, { v: record.values })).length > 0) {
        inputs.values = record.values;
      }
      const marked = withSecretsOf(inputs, old);
      return { id, inputs: marked, outputs: stored(marked, record) };
    },

    async delete({ outputs }) {
      const helm = await cluster().helm();
      await helm.run(uninstallArguments(outputs));
    },
  };
}
