import type { Table } from "../../cypher/result.ts";
import type { Value } from "../../cypher/value.ts";
import { project } from "../../cypher/yields.ts";
import { credentialsExpired, forbidden, unsupportedInCommunity } from "../errors.ts";
import type { Subject } from "../types.ts";
import { parseStatement } from "./parse.ts";
import type { StatementContext } from "./statement.ts";

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
  const { authority, configuration, log } = context;
  authority.judgeSession(subject);
  authority.refresh(subject);
  const statement = parseStatement(text, parameters);
  if (!statement) return undefined;
  const { action, loggable } = statement;
  if (subject.passwordChangeRequired && action !== "ALTER CURRENT USER") throw credentialsExpired();
  if (configuration.edition === "community" && /ROLES?$/.test(action)) {
    throw unsupportedInCommunity(loggable);
  }
  if (!action.endsWith("CURRENT USER") && !authority.isAdmin(subject)) {
    log("ERROR", subject.username, `permission denied: ${loggable}`);
    throw forbidden(subject.username, action);
  }
  const table = await statement.run(context, subject);
  authority.refresh(subject);
  if (table) return project(table, statement.columns);
  log("INFO", subject.username, loggable);
  return { fields: [], rows: [] };
}
