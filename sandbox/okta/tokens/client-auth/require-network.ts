import { refusal } from "../refusals.ts";
import type { TokenRequest } from "../request.ts";

/**
 * Refuses a client that is bound to network zones: the emulated org has none, so a request is never
 * inside one. A client that only excludes zones may call.
 * @throws OAuthError `access_denied`
 */
export function requireNetwork({ client }: TokenRequest): void {
  const { connection, include = [] } = client.network ?? {};
  if (connection === "ZONE" && include.length > 0) {
    throw refusal("disallowed_network_zone");
  }
}
