import type { z } from "zod";
import type { Finding, Path } from "../access/finding.ts";
import { correction } from "../access/meant.ts";
import { privateMember } from "../access/rsa-key.ts";
import { valueAt } from "../access/tree.ts";

type Issue = z.core.$ZodIssue;

/** Everything that a schema says against a value; `base` is where it stands. No value is repeated. */
export function schemaFindings(schema: z.ZodType, raw: unknown, base: Path): Finding[] {
  const { error } = schema.safeParse(raw, { error: membersOf });
  return (error?.issues ?? []).flatMap((issue): Finding[] => {
    const path = issue.path as Path;
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => unknownMember(place(base, [...path, key]), issue.message));
    }
    const value = valueAt(raw, path);
    const fault = value === undefined ? missing(issue) : notAllowed(issue, value);
    return [{ at: place(base, path), ...fault }];
  });
}

/** The members that a map may have, as the message of the issue about those that it may not. */
function membersOf({ code, inst }: z.core.$ZodRawIssue): string | undefined {
  if (code !== "unrecognized_keys") return undefined;
  return Object.keys((inst as z.ZodObject).shape).join(", ");
}

/** Where a value stands: the first step is the base's own, and keeps what it begins with. */
export function place([first = "", ...rest]: Path, [next, ...further]: Path): Path {
  return next === undefined ? [first, ...rest] : [`${first}${next}`, ...rest, ...further];
}

function unknownMember(at: Path, members: string): Finding {
  return (
    privateMember(at) ?? {
      code: "unknown-key",
      at,
      message: "is not known here",
      allowed: members,
      fix: "correct the spelling, or remove it",
    }
  );
}

type Fault = Omit<Finding, "at">;

function missing(issue: Issue): Fault {
  return { code: "missing", message: "is missing", allowed: allowed(issue), fix: "add it" };
}

function notAllowed(issue: Issue, value: unknown): Fault {
  const fix = paramsOf(issue).fix ?? corrected(issue, value);
  return { code: "not-allowed", message: "is not of that form", allowed: allowed(issue), fix };
}

function corrected(issue: Issue, value: unknown): string {
  if (issue.code !== "invalid_value" || issue.values.length === 1) return "correct the value";
  return correction(String(value), issue.values.map(String), "choose one of these");
}

function paramsOf(issue: Issue): Partial<Pick<Finding, "allowed" | "fix">> {
  return issue.code === "custom" ? (issue.params ?? {}) : {};
}

const TYPES: Record<string, string> = { array: "a list", object: "a map", string: "text" };

/** What would be accepted, in words. */
function allowed(issue: Issue): string {
  if (issue.code === "invalid_type") return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value")
    return issue.values.map((one) => JSON.stringify(one)).join(", ");
  if (issue.code === "too_small") return `${issue.minimum} or more`;
  return paramsOf(issue).allowed ?? issue.message;
}
