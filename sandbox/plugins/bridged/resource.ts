import {
  type CheckFailure,
  type ResourceHandler,
  ResourceInitFailed,
} from "../protocol/provider.ts";
import { type Properties, reveal } from "../protocol/values.ts";
import { checkInputs } from "./check.ts";
import { diffInputs } from "./diff.ts";
import type { ResourceSchema } from "./schema.ts";
import {
  keptValues,
  plannedOutputs,
  plannedValues,
  refreshedInputs,
  storedOutputs,
} from "./state.ts";

/** An object that was just made. */
export interface Created {
  id: string;
  /** What is known of the object without the further steps. */
  values: Properties;
  /** The steps after the one that made the object. When one fails, the object stays in state. @returns all values. */
  complete(): Promise<Properties>;
}

/**
 * What a bridged resource does against its API. Values are plain: secrets opened, names Pulumi's.
 * Each call returns the values to store; what it leaves out is stored as null.
 */
export interface BridgedOperations {
  schema: ResourceSchema;
  /** The bridge's `__meta` of this resource, if it has one. */
  meta?: string;
  /** What Check refuses of several inputs together. Default: nothing. */
  judge?(inputs: Properties): CheckFailure[];
  create(planned: Properties): Promise<Created>;
  /** `old` are the stored values, empty for an import. @returns undefined when it is gone. */
  read(id: string, old: Properties): Promise<Properties | undefined>;
  update(id: string, planned: Properties, old: Properties): Promise<Properties>;
  delete(id: string, old: Properties): Promise<void>;
  /** Takes an import id such as `authServerId/scopeId` apart. */
  parseImportId(importId: string): { id: string; values: Properties };
}

/** A resource type with the bridge's Check, Diff and state around the calls to its API. */
export function bridgedResource(operations: BridgedOperations): ResourceHandler {
  const { schema, meta } = operations;
  const written = (id: string, values: Properties, inputs: Properties): Properties =>
    storedOutputs(schema, meta, { id, values, inputs, written: true });

  return {
    async check(request) {
      const { inputs, failures } = checkInputs(schema, request);
      return { inputs, failures: [...failures, ...(operations.judge?.(inputs) ?? [])] };
    },
    diff: async (request) => diffInputs(schema, request),

    async create({ inputs, preview }) {
      if (preview) return { id: "", outputs: plannedOutputs(schema, inputs, undefined) };
      const { id, values, complete } = await operations.create(plannedValues(schema, inputs));
      try {
        return { id, outputs: written(id, await complete(), inputs) };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const outputs = written(id, values, inputs);
        throw new ResourceInitFailed(message, { id, inputs, outputs });
      }
    },

    async read(request) {
      const known = reveal(request.outputs);
      const imported = Object.keys(known).length === 0;
      const { id, values: before } = imported
        ? operations.parseImportId(request.id)
        : { id: request.id, values: known };
      const values = await operations.read(id, before);
      if (values === undefined) return undefined;
      const inputs = request.oldInputs;
      const outputs = storedOutputs(schema, meta, { id, values, inputs });
      return { id, outputs, inputs: refreshedInputs(schema, inputs, outputs) };
    },

    async update({ id, inputs, outputs, preview }) {
      if (preview) return plannedOutputs(schema, inputs, outputs);
      const old = reveal(outputs);
      const planned = { ...keptValues(schema, old), ...plannedValues(schema, inputs) };
      return written(id, await operations.update(id, planned, old), inputs);
    },

    delete: ({ id, outputs }) => operations.delete(id, reveal(outputs)),
  };
}
