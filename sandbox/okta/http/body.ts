import type { z } from "zod";
import { notWellFormed, type OktaError, validationFailed } from "../errors.ts";

/**
 * The body as the schema describes it.
 * @throws E0000003 for an unknown field, a value of the wrong type or no object at all; E0000001 for
 * a value that is missing or not allowed, with one cause each
 */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw notWellFormed("The body must be a JSON object.");
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw refusal(result.error.issues, body);
}

function refusal(issues: readonly z.core.$ZodIssue[], body: unknown): OktaError {
  const malformed = issues.filter((issue) => isMalformed(issue, body));
  if (malformed.length > 0) {
    return notWellFormed(...malformed.map((issue) => describe(issue, body)));
  }
  return validationFailed(fieldOf(issues[0]), ...issues.map((issue) => describe(issue, body)));
}

/** An unknown field, or a value of a type that the field never takes. */
function isMalformed(issue: z.core.$ZodIssue, body: unknown): boolean {
  if (issue.code === "unrecognized_keys") return true;
  if (issue.code === "invalid_union") return issue.discriminator === undefined;
  return issue.code === "invalid_type" && !isBlank(body, issue);
}

function isBlank(body: unknown, { path }: z.core.$ZodIssue): boolean {
  const value = path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key],
    body,
  );
  return value === undefined || value === null;
}

function fieldOf(issue: z.core.$ZodIssue | undefined): string {
  return issue?.path.join(".") || "body";
}

function describe(issue: z.core.$ZodIssue, body: unknown): string {
  if (issue.code === "unrecognized_keys") {
    const at = issue.path.length > 0 ? ` in ${issue.path.join(".")}` : "";
    return `Unrecognized field${at}: ${issue.keys.join(", ")}`;
  }
  const reason = isBlank(body, issue) ? "The field cannot be left blank" : issue.message;
  return `${fieldOf(issue)}: ${reason}`;
}
