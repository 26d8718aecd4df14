import type { App, TokenEndpointAuthMethod } from "../../entities.ts";
import type { TokenRequest } from "../request.ts";

/** What a client showed to prove who it is. */
export interface Credential {
  readonly clientId: string;
  /** The method it used, which must be the one configured for the app. */
  readonly method: TokenEndpointAuthMethod;
  /** @throws OAuthError unless the credential is the app's */
  verify(request: TokenRequest, app: App): void | Promise<void>;
}

/** A way of client authentication: finds its credential in the request, or undefined. */
export type ClientAuthMethod = (request: TokenRequest) => Credential | undefined;
