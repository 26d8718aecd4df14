import { randomBytes } from "node:crypto";
import { type KubernetesObject, PatchStrategy } from "@kubernetes/client-node";
import type {
  CheckFailure,
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
import {
  isProperties,
  type JsonObject,
  type Properties,
  revealProperties,
  Secret,
  UNKNOWN,
  withSecretsOf,
} from "../../protocol/values.ts";
import type { Cluster } from "../cluster.ts";
import { differences } from "../difference.ts";
import { documentOf, liveInputs, mergePatch } from "./document.ts";
import { during, isMissing } from "./errors.ts";
import { untilGone } from "./gone.ts";
import type { ObjectKind } from "./kinds.ts";
import { autoName, headerOf, idOf, type ObjectHeader, sameName } from "./names.ts";

/** The manager that the official plugin names for what it writes. */
const FIELD_MANAGER = "pulumi-kubernetes";

/** An object of the Kubernetes API as a resource. */
export class ObjectResource implements ResourceHandler {
  readonly #kind: ObjectKind;
  readonly #cluster: () => Cluster;

  constructor(kind: ObjectKind, cluster: () => Cluster) {
    this.#kind = kind;
    this.#cluster = cluster;
  }

  async check(request: CheckRequest): Promise<CheckResult> {
    const { apiVersion, kind, namespaced } = this.#kind;
    const known = ["apiVersion", "kind", "metadata", ...this.#kind.fields];
    const failures: CheckFailure[] = Object.keys(request.inputs)
      .filter((name) => !known.includes(name))
      .map((property) => ({
        property,
        reason: `unknown field ${JSON.stringify(property)} of a ${kind}; known are ${known.join(", ")}`,
      }));
    const given = request.inputs.metadata;
    const metadata: Properties = isProperties(given) ? { ...given } : {};
    if ((metadata.name ?? null) === null) metadata.name = autoName(request, metadata);
    if (namespaced) metadata.namespace ??= this.#cluster().configuration.namespace;
    const inputs = this.#kind.normalize({ ...request.inputs, apiVersion, kind, metadata });
    return { inputs, failures };
  }

  async diff(request: DiffRequest): Promise<Difference> {
    const cluster = this.#cluster();
    const properties = differences(
      request.oldInputs,
      request.inputs,
      (path) => /^metadata\.(name|namespace)$/.test(path) || this.#kind.replaces(path, cluster),
    );
    const replaced = Object.values(properties).some(({ replace }) => replace);
    return { properties, deleteBeforeReplace: replaced && sameName(request) };
  }

  async create(request: CreateRequest): Promise<{ id: string; outputs: Properties }> {
    if (request.preview) return { id: "", outputs: this.#planned(request.inputs) };
    const inputs = revealProperties(request.inputs);
    const live = await during(this.#kind, "create", inputs, () =>
      this.#cluster().objects.create(
        inputs as KubernetesObject,
        undefined,
        undefined,
        FIELD_MANAGER,
      ),
    );
    const manager = `${FIELD_MANAGER}-${randomBytes(4).toString("hex")}`;
    return { id: idOf(live), outputs: this.#stored(live, request.inputs, manager) };
  }

  async read(request: ReadRequest): Promise<ResourceState | undefined> {
    const header = this.#header(request.id);
    const live = await during(this.#kind, "read", header, () =>
      this.#cluster().objects.read(header).catch(isMissing),
    );
    if (live === undefined) return undefined;
    const inputs = liveInputs(this.#kind, request.oldInputs, documentOf(live));
    const manager = String(request.outputs.__fieldManager ?? FIELD_MANAGER);
    return { id: request.id, inputs, outputs: this.#stored(live, inputs, manager) };
  }

  async update(request: UpdateRequest): Promise<Properties> {
    if (request.preview) return this.#planned(request.inputs);
    const old = revealProperties(request.oldInputs) as JsonObject;
    const wanted = revealProperties(request.inputs) as JsonObject;
    const header = this.#header(request.id);
    const changes = mergePatch(old, wanted);
    const metadata = { ...(changes.metadata as Properties | undefined), ...header.metadata };
    const patch = { ...changes, ...header, metadata };
    const live = await during(this.#kind, "update", wanted, () =>
      this.#cluster().objects.patch(
        patch as KubernetesObject,
        undefined,
        undefined,
        FIELD_MANAGER,
        undefined,
        PatchStrategy.MergePatch,
      ),
    );
    const manager = String(request.outputs.__fieldManager ?? FIELD_MANAGER);
    return this.#stored(live, request.inputs, manager);
  }

  async delete(request: DeleteRequest): Promise<void> {
    const header = this.#header(request.id);
    await during(this.#kind, "delete", header, () =>
      untilGone(this.#cluster(), header, request.timeout),
    );
  }

  #header(id: string): ObjectHeader {
    return headerOf(this.#kind, id, this.#cluster().configuration.namespace);
  }

  #planned(inputs: Properties): Properties {
    return { ...inputs, __inputs: inputs, status: UNKNOWN };
  }

  #stored(live: KubernetesObject, inputs: Properties, fieldManager: string): Properties {
    const outputs = documentOf(live);
    for (const name of this.#kind.secretFields) {
      const value = outputs[name];
      if (value !== undefined) outputs[name] = new Secret(value);
    }
    return {
      ...withSecretsOf(outputs, inputs),
      __fieldManager: fieldManager,
      __initialApiVersion: this.#kind.apiVersion,
      __inputs: inputs,
    };
  }
}
