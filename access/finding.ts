import { visible } from "./visible.ts";

/** Where something stands: keys and list indices from the top. */
export type Path = readonly (string | number)[];

/** One reason why a value is refused. */
export interface Finding {
  /** Stable, for tests and for searching the documentation. */
  code: string;
  /** Where the value stands. */
  at: Path;
  /** What is wrong, naming the value unless it could be a secret. Follows the path in a sentence. */
  message: string;
  /** What would be accepted. */
  allowed: string;
  /** What to do. */
  fix: string;
}

/** A finding for people, without what moves a cursor; `path` says where in the words of the reader. */
export function findingText(path: string, finding: Omit<Finding, "at">): string {
  const { code, message, allowed, fix } = finding;
  return `[${code}] ${visible(`${path} ${message}`)}.\n  Allowed: ${allowed}.\n  Fix: ${fix}.`;
}

/** Writes a path the way `pulumi config set --path` takes it, e.g. `accounts[0].name`. */
export function pathText([first = "", ...rest]: Path): string {
  return rest.reduce<string>((text, part) => text + step(part), String(first));
}

function step(part: string | number): string {
  if (typeof part === "number") return `[${part}]`;
  return /^[A-Za-z_][\w-]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
}

/** A value for a message: JSON, shortened to one readable line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
