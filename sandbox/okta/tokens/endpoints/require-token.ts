import { OAuthError } from "../errors.ts";
import type { TokenRequest } from "../request.ts";

/** The endpoints that take a token refuse a request without one. */
export function requireToken({ form }: TokenRequest): void {
  if (!form.has("token")) {
    throw new OAuthError(400, "invalid_request", "The `token` parameter is required.");
  }
}
