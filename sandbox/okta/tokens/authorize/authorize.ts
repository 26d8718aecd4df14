import type { FastifyReply } from "fastify";
import { OAuthError } from "../errors.ts";
import { type Form, readParameters } from "../form.ts";
import { customServer, type Issuer } from "../issuer.ts";
import { clientOf } from "./client.ts";
import { sessionOf } from "./cookies.ts";
import { errorPage } from "./pages.ts";
import { judgeParameters, responseModeOf } from "./parameters.ts";
import { type Exchange, proceed } from "./proceed.ts";
import { answerRefusal, type Destination, show } from "./respond.ts";

/**
 * The authorization endpoint (RFC 6749 section 3.1): what is wrong with client or redirect URI is shown
 * to the user, anything else is told to the client.
 */
export function authorize(exchange: Exchange, issuer: Issuer): FastifyReply {
  const { state, request, reply } = exchange;
  const server = customServer(issuer);
  let parameters: Form;
  let parties: ReturnType<typeof clientOf>;
  try {
    const source = request.method === "GET" ? request.query : request.body;
    parameters = readParameters(source, {}, false);
    parties = clientOf(state, parameters);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return show(reply, errorPage(error.message), 400);
  }
  const { client, redirectUri } = parties;
  request.caller = { id: client.clientId, scopes: [], rights: [] };
  const told = parameters.get("state");
  let back: Destination = { redirectUri, responseMode: "query", ...(told && { state: told }) };
  try {
    const responseMode = responseModeOf(parameters);
    back = { ...back, responseMode };
    const asked = judgeParameters(parameters, client, server);
    const identity = { serverId: server.id, clientId: client.clientId, redirectUri, responseMode };
    const authorization = { ...identity, state: told ?? "", ...asked };
    return proceed(exchange, authorization, sessionOf(state, request));
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return answerRefusal(reply, back, error);
  }
}
