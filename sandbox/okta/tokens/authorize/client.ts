import type { App } from "../../entities.ts";
import { findApp } from "../../org.ts";
import type { Form } from "../form.ts";
import { refusal } from "../refusals.ts";
import type { TokenState } from "../state.ts";

/**
 * The client of an authorization request, and where its answer goes: an address that is registered
 * character by character. Until both are known nothing may be sent there.
 * @throws OAuthError that is shown to the user, and never told to an address
 */
export function clientOf(
  { org }: TokenState,
  parameters: Form,
): { client: App; redirectUri: string } {
  const client = findApp(org, parameters.get("client_id") ?? "");
  if (client?.status !== "ACTIVE") throw refusal("invalid_client_id");
  if (client.applicationType === "service") {
    throw refusal("invalid_client_application_type", "authorize");
  }
  const redirectUri = parameters.get("redirect_uri") ?? "";
  const registered = client.body.settings.oauthClient.redirect_uris ?? [];
  if (!registered.includes(redirectUri)) throw refusal("illegal_redirect_uri");
  return { client, redirectUri };
}
