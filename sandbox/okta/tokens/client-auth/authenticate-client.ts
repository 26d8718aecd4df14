import { OktaError } from "../../errors.ts";
import { findApp } from "../../org.ts";
import { refusal } from "../refusals.ts";
import type { Credential, TokenRequest } from "../request.ts";
import { clientAssertion } from "./assertion.ts";
import { clientSecretBasic, clientSecretPost } from "./client-secret.ts";

/** The ways of client authentication: each finds its credential in the request, or undefined. */
const METHODS = [clientSecretBasic, clientSecretPost, clientAssertion];

/**
 * Establishes the client: exactly one credential, of a known and active app, by the method that is
 * configured for it.
 * @throws OAuthError or OktaError `invalid_client`, or `invalid_request` for more than one credential
 */
export async function authenticateClient(request: TokenRequest): Promise<void> {
  const credential = onlyCredential(request);
  request.named = credential.clientId;
  const app = findApp(request.state.org, credential.clientId);
  if (app?.status !== "ACTIVE") {
    throw new OktaError(401, "invalid_client", "Invalid value for 'client_id' parameter.");
  }
  if (app.tokenEndpointAuthMethod !== credential.method) {
    throw refusal("invalid_client");
  }
  await credential.verify(request, app);
  request.client = app;
}

function onlyCredential(request: TokenRequest): Credential {
  const found = METHODS.map((method) => method(request)).filter((one) => one !== undefined);
  const [credential] = found;
  if (credential === undefined) return publicClient(request);
  const named = request.form.get("client_id");
  if (found.length > 1 || (named !== undefined && named !== credential.clientId)) {
    throw refusal("multiple_client_credentials");
  }
  return credential;
}

/**
 * A client that has nothing to prove itself with names itself (RFC 6749 section 3.2.1).
 * @throws OAuthError `invalid_client` for one that has
 */
function publicClient({ form, state }: TokenRequest): Credential {
  const clientId = form.get("client_id") ?? "";
  if (findApp(state.org, clientId)?.tokenEndpointAuthMethod !== "none") {
    throw refusal("missing_client_credentials");
  }
  return { clientId, method: "none", verify: () => {} };
}
