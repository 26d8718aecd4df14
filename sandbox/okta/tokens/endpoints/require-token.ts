import { refusal } from "../refusals.ts";
import type { TokenRequest } from "../request.ts";

/** @throws OAuthError `invalid_request` for a request without the token that its endpoint takes */
export function requireToken({ form }: TokenRequest): void {
  if (!form.has("token")) {
    throw refusal("request_missing_token");
  }
}
