import { Neo4jError } from "./types.ts";

/** The one answer to every refused login: it does not say which half was wrong. */
export function unauthorized(
  message = "The client is unauthorized due to authentication failure.",
): Neo4jError {
  return new Neo4jError("Neo.ClientError.Security.Unauthorized", message);
}

/** Wrong passwords came too often; the user is locked for a time. */
export function tooManyAttempts(): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Security.AuthenticationRateLimit",
    "The client has provided incorrect authentication details too many times in a row.",
  );
}

/** The token's `exp` has passed, at login or since. Drivers fetch a new token on it. */
export function tokenExpired(): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Security.TokenExpired",
    "The client has provided an expired token. Please obtain a new token and retry.",
  );
}

/** The roles taken from a token are older than the auth cache allows. Drivers reconnect on it. */
export function authorizationExpired(): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Security.AuthorizationExpired",
    "The stored authorization info has expired. Please reconnect.",
  );
}

/** The password has to be changed before anything else. */
export function credentialsExpired(): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Security.CredentialsExpired",
    "The credentials you provided were valid, but must be changed before you can use this instance: ALTER CURRENT USER SET PASSWORD FROM 'current password' TO 'new password'.",
  );
}

/** The subject lacks the role admin. */
export function forbidden(username: string, action: string): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Security.Forbidden",
    `Permission has not been granted for user '${username}' to run ${action}. Administration needs the role admin.`,
  );
}

/** An administration command whose names or values cannot be. */
export function argumentError(message: string): Neo4jError {
  return new Neo4jError("Neo.ClientError.Statement.ArgumentError", message);
}

/** A privilege on a database that there is not. */
export function databaseNotFound(name: string): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Database.DatabaseNotFound",
    `Database '${name}' does not exist.`,
  );
}

/** A statement that Neo4j refuses too, in its own words. */
export function syntaxError(message: string): Neo4jError {
  return new Neo4jError("Neo.ClientError.Statement.SyntaxError", message);
}

/** A command that only the Enterprise edition has. */
export function unsupportedInCommunity(statement: string): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Statement.UnsupportedAdministrationCommand",
    `Unsupported administration command: ${statement}`,
  );
}

/** Any thrown thing as an error that a client may be told of; what is not Neo4j's stays vague. */
export function toNeo4jError(thrown: unknown): Neo4jError {
  if (thrown instanceof Neo4jError) return thrown;
  return new Neo4jError(
    "Neo.DatabaseError.General.UnknownError",
    "An unexpected error occurred in the sandbox's Neo4j stand-in; see its log.",
  );
}
