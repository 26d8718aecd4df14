import { argumentError, syntaxError } from "../errors.ts";
import { hashPassword, type PasswordHash, verifyPassword } from "../passwords.ts";
import type { Subject } from "../types.ts";
import type { User } from "../users.ts";
import type { StatementContext, UserChanges } from "./statement.ts";

/** `CREATE [OR REPLACE] USER`. @throws Neo4jError ArgumentError, SyntaxError */
export async function createUser(
  context: StatementContext,
  created: { name: string; ifNotExists: boolean; orReplace: boolean; changes: UserChanges },
): Promise<void> {
  const { name, ifNotExists, orReplace, changes } = created;
  checkUserName(name);
  const password = await hashNew(context, changes);
  const existing = context.users.users.get(name);
  if (existing && ifNotExists) return;
  const refuse = (why: string) =>
    argumentError(`Failed to create the specified user '${name}': ${why}`);
  if (existing && !orReplace) throw refuse("User already exists.");
  if (changes.password === undefined && changes.externalIds.size === 0) {
    throw syntaxError("No auth given for user.");
  }
  const blank: User = {
    name,
    password: undefined,
    passwordChangeRequired: changes.password !== undefined,
    suspended: false,
    homeDatabase: undefined,
    externalIds: new Map(),
    roles: new Set(),
  };
  context.users.put(changed(blank, changes, password), "create");
}

/** `ALTER USER`. @throws Neo4jError ArgumentError */
export async function alterUser(
  context: StatementContext,
  subject: Subject,
  { name, ifExists, changes }: { name: string; ifExists: boolean; changes: UserChanges },
): Promise<void> {
  const refuse = (why: string) =>
    argumentError(`Failed to alter the specified user '${name}': ${why}`);
  const old = context.users.users.get(name)?.password;
  if (old && changes.password !== undefined && (await verifyPassword(changes.password, old))) {
    throw refuse("Old password and new password cannot be the same.");
  }
  const password = await hashNew(context, changes);
  const user = context.users.users.get(name);
  if (!user) {
    if (ifExists) return;
    throw refuse("User does not exist.");
  }
  if (changes.suspended !== undefined && name === subject.username) {
    throw refuse("Changing your own activation status is not allowed.");
  }
  const altered = changed(user, changes, password);
  if (!altered.password && altered.externalIds.size === 0) {
    throw refuse(
      "User has no auth provider. Add at least one auth provider for the user or consider suspending them.",
    );
  }
  if (!altered.password && changes.passwordChangeRequired !== undefined) {
    throw refuse("The user does not have the auth provider 'native'.");
  }
  context.users.put(altered, "alter");
}

// Hashing takes time, in which other statements run: it comes before the look at the users.
async function hashNew(
  context: StatementContext,
  { password }: UserChanges,
): Promise<PasswordHash | undefined> {
  if (password === undefined) return undefined;
  checkPassword(context, password);
  return hashPassword(password);
}

/** A copy of the user with the changes made, so that a refusal leaves nothing half done. */
function changed(user: User, changes: UserChanges, password: PasswordHash | undefined): User {
  const copy: User = { ...user, externalIds: new Map(user.externalIds) };
  if (changes.removeAuth === "all") copy.externalIds.clear();
  const removed = changes.removeAuth === "all" ? ["native"] : changes.removeAuth;
  for (const provider of removed) {
    if (provider === "native") copy.password = undefined;
    else copy.externalIds.delete(provider);
  }
  copy.password = password ?? copy.password;
  if (!copy.password) copy.passwordChangeRequired = false;
  for (const [provider, id] of changes.externalIds) copy.externalIds.set(provider, id);
  copy.passwordChangeRequired = changes.passwordChangeRequired ?? copy.passwordChangeRequired;
  copy.suspended = changes.suspended ?? copy.suspended;
  if (changes.removeHomeDatabase) copy.homeDatabase = undefined;
  copy.homeDatabase = changes.homeDatabase ?? copy.homeDatabase;
  return copy;
}

/** `ALTER CURRENT USER SET PASSWORD`. @throws Neo4jError ArgumentError */
export async function alterCurrentUser(
  context: StatementContext,
  subject: Subject,
  from: string,
  to: string,
): Promise<void> {
  const refuse = (why: string) =>
    argumentError(`User '${subject.username}' failed to alter their own password: ${why}`);
  const user = context.authority.userOf(subject);
  if (subject.provider !== "native" || !user?.password) {
    throw refuse("Command not available with external authentication.");
  }
  if (!(await verifyPassword(from, user.password))) {
    throw refuse("Invalid principal or credentials.");
  }
  if (from === to) throw refuse("Old password and new password cannot be the same.");
  checkPassword(context, to);
  user.password = await hashPassword(to);
  user.passwordChangeRequired = false;
}

/** `DROP USER`. @throws Neo4jError ArgumentError */
export function dropUser(
  { users }: StatementContext,
  subject: Subject,
  { name, ifExists }: { name: string; ifExists: boolean },
): void {
  const refuse = (why: string) =>
    argumentError(`Failed to delete the specified user '${name}': ${why}`);
  if (name === subject.username) throw refuse("Deleting yourself is not allowed.");
  if (!users.users.delete(name) && !ifExists) throw refuse("User does not exist.");
}

/** `RENAME USER`. @throws Neo4jError ArgumentError */
export function renameUser(
  { users }: StatementContext,
  { name, ifExists, to }: { name: string; ifExists: boolean; to: string },
): void {
  const refuse = (why: string) =>
    argumentError(`Failed to rename the specified user '${name}' to '${to}': ${why}`);
  checkUserName(to);
  const user = users.users.get(name);
  if (!user) {
    if (ifExists) return;
    throw refuse(`The user '${name}' does not exist.`);
  }
  if (to !== name && users.users.has(to)) throw refuse(`User '${to}' already exists.`);
  users.users.delete(name);
  users.users.set(to, { ...user, name: to });
}

function checkUserName(name: string): void {
  if (name === "") throw argumentError("The provided username is empty.");
  if (/^[!-~]+$/.test(name) && !/[,:]/.test(name)) return;
  throw argumentError(
    `Username '${name}' contains illegal characters.\nUse ascii characters that are not ',', ':' or whitespaces.`,
  );
}

function checkPassword({ configuration }: StatementContext, password: string): void {
  if (password === "") throw argumentError("A password cannot be empty.");
  const minimum = configuration.minimumPasswordLength;
  if (password.length >= minimum) return;
  throw argumentError(`A password must be at least ${minimum} characters.`);
}
