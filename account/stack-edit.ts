import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { Neo4jOktaError } from "../access/errors.ts";
import { findingText, type Path, pathText } from "../access/finding.ts";
import { correction } from "../access/meant.ts";
import { isMap } from "../access/tree.ts";
import { check } from "../infra/check/check.ts";
import type { Problem } from "../infra/check/report.ts";
import { parseStackFile, readStackFile, type StackFile } from "../infra/check/stack-file.ts";
import { withValue } from "./edit.ts";

/** Whose file it is. */
export interface StackName {
  stack: string;
  /** Folder of the Pulumi project. */
  project: string;
}

/** The accounts in a stack's file, and the file. */
export interface StackAccounts {
  file: StackFile;
  /** Where the list is, below `config`. */
  key: string;
  /** As written. */
  accounts: readonly Readonly<Record<string, unknown>>[];
}

/** @throws Neo4jOktaError as `readStackFile`, or `stack-edit-form` where accounts are no list of maps */
export async function readAccounts({ stack, project }: StackName): Promise<StackAccounts> {
  const file = await readStackFile(project, stack);
  const key = "accounts" in file.config ? "accounts" : "neo4j-okta:accounts";
  const accounts = file.config[key] ?? [];
  if (!Array.isArray(accounts) || !accounts.every(isMap)) {
    throw new Neo4jOktaError(
      "stack-edit-form",
      `${file.name}: ${key} is no list of accounts. Fix: npm run check -- --stack ${stack}`,
    );
  }
  return { file, key, accounts };
}

/** @throws Neo4jOktaError `account-unknown`, with the name that was meant */
export function indexOf(name: string, { file, accounts }: StackAccounts): number {
  const names = accounts.map((account) => String(account.name));
  const index = names.indexOf(name);
  if (index >= 0) return index;
  throw new Neo4jOktaError(
    "account-unknown",
    `${file.name} has no account ${name}. It has ${names.join(", ") || "none"}. Fix: ${correction(name, names, "npm run account -- add")}.`,
  );
}

/**
 * The text of the file with a value in it; nothing is written.
 *
 * @param at below the list of accounts
 * @param tolerated true for a problem that the next step takes away
 * @throws Neo4jOktaError `stack-edit-form`, or `stack-edit-refused` when it has problems that it did not have before
 */
export function edited(
  { file, key }: StackAccounts,
  stack: string,
  { at, value }: { at: Path; value: unknown },
  tolerated: (problem: Problem) => boolean = () => false,
): string {
  const text = withValue(file.text, ["config", key, ...at], value);
  if (text === undefined) {
    throw new Neo4jOktaError(
      "stack-edit-form",
      `${file.name}: ${pathText([key, ...at])} is shared by an anchor or an alias: an edit would change more. Fix: edit it by hand.`,
    );
  }
  const today = new Date().toISOString().slice(0, 10);
  const problems = (one: StackFile) => check(one, stack, today).problems;
  const id = ({ code, path, message }: Problem) => `${code} ${path} ${message}`;
  const known = new Set(problems(file).map(id));
  const gained = problems(parseStackFile(file.name, text)).filter(
    (problem) => !known.has(id(problem)) && !tolerated(problem),
  );
  if (gained.length > 0) {
    throw new Neo4jOktaError(
      "stack-edit-refused",
      `${file.name} stays as it is; the settings would be refused:\n${gained.map((one) => findingText(one.path, one)).join("\n")}`,
    );
  }
  return text;
}

/** Writes the file, whole or not at all. @throws Neo4jOktaError `stack-edit-write` */
export async function writeStackFile(project: string, name: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(join(project, name), text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Neo4jOktaError("stack-edit-write", `${name} cannot be written: ${code}.`);
  }
}

/** The lines that differ, `-` before those that go and `+` before those that come. */
export function changedLines(before: string, after: string): string {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (
    end < old.length - start &&
    end < now.length - start &&
    old.at(-1 - end) === now.at(-1 - end)
  ) {
    end += 1;
  }
  const lines = (mark: string, all: string[]) =>
    all.slice(start, all.length - end).map((line) => `${mark} ${line}\n`);
  return [...lines("-", old), ...lines("+", now)].join("");
}
