import type { App, AppKey, ClientSecret } from "../../entities.ts";
import { randomText } from "../../ids.ts";
import { newObject, type Org, timestamp } from "../../org.ts";
import type { AppInput } from "../../schemas/app.ts";
import type { KeyInput } from "../../schemas/oauth-client.ts";
import { checkApp } from "./checks.ts";

/** Length of the secrets that Okta generates. */
const SECRET_LENGTH = 64;

/**
 * Adds the app to the org.
 * @throws E0000001 when its fields do not fit each other or the org
 */
export function createApp(org: Org, input: AppInput, status: App["status"]): App {
  checkApp(org, input);
  const stored = newObject(org, "app");
  const app: App = {
    ...stored,
    clientId: input.credentials.oauthClient.client_id ?? stored.id,
    status,
    secrets: [],
    grants: [],
    ...described(org, input, []),
  };
  keepSecret(org, app, input.credentials.oauthClient.client_secret);
  org.apps.set(app.id, app);
  return app;
}

/**
 * Replaces what the app is with what the request says; whatever it leaves out goes back to its
 * default (a profile left out is cleared). Id, client id, status, grants and secrets stay; a secret
 * that is not one of the app's takes the place of its newest.
 * @throws E0000001 when its fields do not fit each other or the org
 */
export function replaceApp(org: Org, app: App, input: AppInput): App {
  checkApp(org, input, app);
  Object.assign(app, described(org, input, app.jwks));
  keepSecret(org, app, input.credentials.oauthClient.client_secret);
  return app;
}

/** A secret of Okta's length, or the one chosen by the caller. */
export function createSecret(
  org: Org,
  value?: string,
  status: ClientSecret["status"] = "ACTIVE",
): ClientSecret {
  return { ...newObject(org, "secret"), value: value ?? randomText(SECRET_LENGTH), status };
}

/** Whether the client proves itself with a secret. */
export function usesSecret(app: App): boolean {
  return app.tokenEndpointAuthMethod.startsWith("client_secret_");
}

function described(org: Org, input: AppInput, before: readonly AppKey[]) {
  const { settings, credentials, profile, label, accessibility, visibility } = input;
  const client = settings.oauthClient;
  const { client_secret: _secret, client_id: _id, ...clientCredentials } = credentials.oauthClient;
  return {
    label,
    lastUpdated: timestamp(org),
    tokenEndpointAuthMethod: clientCredentials.token_endpoint_auth_method,
    applicationType: client.application_type ?? "web",
    grantTypes: client.grant_types,
    dpopBound: client.dpop_bound_access_tokens,
    jwks: (client.jwks?.keys ?? []).map((key) => keyOf(org, key, before)),
    jwksUri: client.jwks_uri || null,
    network: client.network,
    profile: profile ?? null,
    body: {
      accessibility,
      visibility,
      credentials: { ...credentials, oauthClient: clientCredentials },
      settings,
    },
  };
}

/** A public key as the app keeps it; its id and status are those of the key in `before` with the same `kid`. */
export function keyOf(org: Org, key: KeyInput, before: readonly AppKey[]): AppKey {
  const known = before.find(({ kid }) => kid === key.kid);
  const { status, ...material } = key;
  const given = Object.entries(material).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return {
    ...(Object.fromEntries(given) as Pick<AppKey, "kty">),
    ...newObject(org, "appKey"),
    ...(known ? { id: known.id, created: known.created } : {}),
    status: status ?? known?.status ?? "ACTIVE",
  };
}

function keepSecret(org: Org, app: App, value: string | undefined): void {
  if (!usesSecret(app)) {
    app.secrets = [];
    return;
  }
  if (app.secrets.length === 0) app.secrets = [createSecret(org, value || undefined)];
  if (!value || app.secrets.some((secret) => secret.value === value)) return;
  const newest = app.secrets.findLastIndex(({ status }) => status === "ACTIVE");
  app.secrets.splice(newest, 1, createSecret(org, value));
}
