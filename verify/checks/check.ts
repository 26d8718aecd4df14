import type { Evidence } from "./context.ts";

/** Whose setting it is that a check looks at; `provider` is an identity provider other than Okta. */
export type Side = "okta" | "provider" | "neo4j" | "client" | "network" | "stack";

/** The one setting that is wrong, and how to fix it. */
export interface Cause {
  side: Side;
  /** In the words of the side that has it, e.g. `dbms.security.oidc.okta-backend.audience`. */
  setting: string;
  /** What to do, in one sentence or more. */
  fix: string;
}

/** What reading settings back found wrong, and what was seen of it. */
export interface Finding extends Cause {
  seen: string;
}

/** What a check found. */
export type Verdict = (
  | { status: "passed"; seen: string }
  | {
      status: "failed";
      expected: string;
      seen: string;
      /** More exact than the check's own cause, where what was seen tells. */
      cause?: Partial<Cause>;
    }
  /** The check could not be made; nothing is proven by it. `needed`: a proof needs it all the same. */
  | { status: "skipped"; reason: string; needed?: boolean }
  /** There is nothing to check here, and nothing is missing from the proof. */
  | { status: "inapplicable"; reason: string }
) & {
  /** What the checks after this one work with, and the diagnosis of this one. */
  evidence?: Evidence;
};

/** What a check says of itself; the troubleshooting guide is made of it. */
export interface CheckInfo extends Cause {
  /** Stable, e.g. `token.audience`. */
  id: string;
  /** Present tense: what holds when the check passes. */
  title: string;
  /** What people see elsewhere when this is wrong. */
  symptoms: readonly string[];
  /** True: a proof does not need it, since it takes something that not everybody has at hand. */
  optional?: boolean;
}

/** One thing that must hold, looked at with what `C` gives. */
export interface Check<C> extends CheckInfo {
  /** Looks, and changes nothing. */
  run(context: C): Promise<Verdict>;
  /**
   * After a failure: reads settings back for the exact cause, where credentials for that were given.
   * Undefined where that tells no more.
   */
  diagnose?(context: C): Promise<Finding | undefined>;
}

/** @param seen what was seen, for the report */
export function passed(seen: string, evidence: Evidence = {}): Verdict {
  return { status: "passed", seen, evidence };
}

/** @param cause what differs from the check's own cause */
export function failed(expected: string, seen: string, cause: Partial<Cause> = {}): Verdict {
  return { status: "failed", expected, seen, cause };
}

/** Passes if both are the same text; shows both if not. */
export function equal(expected: string, seen: unknown, cause?: Partial<Cause>): Verdict {
  const text =
    seen === undefined || seen === "" ? "nothing" : typeof seen === "string" ? seen : show(seen);
  return seen === expected ? passed(text) : failed(expected, text, cause);
}

/** A value as JSON, cut to a length that a report can hold. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** The answer, or the refusal of the given kind; any other error means that the check crashed. */
export async function answerOrRefusal<T, E>(
  answer: Promise<T>,
  kind: new (...args: never[]) => E,
): Promise<T | E> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
}
