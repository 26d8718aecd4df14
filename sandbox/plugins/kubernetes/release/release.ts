import { parse as parseYaml } from "yaml";
import type {
  CheckRequest,
  CheckResult,
  CreateRequest,
  DeleteRequest,
  Difference,
  DiffRequest,
  ReadRequest,
  ResourceHandler,
  ResourceState,
  UpdateRequest,
} from "../../protocol/provider.ts";
import { ResourceInitFailed } from "../../protocol/provider.ts";
import {
  containsUnknown,
  type Properties,
  redacted,
  withSecretsOf,
} from "../../protocol/values.ts";
import type { Cluster } from "../cluster.ts";
import { differences } from "../difference.ts";
import {
  type ChartReplacement,
  chartArguments,
  uninstallArguments,
  upgradeArguments,
  valuesDocument,
} from "./arguments.ts";
import type { Helm } from "./helm.ts";
import { releaseInputs } from "./inputs.ts";
import { readRecord } from "./record.ts";
import { identity, importedInputs, planned, stored } from "./state.ts";

/** A first install that did not come to its end; nothing of it was ever in use. */
const UNFINISHED = ["failed", "pending-install"];

/** `kubernetes:helm.sh/v3:Release`, through the Helm executable. */
export class Release implements ResourceHandler {
  readonly #cluster: () => Cluster;
  readonly #replacement: ChartReplacement | undefined;

  /** @param replacement see {@link chartArguments} */
  constructor(cluster: () => Cluster, replacement?: ChartReplacement) {
    this.#cluster = cluster;
    this.#replacement = replacement;
  }

  async check(request: CheckRequest): Promise<CheckResult> {
    const { inputs, failures } = releaseInputs(request, this.#cluster().configuration.namespace);
    const chart = failures.length === 0 ? chartArguments(inputs, this.#replacement) : undefined;
    if (chart !== undefined) {
      try {
        const helm = await this.#cluster().helm();
        const metadata = parseYaml(await helm.run(["show", "chart", ...chart])) as Properties;
        inputs.version = String(metadata.version);
      } catch (error) {
        const { message } = error as Error;
        const reason = `${message}; check the chart name and repository configuration.`;
        failures.push({ property: "chart", reason });
      }
    }
    return { inputs, failures };
  }

  async diff(request: DiffRequest): Promise<Difference> {
    const inputs = { ...request.inputs };
    // Left open by Check while it is not known which chart is meant.
    if (containsUnknown(inputs.chart) || containsUnknown(inputs.repositoryOpts)) {
      inputs.version ??= request.oldInputs.version;
    }
    return {
      properties: differences(request.oldInputs, inputs, (path) => /^(name|namespace)$/.test(path)),
    };
  }

  async create(request: CreateRequest): Promise<{ id: string; outputs: Properties }> {
    if (request.preview) return { id: "", outputs: planned(request.inputs) };
    const { name, namespace, id } = identity(request.inputs);
    const helm = await this.#cluster().helm();
    const found = await readRecord(helm, name, namespace);
    if (found !== undefined) {
      if (found.revision !== 1 || !UNFINISHED.includes(found.status)) {
        throw new Error(
          `cannot re-use a name that is still in use: release ${id} is ${found.status}`,
        );
      }
      await helm.run(uninstallArguments(request.inputs));
    }
    return this.#apply(helm, request);
  }

  async update(request: UpdateRequest): Promise<Properties> {
    if (request.preview) return planned(request.inputs);
    return (await this.#apply(await this.#cluster().helm(), request)).outputs;
  }

  async read(request: ReadRequest): Promise<ResourceState | undefined> {
    const [namespace = "", name = ""] = request.id.split("/");
    const helm = await this.#cluster().helm();
    const record = await readRecord(helm, name, namespace);
    if (record === undefined) return undefined;
    const imported = Object.keys(request.oldInputs).length === 0;
    const old = imported ? importedInputs(record, name, namespace) : request.oldInputs;
    const inputs: Properties = { ...old, version: record.version };
    if (Object.keys(differences({ v: old.values ?? {} }, { v: record.values })).length > 0) {
      inputs.values = record.values;
    }
    const marked = withSecretsOf(inputs, old);
    return { id: request.id, inputs: marked, outputs: stored(marked, record, name, namespace) };
  }

  async delete(request: DeleteRequest): Promise<void> {
    const helm = await this.#cluster().helm();
    await helm.run(uninstallArguments(request.outputs));
  }

  async #apply(
    helm: Helm,
    { inputs }: CreateRequest,
  ): Promise<{ id: string; outputs: Properties }> {
    const { name, namespace, id } = identity(inputs);
    const chart = chartArguments(inputs, this.#replacement) ?? [];
    let failure: Error | undefined;
    try {
      await helm.run(upgradeArguments(inputs, chart), { input: valuesDocument(inputs) });
    } catch (error) {
      failure = new Error(redacted((error as Error).message, inputs));
    }
    const record = await readRecord(helm, name, namespace, {
      evenIfCancelled: true,
    });
    if (record === undefined)
      throw failure ?? new Error(`Helm has no release ${id} after it installed it`);
    const outputs = stored(inputs, record, name, namespace);
    if (failure !== undefined) {
      throw new ResourceInitFailed(
        `Helm release "${id}" was not brought up: ${failure.message} (release status: ${record.status})`,
        { id, inputs, outputs },
      );
    }
    return { id, outputs };
  }
}
