import type { TokenRequest } from "../request.ts";
import type { Credential } from "./method.ts";
import { verifySecret } from "./secret.ts";

/** `client_id` and `client_secret` in the body (RFC 6749 section 2.3.1). */
export function clientSecretPost({ form }: TokenRequest): Credential | undefined {
  const secret = form.get("client_secret");
  if (secret === undefined) return undefined;
  return {
    clientId: form.get("client_id") ?? "",
    method: "client_secret_post",
    verify: (_request, app) => verifySecret(app, secret),
  };
}
