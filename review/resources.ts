import { z } from "zod";
import { type Resource, Unknown } from "../access/effective/resource.ts";

/** Stands in a preview for a value that is not known yet (Pulumi's sdk/go/common/resource/plugin). */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Marks an encrypted value, and other special ones, in a state. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A resource as states and previews have it; what nobody reads here is left alone. */
export const resourceSchema = z.looseObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().optional(),
  /** True: the stack only reads it. */
  external: z.boolean().optional(),
  /** True: an older one that waits for its deletion. */
  delete: z.boolean().optional(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).optional(),
});

/** A resource as states and previews have it. */
export type ResourceState = z.infer<typeof resourceSchema>;

/**
 * What is declared, and what the provider has answered for the rest. Both sides of a comparison are
 * read by this, so that they differ only where the stack does.
 *
 * @param answered the state with the provider's answers; undefined where there is none yet
 */
export function toResource(state: ResourceState, answered: ResourceState | undefined): Resource {
  const { urn, type, external = false, inputs = {}, propertyDependencies = {} } = state;
  // What is only read is there already, and a preview reads it too.
  const answers = answered ?? (external ? state : undefined);
  const declared = Object.entries(inputs).map(([key, value]) => {
    const from = propertyDependencies[key] ?? [];
    return [key, readable(value, from)] as const;
  });
  const known = Object.entries(answers?.outputs ?? {}).flatMap(([key, value]) =>
    Object.hasOwn(inputs, key) ? [] : [[key, readable(value, [])] as const],
  );
  return {
    urn,
    type,
    id: answers?.id ?? new Unknown([urn]),
    external,
    properties: Object.fromEntries([...known, ...declared]),
  };
}

/** Marks unknown values with where they come from. A secret is never read: it is not known either. */
function readable(value: unknown, from: readonly string[]): unknown {
  if (value === UNKNOWN) return new Unknown(from);
  if (value === "[secret]") return new Unknown([]);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => readable(item, from));
  if (SIGNATURE in value) return new Unknown([]);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, readable(item, from)]),
  );
}
