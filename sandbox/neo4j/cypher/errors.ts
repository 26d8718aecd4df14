import { Neo4jError } from "../security/types.ts";

/** A statement that may be valid Cypher, but that the stand-in does not have. */
export class UnknownStatementError extends Neo4jError {
  /** @param reason what is not known, as the end of the sentence, or the statements that are */
  constructor(reason: string) {
    super(
      "Neo.ClientError.Statement.UnsupportedOperationError",
      `The sandbox's Neo4j stand-in does not know this statement${reason}`,
    );
  }
}

/** A statement that asks for more memory than the stand-in gives to one client. */
export function outOfMemory(limit: number, unit: string): Neo4jError {
  return new Neo4jError(
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    `The statement needs more than the ${limit} ${unit} that the sandbox's Neo4j stand-in allows.`,
  );
}

/** A value of a type that cannot be used in its place. */
export function typeError(message: string): Neo4jError {
  return new Neo4jError("Neo.ClientError.Statement.TypeError", message);
}
