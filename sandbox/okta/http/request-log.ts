/** One request as the emulator saw it. */
export interface LoggedRequest {
  /** Position in the log since the start, from 1. */
  number: number;
  /** RFC 3339. */
  at: string;
  method: string;
  /** Path and query; secret parameters redacted. */
  path: string;
  /** Parsed body with every secret value replaced, or null. */
  body: unknown;
  /** Status of the answer, or null when the connection was dropped without one. */
  status: number | null;
  /** `errorCode` or OAuth `error` of a refusal. */
  error: string | null;
  /** Id of the caller (client id, login, `api-token`, `access-token`), or null when it was never known. */
  caller: string | null;
}

/** Stands in for a secret value. */
export const REDACTED = "[redacted]";

const SECRET_FIELDS = new Set([
  "client_secret",
  "client_assertion",
  "assertion",
  "subject_token",
  "actor_token",
  "token",
  "access_token",
  "refresh_token",
  "id_token",
  "device_secret",
  "credentials.passcode",
  "id_token_hint",
  "stateHandle",
  "password",
  "code",
  "code_verifier",
  "d",
  "p",
  "q",
  "dp",
  "dq",
  "qi",
  "k",
]);

/** The latest requests, oldest first; older ones than `capacity` are dropped. */
export class RequestLog {
  readonly #capacity: number;
  #entries: LoggedRequest[] = [];
  #count = 0;

  /** @param capacity how many requests are kept; 10,000 by default */
  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  /** Oldest first. A copy: later requests do not change it. */
  get entries(): readonly LoggedRequest[] {
    return this.#entries.slice(-this.#capacity);
  }

  /** Adds one request; path and body are redacted here, so that nothing secret is ever kept. */
  add(entry: Omit<LoggedRequest, "number">): void {
    this.#count += 1;
    this.#entries.push({
      number: this.#count,
      ...entry,
      path: redactQuery(entry.path),
      body: redact(entry.body),
    });
    if (this.#entries.length >= this.#capacity * 2) {
      this.#entries = this.#entries.slice(-this.#capacity);
    }
  }

  /** Forgets the entries; numbers go on. */
  clear(): void {
    this.#entries = [];
  }
}

function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isSecret(name, inner) ? REDACTED : redact(inner),
    ]),
  );
}

/** A user's password comes as an object; what else is one under such a name is of another kind. */
function isSecret(name: string, value: unknown): boolean {
  return name === "password" || (SECRET_FIELDS.has(name) && typeof value !== "object");
}

function redactQuery(path: string): string {
  const [bare, query] = path.split("?", 2);
  if (query === undefined) return path;
  const pairs = query.split("&").map((pair) => {
    const name = pair.split("=", 1)[0] ?? "";
    return SECRET_FIELDS.has(name.toLowerCase()) ? `${name}=${REDACTED}` : pair;
  });
  return `${bare}?${pairs.join("&")}`;
}
