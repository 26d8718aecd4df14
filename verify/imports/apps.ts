import type { OktaApi } from "../../okta-api/client.ts";
import type { OktaApp } from "../../okta-api/objects.ts";
import { type Found, type Inputs, publicKey } from "./found.ts";

/**
 * A service's app by its client id, which the stack chooses. The client id of people's app is Okta's choice, and
 * Okta takes two of one label: of several the one that nothing uses.
 */
export async function findApp(okta: OktaApi, inputs: Inputs): Promise<Found | undefined> {
  if (typeof inputs.clientId === "string") {
    const app = await okta.app(inputs.clientId);
    return app && foundApp(okta, app);
  }
  const alike = (await okta.apps()).filter(
    ({ label, settings }) =>
      label === inputs.label && settings.oauthClient.application_type === inputs.type,
  );
  const found = await Promise.all(alike.map((app) => foundApp(okta, app)));
  return found.find(({ usedBy }) => usedBy === undefined);
}

async function foundApp(okta: OktaApi, app: OktaApp): Promise<Found> {
  const client = app.settings.oauthClient;
  const credentials = app.credentials.oauthClient;
  return {
    importId: app.id,
    seen: {
      label: app.label,
      type: client.application_type,
      status: app.status,
      grantTypes: client.grant_types,
      tokenEndpointAuthMethod: credentials.token_endpoint_auth_method,
      redirectUris: client.redirect_uris,
      postLogoutRedirectUris: client.post_logout_redirect_uris,
      profile: app.profile,
      jwks: client.jwks?.keys.map(publicKey),
      jwksUri: client.jwks_uri,
    },
    usedBy: (await policyFor(okta, credentials.client_id)) ?? (await groupsOf(okta, app)),
  };
}

async function policyFor(okta: OktaApi, clientId: string): Promise<string | undefined> {
  for (const one of await okta.servers()) {
    const policies = await okta.policies(one);
    const naming = policies.find(({ conditions }) =>
      conditions.clients.include?.includes(clientId),
    );
    if (naming) return `the access policy ${naming.name} of the authorization server ${one.name}`;
  }
  return undefined;
}

/** Groups that may use people's app. */
async function groupsOf(okta: OktaApi, app: OktaApp): Promise<string | undefined> {
  if (app.settings.oauthClient.application_type === "service") return undefined;
  const { length } = await okta.groupAssignments(app);
  return length === 0 ? undefined : `groups that may use it (${length})`;
}
