import type { FastifyRequest } from "fastify";
import type { App } from "../../entities.ts";
import { customIssuer, type Issuer, orgIssuer } from "../issuer.ts";
import { judge, type Step, TokenRequest } from "../request.ts";
import type { TokenState } from "../state.ts";
import { type Endpoint, serverId, UNCACHED } from "./endpoint.ts";

/** An endpoint that judges a form by steps, once per kind of server. `path` begins with `/v1/`. */
export function ofCustomServer(path: string, summary: string, steps: readonly Step[]): Endpoint {
  return judged(`/oauth2/:authorizationServerId${path}`, summary, async (state, request) =>
    answer(state, customIssuer(state.org, serverId(request)), request, steps),
  );
}

/** The same at the org authorization server. */
export function ofOrgServer(path: string, summary: string, steps: readonly Step[]): Endpoint {
  return judged(`/oauth2${path}`, summary, async (state, request) =>
    answer(state, orgIssuer(state), request, steps),
  );
}

function judged(path: string, summary: string, handle: Endpoint["handle"]): Endpoint {
  return { method: "POST", path, summary, cacheControl: UNCACHED, handle };
}

async function answer(
  state: TokenState,
  issuer: Issuer,
  request: FastifyRequest,
  steps: readonly Step[],
): Promise<unknown> {
  const subject = new TokenRequest(state, issuer, request);
  try {
    await judge(subject, steps);
  } finally {
    const client: App | undefined = subject.client;
    request.caller = client ? { id: client.clientId, scopes: [] } : null;
  }
  return subject.answer;
}
