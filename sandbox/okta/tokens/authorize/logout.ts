import type { FastifyReply } from "fastify";
import { findApp } from "../../org.ts";
import { OAuthError } from "../errors.ts";
import { type Form, readParameters } from "../form.ts";
import type { Issuer } from "../issuer.ts";
import { readIdToken } from "../people/id-token.ts";
import { refusal } from "../refusals.ts";
import { endSession, sessionOf } from "./cookies.ts";
import { errorPage, signedOutPage } from "./pages.ts";
import type { Exchange } from "./proceed.ts";
import { answer, show } from "./respond.ts";

/**
 * Ends the browser's session, by an ID token of its user (OpenID Connect RP-Initiated Logout), and sends
 * the browser to an address that is registered for that.
 */
export async function logout(exchange: Exchange, issuer: Issuer): Promise<FastifyReply> {
  const { state, request, reply } = exchange;
  try {
    const source = request.method === "GET" ? request.query : request.body;
    const parameters = readParameters(source, {}, false);
    const claims = await readIdToken(state, issuer, parameters.get("id_token_hint") ?? "");
    if (!claims) throw refusal("id_token_invalid");
    const destination = destinationOf(exchange, parameters, claims.aud);
    const session = sessionOf(state, request);
    if (session && session.userId !== claims.sub) throw refusal("id_token_does_not_match_session");
    endSession(state, reply, session);
    return destination === undefined
      ? show(reply, signedOutPage())
      : answer(reply, destination, {});
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return show(reply, errorPage(error.message), 400);
  }
}

function destinationOf({ state }: Exchange, parameters: Form, clientId: string) {
  const redirectUri = parameters.get("post_logout_redirect_uri");
  if (redirectUri === undefined) return undefined;
  const registered = findApp(state.org, clientId)?.body.settings.oauthClient
    .post_logout_redirect_uris;
  if (!registered?.includes(redirectUri)) throw refusal("illegal_post_logout_redirect_uri");
  const told = parameters.get("state");
  return { redirectUri, responseMode: "query" as const, ...(told && { state: told }) };
}
