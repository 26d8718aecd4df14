import {
  type AuthorizationServer,
  allowInsecureRequests,
  type ClientAuth,
  clientCredentialsGrantRequest,
  customFetch,
  type DPoPHandle,
} from "oauth4webapi";
import { type Asked, malformed, readBody, refusal } from "./answer.ts";
import type { ServerClock } from "./clock.ts";
import { TokenError } from "./errors.ts";
import { addressFault, isLoopback, reasonOf } from "./http.ts";

/** A token and what the server said of it. */
export interface IssuedToken {
  accessToken: string;
  /** As the server wrote it: `Bearer`, or `DPoP` for an app that is bound to it. */
  tokenType: string;
  /** The granted scope; undefined when it is the one that was asked for. */
  scope: string | undefined;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** Milliseconds since the epoch: `receivedAt` plus `expires_in`. */
  expiresAt: number;
}

/** What one request needs. */
export interface TokenRequest extends Asked {
  issuer: string;
  scope: string;
  /** How the client proves itself; see `clientAuthentication`. */
  authentication: ClientAuth;
  /** Makes the proof of a key that the token is to be bound to; undefined: of none. */
  proofs: DPoPHandle | undefined;
  /** Milliseconds; the request is given up after that. */
  timeout: number;
  /** Hosts beside the issuer's that the credential may be sent to. */
  trustedHosts: readonly string[];
  fetch: typeof fetch;
  /** Set by the answer. */
  clock: ServerClock;
}

/** Seconds; no authorization server of Okta issues tokens that live for longer. */
const MAX_LIFETIME = 86_400;

/**
 * One request of the client credentials grant (RFC 6749 section 4.4).
 *
 * @throws {TokenError}
 */
export async function requestToken(
  request: TokenRequest,
  signal?: AbortSignal,
): Promise<IssuedToken> {
  const { tokenEndpoint, issuer, trustedHosts } = request;
  const fault = addressFault(tokenEndpoint, issuer, trustedHosts);
  if (fault !== undefined) {
    throw new TokenError(
      "token-endpoint",
      `The token endpoint ${tokenEndpoint} ${fault}. Fix: correct it, or trust its host.`,
    );
  }
  const response = await send(request, signal);
  const receivedAt = request.now();
  request.clock.setBy(response);
  const body = await readBody(response, request);
  if (response.status !== 200) throw refusal(response, body, request);
  const accessToken = body.access_token;
  const tokenType = body.token_type;
  const lifetime = body.expires_in;
  if (typeof accessToken !== "string" || accessToken === "" || typeof tokenType !== "string") {
    throw malformed(request, "it has no access_token and token_type", { status: 200 });
  }
  if (request.proofs !== undefined && tokenType.toLowerCase() !== "dpop") {
    throw malformed(request, "its token is not bound to the key of the proof", { status: 200 });
  }
  if (typeof lifetime !== "number" || !(lifetime > 0 && lifetime <= MAX_LIFETIME)) {
    const what = "its expires_in is not a number of seconds of at most one day";
    throw malformed(request, what, { status: 200 });
  }
  return {
    accessToken,
    tokenType,
    scope: typeof body.scope === "string" ? body.scope : undefined,
    receivedAt,
    expiresAt: receivedAt + lifetime * 1000,
  };
}

async function send(request: TokenRequest, signal: AbortSignal | undefined): Promise<Response> {
  const server: AuthorizationServer = {
    issuer: request.issuer,
    token_endpoint: request.tokenEndpoint,
  };
  const timeout = AbortSignal.timeout(request.timeout);
  try {
    return await clientCredentialsGrantRequest(
      server,
      { client_id: request.clientId },
      request.authentication,
      { scope: request.scope },
      {
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...(request.proofs === undefined ? {} : { DPoP: request.proofs }),
        [customFetch]: request.fetch,
        [allowInsecureRequests]: isLoopback(request.tokenEndpoint),
      },
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted) {
      throw new TokenError(
        "token-timeout",
        `${request.tokenEndpoint} did not answer within ${request.timeout} ms.`,
      );
    }
    throw new TokenError(
      "token-unreachable",
      `${request.tokenEndpoint} could not be reached: ${reasonOf(error)}.`,
    );
  }
}
