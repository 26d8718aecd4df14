import { forbidden, invalidToken } from "../errors.ts";
import type { Org } from "../org.ts";
import { type Demand, type Rights, unmet } from "../rights/decide.ts";
import { rightsOf, standardRight } from "../rights/held.ts";
import type { Need } from "../rights/needs.ts";
import { digestOf, sameSecret } from "../same-secret.ts";
import type { Method } from "./route.ts";
import type { Sender } from "./target.ts";

/** Who calls the management API, with which API scopes and admin roles. */
export interface Caller {
  /** `api-token`, `access-token`, the login of an API token's owner, or the client id of an org access token. */
  id: string;
  scopes: readonly string[] | "all";
  rights: Rights;
  /** Id of the user behind the credential; a client has none. */
  user?: string;
  /** Left out for the seed. */
  sender?: Sender;
}

/** The two credentials that an emulator is started with. Both carry all scopes and rights. */
export interface Credentials {
  /** Presented as `Authorization: Bearer ...`. */
  accessToken: string;
  /** Presented as `Authorization: SSWS ...`; good for as long as the org's administrator is active. */
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
  /** The API scope that the call asks for, which a challenge names. */
  scope: string;
}

/** What tells one caller from another. */
export interface Authentication {
  credentials: Credentials;
  /**
   * Verifies a token of the org authorization server: the client and API scopes it was issued for, or
   * undefined when the token does not hold.
   * @throws OAuthError when it is bound to a key, and scheme or proof are not as that asks
   */
  verifyToken(
    presented: Presented,
  ): Promise<{ clientId: string; scopes: readonly string[] } | undefined>;
}

/** The caller behind an `Authorization` header. @throws 401 E0000011 when there is none */
export async function authenticate(
  org: Org,
  { credentials, verifyToken }: Authentication,
  authorization: string | undefined,
  request: Pick<Presented, "method" | "path" | "proof" | "scope">,
): Promise<Caller> {
  const [scheme = "", token = "", ...rest] = (authorization ?? "").split(" ");
  if (!token || rest.length > 0) throw invalidToken();
  const kind = scheme.toLowerCase();
  if (kind === "ssws") return ownerOf(org, credentials, token);
  if (isAccessToken(credentials, authorization)) {
    return { id: "access-token", scopes: "all", rights: "all", user: org.adminId };
  }
  if (kind !== "bearer" && kind !== "dpop") throw invalidToken();
  const verified = await verifyToken({ scheme: kind, token, ...request });
  if (!verified) throw invalidToken();
  const { clientId, scopes } = verified;
  return { id: clientId, scopes, rights: rightsOf(org, clientId) };
}

/** The person behind an API token, while active. The emulator's own token is its administrator's. @throws 401 E0000011 */
function ownerOf(org: Org, { apiToken }: Credentials, token: string): Caller {
  const own = sameSecret(token, apiToken);
  const held = own ? undefined : org.apiTokens.get(digestOf(token));
  const user = org.users.get(own ? org.adminId : (held?.owner ?? ""));
  if (user?.status !== "ACTIVE") throw invalidToken();
  const caller = { scopes: "all", user: user.id } as const;
  return held
    ? { id: user.profile.login, rights: [standardRight(held.role)], ...caller }
    : { id: "api-token", rights: "all", ...caller };
}

/** Whether an `Authorization` header presents the emulator's own access token. */
export function isAccessToken(
  { accessToken }: Credentials,
  authorization: string | undefined,
): boolean {
  const [scheme = "", token = ""] = (authorization ?? "").split(" ");
  return scheme.toLowerCase() === "bearer" && sameSecret(token, accessToken);
}

/** What a route asks for, and the objects that the path names. */
interface Asked {
  method: Method;
  scope: string;
  needs: readonly Need[];
  params: Readonly<Record<string, string>>;
}

/**
 * A client needs the API scope of the call (`.manage` covers reading) and admin roles that allow it on the
 * objects that the path names.
 * @throws 403 E0000006 with what is missing
 */
export function authorize(org: Org, caller: Caller, { method, scope, needs, params }: Asked): void {
  requireScope(caller, method, scope);
  requireRights(
    caller,
    needs.flatMap((need) => need.demands(org, params)),
  );
}

/** The API scope of a family that a call with this method asks for. */
export function scopeOf(method: string, family: string): string {
  return `${family}.${method === "GET" ? "read" : "manage"}`;
}

function requireScope({ id, scopes }: Caller, method: Method, family: string): void {
  const scope = scopeOf(method, family);
  if (scopes === "all" || scopes.includes(scope) || scopes.includes(`${family}.manage`)) return;
  throw forbidden(`The access token lacks the scope ${scope}.`, {
    "www-authenticate": `Bearer realm="${id}", scope="${scope}", error="insufficient_scope", error_description="The access token provided does not contain the required scopes."`,
  });
}

/** @throws 403 E0000006 with the first of the demands that no admin role of the caller meets */
export function requireRights({ rights }: Caller, demands: readonly Demand[]): void {
  const missing = unmet(rights, demands);
  if (!missing) return;
  if ("roles" in missing) {
    throw forbidden(`This takes the admin role ${missing.roles.join(" or ")}.`);
  }
  const { permission, target } = missing;
  const object = target ? ` on ${[target.kind, target.id].filter(Boolean).join("/")}` : "";
  throw forbidden(`No admin role of the caller allows this: ${permission}${object}.`);
}
