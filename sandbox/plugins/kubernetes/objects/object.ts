import { randomBytes } from "node:crypto";
import { type KubernetesObject, PatchStrategy } from "@kubernetes/client-node";
import { type ResourceHandler, ResourceInitFailed } from "../../protocol/provider.ts";
import {
  isProperties,
  type JsonObject,
  type Properties,
  reveal,
  UNKNOWN,
  withSecretsOf,
} from "../../protocol/values.ts";
import type { Cluster } from "../cluster.ts";
import { differences } from "../difference.ts";
import { documentOf, liveInputs, mergePatch, withSecretFields } from "./document.ts";
import { during, isMissing } from "./errors.ts";
import { untilGone } from "./gone.ts";
import type { ObjectKind } from "./kinds.ts";
import { autoName, headerOf, idOf, sameName } from "./names.ts";
import { untilSettled } from "./settled.ts";

/** The manager that the official plugin names for what it writes. */
const FIELD_MANAGER = "pulumi-kubernetes";

/** An object of the Kubernetes API as a resource. */
export function objectResource(kind: ObjectKind, cluster: () => Cluster): ResourceHandler {
  const header = (id: string) => headerOf(kind, id, cluster().configuration.namespace);

  return {
    async check(request) {
      const known = ["apiVersion", "kind", "metadata", ...kind.fields];
      const failures = Object.keys(request.inputs)
        .filter((name) => !known.includes(name))
        .map((property) => ({
          property,
          reason: `unknown field ${JSON.stringify(property)} of a ${kind.kind}; known are ${known.join(", ")}`,
        }));
      const given = request.inputs.metadata;
      const metadata: Properties = isProperties(given) ? { ...given } : {};
      if ((metadata.name ?? null) === null) metadata.name = autoName(request, metadata);
      if (kind.namespaced) metadata.namespace ??= cluster().configuration.namespace;
      const { apiVersion } = kind;
      const inputs = { ...request.inputs, apiVersion, kind: kind.kind, metadata };
      return { inputs: kind.normalize(inputs), failures };
    },

    async diff(request) {
      const properties = differences(
        request.oldInputs,
        request.inputs,
        (path) => /^metadata\.(name|namespace)$/.test(path) || kind.replaces(path, cluster()),
      );
      const replaced = Object.values(properties).some(({ replace }) => replace);
      return { properties, deleteBeforeReplace: replaced && sameName(request) };
    },

    async create({ inputs, preview }) {
      if (preview) return { id: "", outputs: planned(inputs) };
      const object = reveal(inputs) as KubernetesObject;
      const made = await during(kind, "create", object, () =>
        cluster().objects.create(object, undefined, undefined, FIELD_MANAGER),
      );
      const manager = `${FIELD_MANAGER}-${randomBytes(4).toString("hex")}`;
      const id = idOf(made);
      const { live, failure } = await untilSettled(kind, cluster(), header(id), made);
      const outputs = stored(kind, live, inputs, manager);
      if (failure === undefined) return { id, outputs };
      throw new ResourceInitFailed(`${kind.kind} ${id} failed: ${failure}`, {
        id,
        inputs,
        outputs,
      });
    },

    async read({ id, oldInputs, outputs }) {
      const object = header(id);
      const live = await during(kind, "read", object, () =>
        cluster().objects.read(object).catch(isMissing),
      );
      if (live === undefined) return undefined;
      const inputs = liveInputs(kind, oldInputs, documentOf(live));
      return { id, inputs, outputs: stored(kind, live, inputs, outputs.__fieldManager) };
    },

    async update({ id, oldInputs, outputs, inputs, preview }) {
      if (preview) return planned(inputs);
      const wanted = reveal(inputs) as JsonObject;
      const changes = mergePatch(reveal(oldInputs) as JsonObject, wanted);
      const object = header(id);
      const metadata = { ...(changes.metadata as JsonObject | undefined), ...object.metadata };
      const patch = { ...changes, ...object, metadata } as KubernetesObject;
      const { MergePatch } = PatchStrategy;
      const live = await during(kind, "update", wanted, () =>
        cluster().objects.patch(patch, undefined, undefined, FIELD_MANAGER, undefined, MergePatch),
      );
      return stored(kind, live, inputs, outputs.__fieldManager);
    },

    async delete({ id, timeout }) {
      const object = header(id);
      await during(kind, "delete", object, () => untilGone(cluster(), object, timeout));
    },
  };
}

function planned(inputs: Properties): Properties {
  return { ...inputs, __inputs: inputs, status: UNKNOWN };
}

/** Outputs as the official plugin stores them. */
function stored(
  kind: ObjectKind,
  live: KubernetesObject,
  inputs: Properties,
  fieldManager: Properties[string] = FIELD_MANAGER,
): Properties {
  return {
    ...withSecretsOf(withSecretFields(kind, documentOf(live)), inputs),
    __fieldManager: fieldManager,
    __initialApiVersion: kind.apiVersion,
    __inputs: inputs,
  };
}
