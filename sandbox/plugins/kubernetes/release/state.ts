import type { CheckRequest } from "../../protocol/provider.ts";
import { type Properties, reveal, Secret, UNKNOWN, withSecretsOf } from "../../protocol/values.ts";
import { releaseInputs } from "./inputs.ts";
import type { ReleaseRecord } from "./record.ts";

/** Which release the inputs mean; `id` is the resource's id. */
export function identity(inputs: Properties): { name: string; namespace: string; id: string } {
  const name = String(reveal(inputs.name));
  const namespace = String(reveal(inputs.namespace));
  return { name, namespace, id: `${namespace}/${name}` };
}

/** What a preview can promise of a release. */
export function planned(inputs: Properties): Properties {
  return { ...inputs, __inputs: new Secret(inputs), resourceNames: UNKNOWN, status: UNKNOWN };
}

/** Outputs as the official plugin stores them: the inputs, what Helm recorded, and the inputs again as a whole. */
export function stored(inputs: Properties, record: ReleaseRecord): Properties {
  const { values, resourceNames, ...status } = record;
  const { version } = record;
  const outputs: Properties = { ...reveal(inputs), values, version, resourceNames, status };
  return { ...withSecretsOf(outputs, inputs), __inputs: new Secret(inputs) };
}

/** The inputs that a program would have to give for a release that is being imported. */
export function importedInputs(record: ReleaseRecord): Properties {
  const { chart, name, namespace, values } = record;
  const request: CheckRequest = {
    name,
    oldInputs: {},
    inputs: { chart, name, namespace, values },
    randomSeed: new Uint8Array(),
  };
  return releaseInputs(request, namespace).inputs;
}
