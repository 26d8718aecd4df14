import { RunError } from "@pulumi/pulumi";
import type { ErrorCode } from "../../access/errors.ts";
import { type Finding, findingText, type Path, pathText } from "../../access/finding.ts";

/** The configuration namespace of this program: its project's name. */
export const NAMESPACE = "neo4j-okta";

/** One reason why settings are refused. */
export interface Problem extends Omit<Finding, "at"> {
  /** Where, e.g. `neo4j-okta:accounts[0].clientId`. */
  path: string;
}

/** How many problems the message names; the error has all of them. */
const MAX_REPORTED = 50;

/** Settings that the program refuses, before it declares the first resource. */
export class SettingsError extends RunError {
  /** Stable code of this family of errors. */
  readonly code = "settings-refused" satisfies ErrorCode;
  /** Every problem found, in the order of the settings. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], stack?: string) {
    super(report(problems, stack));
    this.problems = problems;
  }
}

/** Writes a path of the settings with their namespace. */
export function settingPath(at: Path): string {
  return `${NAMESPACE}:${pathText(at)}`;
}

function report(problems: readonly Problem[], stack: string | undefined): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const where = stack === undefined ? "" : ` of stack ${stack}`;
  const texts = problems
    .slice(0, MAX_REPORTED)
    .map((problem) => findingText(problem.path, problem).replace(/^/gm, "  "));
  const hidden = problems.length - texts.length;
  const rest = hidden > 0 ? `\n  ... and ${hidden} more` : "";
  return `${count} in the settings${where}:\n${texts.join("\n")}${rest}`;
}
