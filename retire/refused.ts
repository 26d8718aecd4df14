import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";

/** The error of what is wrong; its fix is in `what`. */
export function refused(code: ErrorCode, what: string): Neo4jOktaError {
  return new Neo4jOktaError(code, `${what.replace(/\.$/, "")}.`);
}
