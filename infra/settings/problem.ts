import { RunError } from "@pulumi/pulumi";
import type { Fault } from "../../access/fault.ts";

/** The configuration namespace of this program: its project's name. */
export const NAMESPACE = "neo4j-okta";

/** Where in the settings: keys and list indices from the top. */
export type Path = readonly (string | number)[];

/** One reason why settings are refused. */
export interface Problem {
  /** Stable, for tests and for searching the documentation. */
  code: string;
  /** Where, e.g. `neo4j-okta:accounts[0].clientId`. */
  path: string;
  /** What is wrong, naming the value unless it could be a secret. */
  message: string;
  /** What would be accepted. */
  allowed: string;
  /** What to do. */
  fix: string;
}

/** A problem before its path is written out. */
export type Finding = Fault;

/** Settings that the program refuses, before it declares the first resource. */
export class SettingsError extends RunError {
  /** Stable code of this family of errors. */
  readonly code = "settings-refused";
  /** Every problem found, in the order of the settings. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], stack?: string) {
    super(report(problems, stack));
    this.problems = problems;
  }
}

/** Writes a path the way `pulumi config set --path` takes it. */
export function pathText(at: Path): string {
  const [first = "", ...rest] = at;
  return rest.reduce<string>((text, part) => text + step(part), `${NAMESPACE}:${first}`);
}

/** A value for a message: JSON, shortened to one readable line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function step(part: string | number): string {
  if (typeof part === "number") return `[${part}]`;
  return /^[A-Za-z_][\w-]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
}

function report(problems: readonly Problem[], stack: string | undefined): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const where = stack === undefined ? "" : ` of stack ${stack}`;
  const lines = problems.map(
    ({ code, path, message, allowed, fix }) =>
      `  [${code}] ${path} ${message}.\n    Allowed: ${allowed}.\n    Fix: ${fix}.`,
  );
  return `${count} in the settings${where}:\n${lines.join("\n")}`;
}
