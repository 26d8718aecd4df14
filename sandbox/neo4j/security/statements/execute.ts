import { isOlder } from "../../config/release.ts";
import type { Table } from "../../cypher/result.ts";
import type { Value } from "../../cypher/value.ts";
import { project } from "../../cypher/yields.ts";
import {
  argumentError,
  credentialsExpired,
  forbidden,
  syntaxError,
  unsupportedInCommunity,
} from "../errors.ts";
import type { Subject } from "../types.ts";
import { type ParsedStatement, parseStatement } from "./parse.ts";
import type { StatementContext } from "./statement.ts";

/** The releases in which Cypher 25 and, as a part of it, auth rules came. */
const FIRST_WITH = { cypher25: "2025.06", authRules: "2026.03" } as const;

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
  judgeLanguage(statement, configuration.version);
  if (subject.passwordChangeRequired && action !== "ALTER CURRENT USER") throw credentialsExpired();
  if (configuration.edition === "community" && /(?:ROLE|AUTH RULE|PRIVILEGE)S?$/.test(action)) {
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

/** @throws Neo4jError ArgumentError for a language, SyntaxError for a statement that this release does not read */
function judgeLanguage({ isCypher25, needsCypher25 }: ParsedStatement, version: string): void {
  if (isCypher25 && isOlder(version, FIRST_WITH.cypher25)) {
    throw argumentError("25 is not a valid option for cypher version. Valid options are: 5");
  }
  if (!needsCypher25 || (isCypher25 && !isOlder(version, FIRST_WITH.authRules))) return;
  throw syntaxError(
    `Invalid input 'AUTH': auth rules are a part of Cypher 25 since ${FIRST_WITH.authRules}`,
  );
}
