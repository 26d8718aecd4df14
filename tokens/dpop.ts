import {
  allowInsecureRequests,
  type CryptoKeyPair,
  customFetch,
  DPoP,
  type DPoPHandle,
  generateKeyPair,
  modifyAssertion,
  protectedResourceRequest,
} from "oauth4webapi";
import type { ServerClock } from "./clock.ts";
import { type Credential, thumbprintOf, unusable } from "./credential.ts";
import { isLoopback } from "./http.ts";

/**
 * Makes the proofs of a client's tokens (RFC 9449), and keeps the nonce that the server gave.
 *
 * @param key `true`: a new one on P-256, which nothing can export
 * @throws {TokenError} `token-credential` for the key of the client's own authentication
 */
export async function createProofs(
  key: true | CryptoKeyPair,
  credential: Credential,
  clock: ServerClock,
): Promise<DPoPHandle> {
  const pair = key === true ? await generateKeyPair("ES256") : key;
  const proofs = DPoP({}, pair, {
    [modifyAssertion]: (_header, payload) => {
      payload.iat = clock.seconds;
    },
  });
  if ((await proofs.calculateThumbprint()) === (await thumbprintOf(credential))) {
    throw unusable("the key of DPoP is that of the client authentication; it must be another one");
  }
  return proofs;
}

/** What goes with one request to a resource. */
export interface ResourceHeaders {
  /** `Bearer` or `DPoP`, and the token. */
  authorization: string;
  /** The proof, for this request alone; undefined for a bearer token. */
  dpop?: string;
}

/** The headers of one request with this token. */
export async function resourceHeaders(
  accessToken: string,
  proofs: DPoPHandle | undefined,
  method: string,
  url: string,
): Promise<ResourceHeaders> {
  let made: Record<string, string> = {};
  await protectedResourceRequest(accessToken, method, new URL(url), undefined, undefined, {
    ...(proofs === undefined ? {} : { DPoP: proofs }),
    [allowInsecureRequests]: isLoopback(url),
    // The request itself is the caller's.
    [customFetch]: async (_url, { headers }) => {
      made = headers;
      return new Response();
    },
  });
  const { authorization = "", dpop } = made;
  return { authorization, ...(dpop === undefined ? {} : { dpop }) };
}
