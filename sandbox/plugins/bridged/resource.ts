import {
  type CheckRequest,
  type CheckResult,
  type CreateRequest,
  type DeleteRequest,
  type Difference,
  type DiffRequest,
  type ReadRequest,
  type ResourceHandler,
  ResourceInitFailed,
  type ResourceState,
  type UpdateRequest,
} from "../protocol/provider.ts";
import { type Properties, revealProperties } from "../protocol/values.ts";
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

/**
 * What a bridged resource does against its API. Values are plain: secrets opened, names Pulumi's.
 * Each call returns the values to store; what it leaves out is stored as null.
 */
export interface BridgedOperations {
  schema: ResourceSchema;
  /** The bridge's `__meta` of this resource, if it has one. */
  meta?: string;
  create(planned: Properties): Promise<{ id: string; values: Properties }>;
  /** `old` are the stored values, empty for an import. @returns undefined when it is gone. */
  read(id: string, old: Properties): Promise<Properties | undefined>;
  update(id: string, planned: Properties, old: Properties): Promise<Properties>;
  delete(id: string, old: Properties): Promise<void>;
  /** Takes an import id such as `authServerId/scopeId` apart. Default: the id is the id. */
  parseImportId?(importId: string): { id: string; values: Properties };
}

/** The object was made, but what came after failed; it must not be lost to the state. */
class CreatedOnly extends Error {
  readonly id: string;
  readonly values: Properties;

  constructor(id: string, values: Properties, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "CreatedOnly";
    this.id = id;
    this.values = values;
  }
}

/**
 * Runs the steps after the one that made the object.
 *
 * @param values what is known of the object without them.
 * @returns the object with the values that the steps return.
 * @throws CreatedOnly when one fails.
 */
export async function afterCreating(
  id: string,
  values: Properties,
  steps: () => Promise<Properties>,
): Promise<{ id: string; values: Properties }> {
  try {
    return { id, values: await steps() };
  } catch (error) {
    throw new CreatedOnly(id, values, error);
  }
}

/** A resource type with the bridge's Check, Diff and state around the calls to its API. */
export class BridgedResource implements ResourceHandler {
  readonly #operations: BridgedOperations;

  constructor(operations: BridgedOperations) {
    this.#operations = operations;
  }

  async check(request: CheckRequest): Promise<CheckResult> {
    return checkInputs(this.#operations.schema, request);
  }

  async diff(request: DiffRequest): Promise<Difference> {
    return diffInputs(this.#operations.schema, request);
  }

  async create(request: CreateRequest): Promise<{ id: string; outputs: Properties }> {
    const { schema } = this.#operations;
    if (request.preview) {
      return { id: "", outputs: plannedOutputs(schema, request.inputs, undefined) };
    }
    const planned = plannedValues(schema, request.inputs);
    try {
      const { id, values } = await this.#operations.create(planned);
      return { id, outputs: this.#stored(id, values, request.inputs) };
    } catch (error) {
      if (!(error instanceof CreatedOnly)) throw error;
      const outputs = this.#stored(error.id, error.values, request.inputs);
      throw new ResourceInitFailed(error.message, {
        id: error.id,
        inputs: request.inputs,
        outputs,
      });
    }
  }

  async read(request: ReadRequest): Promise<ResourceState | undefined> {
    const imported = Object.keys(request.outputs).length === 0;
    const parsed = imported ? this.#operations.parseImportId?.(request.id) : undefined;
    const id = parsed?.id ?? request.id;
    const values = await this.#operations.read(
      id,
      parsed?.values ?? revealProperties(request.outputs),
    );
    if (values === undefined) return undefined;
    const outputs = this.#stored(id, values, request.oldInputs);
    return {
      id,
      outputs,
      inputs: refreshedInputs(this.#operations.schema, request.oldInputs, outputs),
    };
  }

  async update(request: UpdateRequest): Promise<Properties> {
    const { schema } = this.#operations;
    if (request.preview) return plannedOutputs(schema, request.inputs, request.outputs);
    const old = revealProperties(request.outputs);
    const planned = { ...keptValues(schema, old), ...plannedValues(schema, request.inputs) };
    const values = await this.#operations.update(request.id, planned, old);
    return this.#stored(request.id, values, request.inputs);
  }

  async delete(request: DeleteRequest): Promise<void> {
    await this.#operations.delete(request.id, revealProperties(request.outputs));
  }

  #stored(id: string, values: Properties, inputs: Properties): Properties {
    const { schema, meta } = this.#operations;
    return storedOutputs(schema, meta, { id, values, inputs });
  }
}
