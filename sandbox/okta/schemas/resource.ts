import { z } from "zod";

/** What Okta sets itself in every object. */
const ALWAYS_READ_ONLY = ["id", "created", "lastUpdated", "_links", "_embedded"];

/**
 * A body with no fields beyond the schema's own. Those that Okta sets itself (`readOnly` among them)
 * may be sent, as they are by callers that send back what they read, and are left out of the result.
 */
export function resource<S extends z.core.$ZodLooseShape>(
  shape: S,
  readOnly: readonly string[] = [],
) {
  const ignored = [...ALWAYS_READ_ONLY, ...readOnly];
  const withoutIgnored = (body: unknown) =>
    typeof body !== "object" || body === null
      ? body
      : Object.fromEntries(Object.entries(body).filter(([name]) => !ignored.includes(name)));
  return z.preprocess(withoutIgnored, z.strictObject(shape));
}

/** Whether an object is in effect. */
export const statusSchema = z.enum(["ACTIVE", "INACTIVE"]);
