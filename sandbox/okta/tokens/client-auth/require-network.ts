import { refusal } from "../refusals.ts";
import type { TokenRequest } from "../request.ts";

/** The part of an app's stored document that restricts where its client may call from. */
interface StoredApp {
  oauthClient?: { network?: { connection: string; include?: readonly string[] } };
}

/**
 * Refuses a client that is bound to network zones: the emulated org has none, so a request is never
 * inside one. A client that only excludes zones may call.
 * @throws OAuthError `access_denied`
 */
export function requireNetwork({ client }: TokenRequest): void {
  const { network } = (client.body as StoredApp).oauthClient ?? {};
  if (network?.connection === "ZONE" && (network.include ?? []).length > 0) {
    throw refusal("disallowed_network_zone");
  }
}
