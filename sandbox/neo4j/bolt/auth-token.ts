import type { ValueMap } from "../cypher/value.ts";
import { type AuthToken, Neo4jError } from "../security/types.ts";

/**
 * The credentials in LOGON, or in HELLO before Bolt 5.1, where they stand beside other entries.
 *
 * @throws Neo4jError Security.Unauthorized for a missing scheme or an entry that is no text; the
 * message never repeats a value
 */
export function readAuthToken(entries: ValueMap): AuthToken {
  const scheme = text(entries, "scheme");
  if (scheme === undefined) throw unsupported("missing key `scheme`");
  const token: AuthToken = { scheme };
  for (const key of ["principal", "credentials", "realm"] as const) {
    const value = text(entries, key);
    if (value !== undefined) token[key] = value;
  }
  return token;
}

function text(entries: ValueMap, key: string): string | undefined {
  const value = entries.get(key) ?? null;
  if (value === null) return undefined;
  if (typeof value === "string") return value;
  throw unsupported(`the value associated with the key \`${key}\` must be a String`);
}

function unsupported(reason: string): Neo4jError {
  return new Neo4jError(
    "Neo.ClientError.Security.Unauthorized",
    `Unsupported authentication token, ${reason}`,
  );
}
