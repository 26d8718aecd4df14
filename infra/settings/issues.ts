import type { z } from "zod";
import { type Finding, type Path, show } from "../../access/finding.ts";
import { correction } from "../../access/meant.ts";
import { privateMember } from "../../access/rsa-key.ts";
import { valueAt } from "../../access/tree.ts";
import { knownKeys } from "./known-keys.ts";
import { article, typeName } from "./type-names.ts";

type Issue = z.core.$ZodIssue;

/** What a field of the schema says of itself when it refuses a value. */
type FieldWords = Pick<Finding, "code" | "allowed" | "fix">;

/** Turns a schema library's issues into findings; `at` is where the parsed value stands. */
export function findingsOf(error: z.core.$ZodError, at: Path, raw: unknown): Finding[] {
  return error.issues.flatMap((issue) => finding(issue, at, raw));
}

function finding(issue: Issue, base: Path, raw: unknown): Finding[] {
  const at = [...base, ...(issue.path as (string | number)[])];
  const value = valueAt(raw, issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...at, key]));
    case "invalid_type":
      return [
        value === undefined ? missing(at, issue.expected) : wrongType(at, issue.expected, value),
      ];
    case "invalid_value":
      return [
        {
          code: value === undefined ? "missing" : "not-allowed",
          at,
          message: value === undefined ? "is missing" : `is ${reveal(value, at)}`,
          allowed: issue.values.map((option) => JSON.stringify(option)).join(" or "),
          fix:
            typeof value === "boolean"
              ? "put the word in quotes"
              : correction(show(value), issue.values.map(show), "choose one of these"),
        },
      ];
    case "invalid_union":
      return union(issue.errors, at, value);
    case "custom":
      return [{ ...(issue.params as FieldWords), at, message: `is ${reveal(value, at)}` }];
    default:
      return [
        {
          code: "not-allowed",
          at,
          message: `is ${reveal(value, at)}`,
          allowed: issue.message,
          fix: "correct the value",
        },
      ];
  }
}

/** A key that no setting has. Its value is never repeated: it may be a secret put in the wrong place. */
export function unknownKey(at: Path): Finding {
  const leaked = at.includes("jwks") ? privateMember(at) : undefined;
  if (leaked !== undefined) return leaked;
  const known = knownKeys(at.slice(0, -1));
  return {
    code: "unknown-key",
    at,
    message: "is not a setting",
    allowed: known.join(", "),
    fix: correction(String(at.at(-1)), known, "correct the spelling, or remove it"),
  };
}

/** A key that no map of a user's own can have. */
export function reservedKey(at: Path): Finding {
  return {
    code: "reserved-key",
    at,
    message: "is a name that the program cannot hold",
    allowed: "any other name",
    fix: "rename it, or remove it",
  };
}

function missing(at: Path, expected: string): Finding {
  return {
    code: "missing",
    at,
    message: "is missing",
    allowed: article(expected),
    fix: "set it in the stack's configuration file",
  };
}

function wrongType(at: Path, expected: string, value: unknown): Finding {
  return {
    code: "wrong-type",
    at,
    message: `is ${typeName(value)}`,
    allowed: article(expected),
    fix: "correct the YAML; mind indentation and quotes",
  };
}

/** Of a union's branches, the one whose shape the value has; else every branch is named. */
function union(branches: readonly (readonly Issue[])[], at: Path, value: unknown): Finding[] {
  const meant = branches.find((issues) => !issues.some(isAboutShape));
  if (meant !== undefined) return meant.flatMap((nested) => finding(nested, at, value));
  const firsts = branches.flatMap((issues) => issues.slice(0, 1));
  const allowed = firsts.map((issue) => expectation(issue, at)).join(" or ");
  if (value === undefined) return [{ ...missing(at, ""), allowed }];
  return [
    {
      code: "not-allowed",
      at,
      message: `is ${reveal(value, at)}`,
      allowed,
      fix: "choose one of these",
    },
  ];
}

function isAboutShape({ code, path }: Issue): boolean {
  return path.length === 0 && (code === "invalid_type" || code === "invalid_value");
}

/** What one branch of a union wants, in words, by the first thing that it objects to. */
function expectation(issue: Issue, at: Path): string {
  if (issue.code === "invalid_value") return issue.values.map(show).join(" or ");
  if (issue.code !== "invalid_type") return issue.message;
  const keys = issue.expected === "object" ? knownKeys(at) : [];
  return keys.length === 0 ? article(issue.expected) : `{ ${keys.join(", ")}: ... }`;
}

const UNSHOWN = ["clientSecret", "credential", "config", "values", "trustedCertificates"];

/** Only short values are repeated, and only where nobody would put a secret by mistake. */
function reveal(value: unknown, at: Path): string {
  const shown =
    (typeof value !== "object" || value === null) &&
    !at.some((key) => UNSHOWN.includes(String(key)));
  return shown ? show(value) : "not of that form";
}
