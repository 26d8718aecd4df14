import type { Json } from "../../protocol/values.ts";

type Document = { [key: string]: Json };

/** The JSON merge patch (RFC 7396) that turns `old` into `wanted`. */
export function mergePatch(old: Document, wanted: Document): Document {
  const patch: Document = {};
  for (const key of Object.keys(old)) {
    if (!Object.hasOwn(wanted, key)) patch[key] = null;
  }
  for (const [key, value] of Object.entries(wanted)) {
    const before = old[key];
    if (isDocument(before) && isDocument(value)) {
      const nested = mergePatch(before, value);
      if (Object.keys(nested).length > 0) patch[key] = nested;
    } else if (JSON.stringify(before) !== JSON.stringify(value)) patch[key] = value;
  }
  return patch;
}

function isDocument(value: Json | undefined): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
