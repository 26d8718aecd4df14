import { tokenize } from "../cypher/tokens.ts";

/**
 * The statements of a script, each ended by a semicolon that stands in no quotes, backticks or comment.
 *
 * @throws Error for one that does not end: cypher-shell would leave it out without a word
 */
export function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let start = 0;
  const tokens = tokenize(script);
  for (const { kind, value, end } of tokens) {
    if (kind !== "symbol" || value !== ";") continue;
    const statement = script.slice(start, end - 1).trim();
    if (tokenize(statement).length > 1) statements.push(statement);
    start = end;
  }
  const rest = tokenize(script.slice(start));
  if (rest.length > 1) throw new Error("The last statement of the script has no semicolon.");
  return statements;
}
