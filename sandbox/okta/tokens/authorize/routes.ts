import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../../errors.ts";
import { CUSTOM_SERVER } from "../endpoints/endpoint.ts";
import { customIssuer, type Issuer } from "../issuer.ts";
import type { TokenState } from "../state.ts";
import { authorize } from "./authorize.ts";
import { logout } from "./logout.ts";
import { CONSENT_PATH, errorPage, SIGN_IN_PATH } from "./pages.ts";
import type { Exchange } from "./proceed.ts";
import { show } from "./respond.ts";
import { consent, signIn } from "./sign-in.ts";

type Reply = FastifyReply | Promise<FastifyReply>;

type Answer = (exchange: Exchange) => Reply;

/** An answer of the authorization server that the path names. */
function ofServer(answer: (exchange: Exchange, issuer: Issuer) => Reply): Answer {
  return (exchange) => {
    const { authorizationServerId = "" } = exchange.request.params as Record<string, string>;
    return answer(exchange, customIssuer(exchange.state.org, authorizationServerId));
  };
}

const AUTHORIZE = `${CUSTOM_SERVER}/v1/authorize`;
const LOGOUT = `${CUSTOM_SERVER}/v1/logout`;

type Row = readonly [method: "GET" | "POST", path: string, summary: string, answer: Answer];

const ROWS: readonly Row[] = [
  ["GET", AUTHORIZE, "Authorization endpoint (`code`)", ofServer(authorize)],
  ["POST", AUTHORIZE, "The same, by a form", ofServer(authorize)],
  ["POST", SIGN_IN_PATH, "The sign-in page's form", signIn],
  ["POST", CONSENT_PATH, "The consent page's form", consent],
  ["GET", LOGOUT, "Ends the session (`id_token_hint`)", ofServer(logout)],
  ["POST", LOGOUT, "The same, by a form", ofServer(logout)],
];

/** What browsers open: the routes that answer with pages and redirects. */
export function browserRoutes(app: FastifyInstance, state: TokenState): void {
  for (const [method, url, summary, answer] of ROWS) {
    app.route({
      method,
      url,
      config: { summary },
      errorHandler: refuse,
      handler: (request, reply) => answer({ state, request, reply }),
    });
  }
}

/** A browser is shown what is wrong. */
function refuse(error: Error, _request: FastifyRequest, reply: FastifyReply) {
  if (!(error instanceof Refusal)) throw error;
  return show(reply, errorPage(error.message, error.status), error.status);
}
