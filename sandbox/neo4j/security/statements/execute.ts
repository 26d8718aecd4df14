import type { Table } from "../../cypher/result.ts";
import type { Value } from "../../cypher/value.ts";
import { project } from "../../cypher/yields.ts";
import { credentialsExpired, forbidden, unsupportedInCommunity } from "../errors.ts";
import type { Subject } from "../types.ts";
import type { StatementContext } from "./context.ts";
import { parseStatement } from "./parse.ts";
import { createRole, dropRole, grantRoles, renameRole, revokeRoles } from "./roles.ts";
import { showCurrentUser, showRoles, showUsers } from "./show.ts";
import { showSettings } from "./show-settings.ts";
import type { Statement } from "./statement.ts";
import { alterCurrentUser, alterUser, createUser, dropUser, renameUser } from "./users.ts";

/**
 * Judges the session, then runs the statement if it is one about users and roles.
 *
 * @throws Neo4jError
 */
export async function executeStatement(
  context: StatementContext,
  subject: Subject,
  text: string,
  parameters: ReadonlyMap<string, Value>,
): Promise<Table<unknown> | undefined> {
  context.authority.judgeSession(subject);
  context.authority.refresh(subject);
  const parsed = parseStatement(text, parameters);
  if (!parsed) return undefined;
  const { statement } = parsed;
  if (subject.passwordChangeRequired && statement.kind !== "alter current user") {
    throw credentialsExpired();
  }
  refuseInCommunity(context, statement);
  if (needsAdmin(statement) && !context.authority.isAdmin(subject)) {
    const action = statement.kind.toUpperCase();
    context.log.write("ERROR", subject.username, `permission denied: ${parsed.loggable}`);
    throw forbidden(subject.username, action);
  }
  const table = await run(context, subject, statement);
  context.authority.refresh(subject);
  if (!statement.kind.startsWith("show")) {
    context.log.write("INFO", subject.username, parsed.loggable);
  }
  return project(table, "columns" in statement ? statement.columns : undefined);
}

function needsAdmin(statement: Statement): boolean {
  return statement.kind !== "show current user" && statement.kind !== "alter current user";
}

function refuseInCommunity({ configuration }: StatementContext, statement: Statement): void {
  if (configuration.edition === "community" && statement.kind.endsWith("role")) {
    throw unsupportedInCommunity(statement.kind.toUpperCase());
  }
}

const NOTHING: Table<unknown> = { fields: [], rows: [] };

async function run(
  context: StatementContext,
  subject: Subject,
  statement: Statement,
): Promise<Table<unknown>> {
  switch (statement.kind) {
    case "show current user":
      return showCurrentUser(context, subject);
    case "show users":
      return showUsers(context, statement.withAuth);
    case "show roles":
      return showRoles(context, statement);
    case "show settings":
      return showSettings(context, statement.names);
    case "create user":
      await createUser(context, statement);
      break;
    case "alter user":
      await alterUser(context, subject, statement);
      break;
    case "alter current user":
      await alterCurrentUser(context, subject, statement);
      break;
    case "drop user":
      dropUser(context, subject, statement);
      break;
    case "rename user":
      renameUser(context, statement);
      break;
    case "create role":
      createRole(context, statement);
      break;
    case "drop role":
      dropRole(context, statement);
      break;
    case "rename role":
      renameRole(context, statement);
      break;
    case "grant role":
      grantRoles(context, statement.roles, statement.users);
      break;
    case "revoke role":
      revokeRoles(context, statement.roles, statement.users);
      break;
    case "clear auth cache":
      context.clearAuthCache();
      break;
  }
  return NOTHING;
}
