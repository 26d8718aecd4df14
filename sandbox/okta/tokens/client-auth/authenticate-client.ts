import { OktaError } from "../../errors.ts";
import { findApp } from "../../org.ts";
import { OAuthError } from "../errors.ts";
import type { TokenRequest } from "../request.ts";
import { clientSecretBasic } from "./client-secret-basic.ts";
import { clientSecretJwt } from "./client-secret-jwt.ts";
import { clientSecretPost } from "./client-secret-post.ts";
import type { ClientAuthMethod, Credential } from "./method.ts";
import { privateKeyJwt } from "./private-key-jwt.ts";

const METHODS: readonly ClientAuthMethod[] = [
  clientSecretBasic,
  clientSecretPost,
  privateKeyJwt,
  clientSecretJwt,
];

/**
 * Establishes the client: exactly one credential, of a known and active app, by the method that is
 * configured for it.
 * @throws OAuthError or OktaError `invalid_client`, or `invalid_request` for more than one credential
 */
export async function authenticateClient(request: TokenRequest): Promise<void> {
  const credential = onlyCredential(request);
  const app = findApp(request.state.org, credential.clientId);
  if (app?.status !== "ACTIVE") {
    throw new OktaError(401, "invalid_client", "Invalid value for 'client_id' parameter.");
  }
  if (app.tokenEndpointAuthMethod !== credential.method) {
    throw new OAuthError(
      401,
      "invalid_client",
      "Client authentication failed. Either the client or the client credentials are invalid.",
    );
  }
  await credential.verify(request, app);
  request.client = app;
}

function onlyCredential(request: TokenRequest): Credential {
  const found = METHODS.map((method) => method(request)).filter((one) => one !== undefined);
  const [credential] = found;
  if (credential === undefined) {
    throw new OAuthError(401, "invalid_client", "No client credentials found.");
  }
  const named = request.form.get("client_id");
  if (found.length > 1 || (named !== undefined && named !== credential.clientId)) {
    throw new OAuthError(
      400,
      "invalid_request",
      "Can't supply multiple client credentials. Use one of the following: credentials in the " +
        "Authorization header, credentials in the post body, or a `client_assertion` in the post body.",
    );
  }
  return credential;
}
