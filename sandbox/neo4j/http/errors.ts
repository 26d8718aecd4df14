import { Neo4jError } from "../security/types.ts";

/** Sent with 401, as Neo4j does. */
export const CHALLENGE = 'Basic realm="Neo4j", Bearer realm="Neo4j"';

/** A refusal with its HTTP status; the body is `{"errors": [{code, message}]}`. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "HttpError";
    this.status = status;
    this.code = code;
  }
}

/** A failed login. Bad credentials are not explained: the security log knows. */
export function loginRefusal(error: unknown): unknown {
  if (!(error instanceof Neo4jError)) return error;
  switch (error.code) {
    case "Neo.ClientError.Security.AuthenticationRateLimit":
      return new HttpError(429, error.code, error.message);
    case "Neo.ClientError.Security.AuthProviderFailed":
      return new HttpError(502, error.code, "An auth provider request failed.");
    case "Neo.ClientError.Security.AuthProviderTimeout":
      return new HttpError(504, error.code, "An auth provider request timed out.");
    default:
      return new HttpError(401, "Neo.ClientError.Security.Unauthorized", "Invalid credential.");
  }
}

/** A failed statement: 404 for an unknown database, 500 for what the server did, 400 for the rest. */
export function statementRefusal(error: Neo4jError): HttpError {
  const isServers = error.code.startsWith("Neo.DatabaseError.");
  const isUnknownDatabase = error.code === "Neo.ClientError.Database.DatabaseNotFound";
  return new HttpError(isUnknownDatabase ? 404 : isServers ? 500 : 400, error.code, error.message);
}

/** The error with its status, or undefined for a failure of the stand-in itself. */
export function toHttpError(thrown: unknown): HttpError | undefined {
  if (thrown instanceof HttpError) return thrown;
  return thrown instanceof Neo4jError ? statementRefusal(thrown) : undefined;
}
