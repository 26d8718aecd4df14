import type { FastifyReply, FastifyRequest } from "fastify";
import type { App, AuthorizationServer } from "../../entities.ts";
import { randomText } from "../../ids.ts";
import { findApp } from "../../org.ts";
import { OAuthError } from "../errors.ts";
import { customIssuer, customServer } from "../issuer.ts";
import type { Authorization, Pending, Session } from "../people/remembered.ts";
import { refusal } from "../refusals.ts";
import type { TokenState } from "../state.ts";
import { deviceOf } from "./cookies.ts";
import { awaitingConsent, issueCode, mustSignIn, requireAccess } from "./grant-code.ts";
import { consentPage, signInPage } from "./pages.ts";
import { answer, answerRefusal, show } from "./respond.ts";

/** How long a page waits for its user, in milliseconds. */
const PAGE_LIFETIME = 60 * 60 * 1000;

/** A request of a browser, and its answer. */
export interface Exchange {
  readonly state: TokenState;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The client and the server of an authorization that is under way. @throws OktaError, OAuthError for one that is gone */
export function partiesOf(
  { org }: TokenState,
  { clientId, serverId }: Authorization,
): { client: App; server: AuthorizationServer } {
  const server = customServer(customIssuer(org, serverId));
  const client = findApp(org, clientId);
  if (client?.status !== "ACTIVE") throw refusal("invalid_client_id");
  return { client, server };
}

/**
 * Takes an authorization as far as it goes: to a page that waits for its user, or back to the client with
 * a code or a refusal.
 */
export function proceed(
  exchange: Exchange,
  authorization: Authorization,
  session: Session | undefined,
): FastifyReply {
  const { state, reply } = exchange;
  try {
    const { client, server } = partiesOf(state, authorization);
    if (!session || mustSignIn(authorization, session, state.org.now())) {
      if (authorization.prompt === "none") throw refusal("login_required");
      return askToSignIn(exchange, authorization, client);
    }
    requireAccess(state, authorization, client, server, session.userId);
    const scopes = awaitingConsent(state, authorization, client, server, session.userId);
    if (scopes.length === 0) {
      return answer(reply, authorization, { code: issueCode(state, authorization, session) });
    }
    if (authorization.prompt === "none") throw refusal("consent_required", scopes.join(", "));
    const waiting = { app: client.label, redirectUri: authorization.redirectUri };
    return show(
      reply,
      consentPage({ ...waiting, handle: waitFor(exchange, authorization) }, scopes),
    );
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return answerRefusal(reply, authorization, error);
  }
}

function askToSignIn(
  exchange: Exchange,
  authorization: Authorization,
  { label }: App,
): FastifyReply {
  const { redirectUri, loginHint } = authorization;
  const page = { handle: waitFor(exchange, authorization), app: label, redirectUri };
  return show(
    exchange.reply,
    signInPage(page, loginHint === undefined ? {} : { login: loginHint }),
  );
}

/** Remembers a page that waits for its user. @returns its handle */
function waitFor({ state, request, reply }: Exchange, authorization: Authorization): string {
  const handle = randomText(40, "02.id.");
  const pending: Pending = {
    authorization,
    device: deviceOf(state, request, reply),
    failures: 0,
  };
  state.pending.set(handle, pending, state.org.now() + PAGE_LIFETIME);
  return handle;
}
