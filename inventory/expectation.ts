import { parseDocument } from "yaml";
import { z } from "zod";
import { Neo4jOktaError } from "../access/errors.ts";
import { meant } from "../access/meant.ts";
import { visible } from "../access/visible.ts";
import type { Inventory } from "./schema.ts";
import { knownRoles } from "./who.ts";

/** What no client at all may have. */
export const NOBODY = "nobody";
/** What apps that the stack does not declare may have. */
export const OTHER_APPS = "other-apps";

/** What people may have, by sign-in and group. */
const PEOPLE = "people";

/** What somebody has declared. */
export interface Expectation {
  /** Roles by account; {@link NOBODY} and {@link OTHER_APPS} are no accounts. */
  roles: ReadonlyMap<string, readonly string[]>;
  /** Roles of people, by the name of the sign-in and by group. */
  people: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

const name = z.string().min(1);
const rolesSchema = z.array(name);
const peopleSchema = z.map(name, z.map(name, rolesSchema));
const expectationSchema = z.map(name, z.union([rolesSchema, peopleSchema]));

/**
 * Reads declared access, in YAML or JSON, and refuses names that the stack does not have: a misspelled
 * one would be an assertion about nobody.
 *
 * @param file what it is called in messages
 * @throws Neo4jOktaError `access-expectation`, with all problems
 */
export function readExpectation(text: string, file: string, inventory: Inventory): Expectation {
  const parsed = expectationSchema.safeParse(parse(text, file));
  if (!parsed.success) {
    throw refuse(file, [
      "it takes a list of roles by account, e.g. etl-loader: [publisher]",
      ...parsed.error.issues.map(
        ({ path, message }) => `${path.join(".") || "all of it"}: ${message}`,
      ),
    ]);
  }
  const accounts = new Set(inventory.accounts.map(({ name }) => name));
  const known = knownRoles(inventory);
  const roles = new Map<string, string[]>();
  const problems: string[] = [];
  let people: Expectation["people"] = new Map();
  for (const [name, value] of parsed.data) {
    if (Array.isArray(value)) {
      roles.set(name, value);
      problems.push(...unknownAccount(name, accounts), ...misspelledRoles(name, value, known));
    } else if (name === PEOPLE) {
      people = value;
      problems.push(...peoplesProblems(value, inventory, known));
    } else {
      problems.push(`${name}: roles by sign-in and group stand under ${PEOPLE} only`);
    }
  }
  if (problems.length > 0) throw refuse(file, problems);
  return { roles, people };
}

/** Sign-ins that the stack does not have, and misspelled roles. Which groups there are, nobody knows here. */
function peoplesProblems(
  people: Expectation["people"],
  { signIns }: Inventory,
  known: readonly string[],
): string[] {
  const names = signIns.map(({ name }) => name);
  return [...people].flatMap(([signIn, groups]) => {
    const guess = meant(signIn, names);
    const hint = guess === undefined ? "" : `; did you mean ${guess}?`;
    return [
      ...(names.includes(signIn) ? [] : [`the stack has no sign-in ${signIn}${hint}`]),
      ...[...groups].flatMap(([group, roles]) =>
        misspelledRoles(`${signIn}: ${group}`, roles, known),
      ),
    ];
  });
}

function misspelledRoles(
  name: string,
  roles: readonly string[],
  known: readonly string[],
): string[] {
  return roles.flatMap((role) => misspelledRole(name, role, known));
}

function parse(text: string, file: string): unknown {
  const document = parseDocument(text);
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw refuse(file, [problem.message.split("\n", 1)[0] ?? ""]);
  try {
    return document.toJS({ mapAsMap: true });
  } catch (error) {
    throw refuse(file, [(error as Error).message]);
  }
}

function unknownAccount(name: string, accounts: ReadonlySet<string>): string[] {
  const isWord = name === NOBODY || name === OTHER_APPS;
  const isAccount = accounts.has(name);
  if (isAccount && isWord)
    return [`the stack has an account ${name}, which is a word of this file`];
  if (isAccount || isWord) return [];
  const guess = meant(name, [...accounts, NOBODY, OTHER_APPS]);
  return [
    `the stack has no account ${name}${guess === undefined ? "" : `; did you mean ${guess}?`}`,
  ];
}

/** A role that is written almost like one that exists; roles of the database's own are taken. */
function misspelledRole(name: string, role: string, known: readonly string[]): string[] {
  if (role === "PUBLIC") return [`${name}: PUBLIC is implied by every login; leave it out`];
  const guess = known.includes(role) ? undefined : meant(role, known);
  return guess === undefined ? [] : [`${name}: no group maps to ${role}; did you mean ${guess}?`];
}

function refuse(file: string, problems: readonly string[]): Neo4jOktaError {
  return new Neo4jOktaError(
    "access-expectation",
    `${file} is refused:\n${problems.map((one) => `  - ${visible(one)}`).join("\n")}\nSee docs/access.md.`,
  );
}
