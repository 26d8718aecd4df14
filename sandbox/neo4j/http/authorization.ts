import { Buffer } from "node:buffer";
import type { AuthToken } from "../security/types.ts";
import { HttpError } from "./errors.ts";

/**
 * The credentials of an `Authorization` header: `Basic` as RFC 7617 writes it, `Bearer` with the
 * token as it is (RFC 6750).
 *
 * @throws HttpError 401 without a header, 400 for any other scheme or a header without credentials
 */
export function readAuthorization(header: string | undefined): AuthToken {
  if (header === undefined) {
    throw new HttpError(
      401,
      "Neo.ClientError.Security.Unauthorized",
      "No authentication header supplied.",
    );
  }
  const [scheme, credentials, ...more] = header.trim().split(/ +/);
  const kind = more.length > 0 ? undefined : scheme?.toLowerCase();
  if (kind === "bearer" && credentials) return { scheme: kind, credentials };
  const [, principal, password] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(credentials ?? "", "base64").toString("utf8")) ?? [];
  if (kind === "basic" && principal !== undefined && password !== undefined) {
    return { scheme: kind, principal, credentials: password };
  }
  throw new HttpError(
    400,
    "Neo.ClientError.Request.InvalidFormat",
    "Invalid authentication header.",
  );
}
