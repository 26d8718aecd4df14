import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema.js";
import { isWaived, ranOut, type Waiver } from "../access/waiver.ts";

/** A dated exception from a rule for one resource. */
interface ResourceWaiver extends Waiver {
  /** Name or URN of the resource. */
  resource: string;
  /** Why, and who agreed. */
  reason: string;
}

/** How every rule's configuration takes its waivers. */
export const WAIVERS: PolicyConfigJSONSchema = {
  type: "array",
  description: "Dated exceptions: resource (name or URN), until (last day, UTC), reason.",
  items: {
    type: "object",
    properties: {
      resource: { type: "string", minLength: 1 },
      until: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
      reason: { type: "string", minLength: 10 },
    },
    required: ["resource", "until", "reason"],
    additionalProperties: false,
  },
};

/**
 * What waivers say about a breach at a resource.
 *
 * @returns undefined where it is waived; else what to add to its fix, which may be nothing
 */
export function waiverFor(
  { urn, name }: { urn: string; name: string },
  waivers: unknown,
  today: string,
): string | undefined {
  const all = (Array.isArray(waivers) ? waivers : []) as ResourceWaiver[];
  const applying = all.filter(({ resource }) => resource === urn || resource === name);
  if (isWaived(applying, today)) return undefined;
  const day = ranOut(applying);
  return day === undefined ? "" : `, or renew the waiver, which ran out on ${day}`;
}
