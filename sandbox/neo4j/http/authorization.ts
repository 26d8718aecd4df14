import { Buffer } from "node:buffer";
import type { AuthToken } from "../security/types.ts";

/**
 * The credentials of an `Authorization` header: `Basic` as RFC 7617 writes it, `Bearer` with the
 * token as it is (RFC 6750). Undefined for any other scheme or a header without credentials.
 */
export function readAuthorization(header: string): AuthToken | undefined {
  const [scheme, credentials, ...more] = header.trim().split(/ +/);
  if (!credentials || more.length > 0) return undefined;
  switch (scheme?.toLowerCase()) {
    case "bearer":
      return { scheme: "bearer", credentials };
    case "basic":
      return readBasic(credentials);
    default:
      return undefined;
  }
}

function readBasic(encoded: string): AuthToken | undefined {
  const decoded = Buffer.from(encoded, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 0) return undefined;
  return {
    scheme: "basic",
    principal: decoded.slice(0, colon),
    credentials: decoded.slice(colon + 1),
  };
}
