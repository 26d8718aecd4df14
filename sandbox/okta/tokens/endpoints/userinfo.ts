import type { FastifyRequest } from "fastify";
import { findApp } from "../../org.ts";
import { evaluateClaims, inUserInfo } from "../claims.ts";
import type { OAuthError } from "../errors.ts";
import { customServer, type Issuer } from "../issuer.ts";
import { personOf } from "../people/person.ts";
import { type RefusalCode, refusal } from "../refusals.ts";
import type { TokenState } from "../state.ts";
import { readAccessToken } from "../verify-access-token.ts";
import { CUSTOM_SERVER, type Endpoint } from "./endpoint.ts";

/** User info (OpenID Connect Core section 5.3): what an access token with `openid` lets its bearer know. */
export const userinfo: readonly Endpoint[] = [
  ["GET", `${CUSTOM_SERVER}/v1/userinfo`, "Claims about the user of an access token", describeUser],
  ["POST", `${CUSTOM_SERVER}/v1/userinfo`, "The same, by a form", describeUser],
];

async function describeUser(
  state: TokenState,
  issuer: Issuer,
  request: FastifyRequest,
): Promise<Record<string, unknown>> {
  const [, token = ""] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const claims = await readAccessToken(state, issuer, token);
  const app = claims && findApp(state.org, claims.cid);
  const person = app && personOf(state.org, app, claims.uid ?? "");
  if (!person || claims.cnf) throw bearerRefusal("access_token_invalid", issuer);
  request.caller = { id: claims.cid, scopes: [], rights: [] };
  const scopes = claims.scp;
  if (!scopes.includes("openid")) throw bearerRefusal("access_token_insufficient_scopes", issuer);
  const subject = { app, scopes, person };
  return {
    ...evaluateClaims(customServer(issuer), subject, inUserInfo),
    sub: person.user.id,
  };
}

/** RFC 6750 section 3: what is wrong is said in a header as well. */
function bearerRefusal(code: RefusalCode, { base }: Issuer): OAuthError {
  const { code: error, message } = refusal(code);
  return refusal(code, "", {
    "www-authenticate": `Bearer authorization_uri="${base}/v1/authorize", realm="${base}", scope="openid", error="${error}", error_description="${message}"`,
  });
}
