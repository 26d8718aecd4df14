import type { DeclaredDatabase } from "../access/database/declared.ts";
import { privilegesOf } from "../access/database/privileges.ts";
import { quotedName } from "../access/database/tokens.ts";
import type { DatabaseObjects, RolePrivilege } from "../neo4j-client/database-objects.ts";
import type { Step } from "./step.ts";

/** What makes the declared roles, with exactly their privileges. */
export function roleSteps(
  declared: DeclaredDatabase["roles"],
  actual: DatabaseObjects["roles"],
): Step[] {
  return declared.flatMap(({ name, privileges }) => {
    const role = quotedName(name);
    const has = actual.get(name);
    const rows = (has ?? []).map((row) => ({ ...row, command: asWeWrite(row) }));
    const missing = privileges.filter((one) => !rows.some(({ command }) => command === one));
    const further = rows.filter(({ command }) => !privileges.includes(command));
    return [
      ...(has === undefined ? [step("create-role", `CREATE ROLE ${role} IF NOT EXISTS`)] : []),
      // What is denied comes first, so that nothing is open in between.
      ...missing.sort().map((one) => step("add-privilege", `${one} TO ${role}`)),
      ...further
        .filter(({ immutable }) => !immutable)
        .map(({ command }) => step("revoke-privilege", `REVOKE ${command} FROM ${role}`)),
    ];
  });
}

/** Neo4j's words in ours, where we can read them; others stay as Neo4j writes them. */
function asWeWrite({ command }: RolePrivilege): string {
  const read = privilegesOf(command);
  return typeof read !== "string" && read.length === 1 ? (read[0] ?? command) : command;
}

function step(kind: Step["kind"], cypher: string): Step {
  return { kind, cypher };
}
