import { Unknown } from "../access/effective/resource.ts";

/** What Pulumi writes in place of a secret that it does not hand out. */
const BLINDED = "[secret]";

/**
 * The properties of a resource as plain data. The engine's proxy refuses to give out what a preview does
 * not know yet: that, and a secret that is hidden, becomes Unknown.
 *
 * @param from URNs of the resources that a property comes from
 */
export function plainProperties(
  properties: Readonly<Record<string, unknown>>,
  from: (property: string) => readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(properties).map((key) => [key, plain(properties, key, from(key))]),
  );
}

function plain(parent: object, key: string | number, from: readonly string[]): unknown {
  let value: unknown;
  try {
    value = (parent as Record<string | number, unknown>)[key];
  } catch {
    return new Unknown(from);
  }
  if (value === BLINDED) return new Unknown([]);
  if (typeof value !== "object" || value === null) return value;
  const { length } = value as { length?: unknown };
  if (Array.isArray(value)) {
    return Array.from({ length: Number(length) }, (_, index) => plain(value, index, from));
  }
  return Object.fromEntries(Object.keys(value).map((name) => [name, plain(value, name, from)]));
}
