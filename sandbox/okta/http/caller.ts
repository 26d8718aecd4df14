import { forbidden, invalidToken } from "../errors.ts";
import type { Org } from "../org.ts";
import { sameSecret } from "../same-secret.ts";
import { hasRight } from "./admin-rights.ts";
import type { Method } from "./route.ts";

/** Who calls the management API and with which API scopes. */
export interface Caller {
  /** `api-token`, `access-token`, or the client id that an org access token was issued to. */
  id: string;
  scopes: readonly string[] | "all";
}

/** The two credentials that an emulator is started with. Both carry all scopes. */
export interface Credentials {
  /** Presented as `Authorization: Bearer ...`. */
  accessToken: string;
  /** Presented as `Authorization: SSWS ...`. */
  apiToken: string;
}

/** A credential as it was presented, with what a DPoP proof (RFC 9449 section 4.2) must name. */
export interface Presented {
  scheme: "bearer" | "dpop";
  token: string;
  method: string;
  /** Path of the request, without query. */
  path: string;
  /** The `DPoP` header. */
  proof: string | undefined;
}

/** What tells one caller from another. */
export interface Authentication {
  credentials: Credentials;
  /**
   * Verifies a token of the org authorization server: the client and API scopes it was issued for, or
   * undefined when the token or its proof does not hold.
   */
  verifyToken(
    presented: Presented,
  ): Promise<{ clientId: string; scopes: readonly string[] } | undefined>;
}

/** The caller behind an `Authorization` header. @throws 401 E0000011 when there is none */
export async function authenticate(
  { credentials, verifyToken }: Authentication,
  authorization: string | undefined,
  request: Pick<Presented, "method" | "path" | "proof">,
): Promise<Caller> {
  const [scheme = "", token = "", ...rest] = (authorization ?? "").split(" ");
  if (!token || rest.length > 0) throw invalidToken();
  const kind = scheme.toLowerCase();
  if (kind === "ssws" && sameSecret(token, credentials.apiToken)) {
    return { id: "api-token", scopes: "all" };
  }
  if (isAccessToken(credentials, authorization)) {
    return { id: "access-token", scopes: "all" };
  }
  if (kind !== "bearer" && kind !== "dpop") throw invalidToken();
  const verified = await verifyToken({ scheme: kind, token, ...request });
  if (!verified) throw invalidToken();
  return { id: verified.clientId, scopes: verified.scopes };
}

/** Whether an `Authorization` header presents the emulator's own access token. */
export function isAccessToken(
  { accessToken }: Credentials,
  authorization: string | undefined,
): boolean {
  const [scheme = "", token = ""] = (authorization ?? "").split(" ");
  return scheme.toLowerCase() === "bearer" && sameSecret(token, accessToken);
}

/**
 * A client needs the API scope of the call (`.manage` covers reading) and an admin role that allows
 * it.
 * @throws 403 E0000006 with what is missing
 */
export function authorize(org: Org, { id, scopes }: Caller, method: Method, family: string): void {
  if (scopes === "all") return;
  const scope = `${family}.${method === "GET" ? "read" : "manage"}`;
  if (!scopes.includes(scope) && !scopes.includes(`${family}.manage`)) {
    throw forbidden(`The access token lacks the scope ${scope}.`, {
      "www-authenticate": `Bearer realm="${id}", scope="${scope}", error="insufficient_scope", error_description="The access token provided does not contain the required scopes."`,
    });
  }
  if (!hasRight(org, id, method, family)) {
    throw forbidden(`No admin role of the client allows this: ${scope}.`);
  }
}
