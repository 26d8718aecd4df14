import type { App } from "../../entities.ts";
import { findApp } from "../../org.ts";
import { sameSecret } from "../../same-secret.ts";
import { refusal } from "../refusals.ts";
import type { Credential, TokenRequest } from "../request.ts";

const BASIC = /^Basic +([A-Za-z0-9+/_-]+={0,2})$/i;

/**
 * `Authorization: Basic`. RFC 6749 section 2.3.1 has id and secret form-encoded inside the base64;
 * curl and many clients leave them as they are. Both readings are tried, since Okta's own ids and
 * secrets are spelled the same in both.
 * @throws OAuthError `invalid_client` for a header that holds no id and secret
 */
export function clientSecretBasic(request: TokenRequest): Credential | undefined {
  const { authorization, state } = request;
  if (authorization === undefined) return undefined;
  const encoded = BASIC.exec(authorization)?.[1];
  const text = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1) {
    throw refusal("invalid_basic_auth_creds");
  }
  const id = text.slice(0, colon);
  const secret = text.slice(colon + 1);
  return {
    clientId: findApp(state.org, id) ? id : formDecode(id),
    method: "client_secret_basic",
    verify(_request, app) {
      if (!isSecretOf(app, secret)) requireSecret(app, formDecode(secret));
    },
  };
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/** `client_id` and `client_secret` in the body (RFC 6749 section 2.3.1). */
export function clientSecretPost({ form }: TokenRequest): Credential | undefined {
  const secret = form.get("client_secret");
  if (secret === undefined) return undefined;
  return {
    clientId: form.get("client_id") ?? "",
    method: "client_secret_post",
    verify: (_request, app) => requireSecret(app, secret),
  };
}

function requireSecret(app: App, presented: string): void {
  if (!isSecretOf(app, presented)) throw refusal("invalid_client_secret");
}

/** Whether what was presented is an active secret of the app. */
function isSecretOf({ secrets }: App, presented: string): boolean {
  return secrets.some(({ status, value }) => status === "ACTIVE" && sameSecret(value, presented));
}
