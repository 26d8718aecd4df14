import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../../errors.ts";
import { CUSTOM_SERVER } from "../endpoints/endpoint.ts";
import { customIssuer } from "../issuer.ts";
import type { TokenState } from "../state.ts";
import { authorize } from "./authorize.ts";
import { logout } from "./logout.ts";
import { CONSENT_PATH, errorPage, SIGN_IN_PATH } from "./pages.ts";
import type { Exchange } from "./proceed.ts";
import { show } from "./respond.ts";
import { consent, signIn } from "./sign-in.ts";

type Answer = (exchange: Exchange) => FastifyReply | Promise<FastifyReply>;

/** What browsers open: the routes that answer with pages and redirects. */
export function browserRoutes(app: FastifyInstance, state: TokenState): void {
  const ofServer =
    (
      answer: (
        exchange: Exchange,
        issuer: ReturnType<typeof customIssuer>,
      ) => FastifyReply | Promise<FastifyReply>,
    ): Answer =>
    (exchange) => {
      const { authorizationServerId = "" } = exchange.request.params as Record<string, string>;
      return answer(exchange, customIssuer(state.org, authorizationServerId));
    };
  const rows: readonly (readonly [
    method: "GET" | "POST",
    path: string,
    summary: string,
    answer: Answer,
  ])[] = [
    [
      "GET",
      `${CUSTOM_SERVER}/v1/authorize`,
      "Authorization endpoint (`code`)",
      ofServer(authorize),
    ],
    ["POST", `${CUSTOM_SERVER}/v1/authorize`, "The same, by a form", ofServer(authorize)],
    ["POST", SIGN_IN_PATH, "The sign-in page's form", signIn],
    ["POST", CONSENT_PATH, "The consent page's form", consent],
    ["GET", `${CUSTOM_SERVER}/v1/logout`, "Ends the session (`id_token_hint`)", ofServer(logout)],
    ["POST", `${CUSTOM_SERVER}/v1/logout`, "The same, by a form", ofServer(logout)],
  ];
  for (const [method, url, summary, answer] of rows) {
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
  return show(reply, errorPage(error.message), error.status);
}
