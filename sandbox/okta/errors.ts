import { makeId } from "./ids.ts";

/** Response headers that belong to a refusal, such as `allow`. */
type Headers = Readonly<Record<string, string>>;

/** A refusal by the emulated org. Thrown by handlers and rendered in one place. */
export abstract class Refusal<Code extends string = string> extends Error {
  readonly status: number;
  readonly code: Code;
  readonly headers: Headers;

  /** @param message goes over the wire: nothing secret belongs there */
  constructor(status: number, code: Code, message: string, headers: Headers = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** The document that goes over the wire. */
  abstract toBody(): object;
}

/** A refusal in Okta's own form, with its error code and the causes, in which nothing secret belongs. */
export class OktaError extends Refusal {
  override readonly name = "OktaError";
  readonly causes: readonly string[];

  constructor(
    status: number,
    code: string,
    summary: string,
    causes: readonly string[] = [],
    headers: Headers = {},
  ) {
    super(status, code, summary, headers);
    this.causes = causes;
  }

  /** With a fresh `errorId`, as Okta's SDKs expect it. */
  toBody() {
    return {
      errorCode: this.code,
      errorSummary: this.message,
      errorLink: this.code,
      errorId: makeId("error"),
      errorCauses: this.causes.map((errorSummary) => ({ errorSummary })),
    };
  }
}

/** 400 E0000001: a field's value is missing, out of range, or taken. `causes` say which and why. */
export function validationFailed(field: string, ...causes: string[]): OktaError {
  return new OktaError(400, "E0000001", `Api validation failed: ${field}`, causes);
}

/** 400 E0000001 for one field, with the reason as its cause. */
export function invalidField(field: string, reason: string): OktaError {
  return validationFailed(field, `${field}: ${reason}`);
}

/** 400 E0000001 in Okta's wording for a value that must be unique. */
export function alreadyExists(field: string, where = "the current organization"): OktaError {
  return invalidField(field, `An object with this field already exists in ${where}`);
}

/** 400 E0000003: not JSON, not an object, an unknown field, or a value of the wrong type. */
export function notWellFormed(...causes: string[]): OktaError {
  return new OktaError(400, "E0000003", "The request body was not well-formed.", causes);
}

/** 401 E0000011: no credential, or one that this org did not issue, or an expired one. */
export function invalidToken(): OktaError {
  return new OktaError(401, "E0000011", "Invalid token provided");
}

/** 401 E0000015: the org has not bought what the call is about. */
export function featureNotEnabled(): OktaError {
  const summary = "You do not have permission to access the feature you are requesting";
  return new OktaError(401, "E0000015", summary);
}

/** 403 E0000006: the caller is known but may not do this; `cause` says what is missing. */
export function forbidden(cause: string, headers: Headers = {}): OktaError {
  const summary = "You do not have permission to perform the requested action";
  return new OktaError(403, "E0000006", summary, [cause], headers);
}

/** 404 E0000007 for an object of this kind (Okta's name of it) that the org does not hold. */
export function notFound(id: string, type: string): OktaError {
  return new OktaError(404, "E0000007", `Not found: Resource not found: ${id} (${type})`);
}

/** 405 E0000022: the path exists with other methods; they go into `Allow`. */
export function methodNotSupported(allowed: readonly string[]): OktaError {
  return new OktaError(
    405,
    "E0000022",
    "The endpoint does not support the provided HTTP method",
    [],
    { allow: allowed.join(", ") },
  );
}

/** 415 E0000021: the body is not of a type that the endpoint reads. */
export function unsupportedMediaType(): OktaError {
  return new OktaError(
    415,
    "E0000021",
    "Bad request. Accept and/or Content-Type headers likely do not match supported values.",
  );
}

/** 429 E0000047 with the moment (epoch seconds) at which the bucket is full again. */
export function rateLimited(limit: number, reset: number): OktaError {
  return new OktaError(
    429,
    "E0000047",
    "API call exceeded rate limit due to too many requests.",
    [],
    rateLimitHeaders(limit, 0, reset),
  );
}

/** Okta's three rate-limit headers; `reset` in seconds since the epoch. */
export function rateLimitHeaders(limit: number, remaining: number, reset: number) {
  return {
    "x-rate-limit-limit": String(limit),
    "x-rate-limit-remaining": String(remaining),
    "x-rate-limit-reset": String(reset),
  };
}

/** 500, or another status of a server's own fault, E0000009. */
export function internalError(status = 500): OktaError {
  return new OktaError(status, "E0000009", "Internal Server Error");
}
