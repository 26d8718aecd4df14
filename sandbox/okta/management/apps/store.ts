import type { App, AppKey, ClientSecret } from "../../entities.ts";
import { makeId, randomText } from "../../ids.ts";
import { type Org, timestamp } from "../../org.ts";
import { checkApp } from "./checks.ts";
import type { KeyInput } from "./oauth-schema.ts";
import type { AppInput } from "./schema.ts";

/** Length of the secrets that Okta generates. */
const SECRET_LENGTH = 64;

/**
 * Adds the app to the org.
 * @throws E0000001 when its fields do not fit each other or the org
 */
export function createApp(org: Org, input: AppInput, status: App["status"]): App {
  checkApp(org, input);
  const id = makeId("app");
  const now = timestamp(org);
  const app: App = {
    id,
    clientId: input.credentials.oauthClient.client_id ?? id,
    status,
    created: now,
    secrets: [],
    grants: [],
    ...described(org, input, []),
  };
  keepSecret(org, app, input.credentials.oauthClient.client_secret);
  org.apps.set(id, app);
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
  const now = timestamp(org);
  return {
    id: makeId("secret"),
    value: value ?? randomText(SECRET_LENGTH),
    status,
    created: now,
    lastUpdated: now,
  };
}

/** Whether the client proves itself with a secret. */
export function usesSecret(app: App): boolean {
  return app.tokenEndpointAuthMethod.startsWith("client_secret_");
}

function described(org: Org, input: AppInput, before: readonly AppKey[]) {
  const { settings, credentials, profile, label, accessibility, visibility } = input;
  const { oauthClient: client, ...others } = settings;
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
    profile: profile ?? null,
    body: {
      accessibility,
      visibility,
      credentials: { ...credentials, oauthClient: clientCredentials },
      settings: others,
      oauthClient: client,
    },
  };
}

/** A public key as the app keeps it; its id and status are those of the key in `before` with the same `kid`. */
export function keyOf(org: Org, key: KeyInput, before: readonly AppKey[]): AppKey {
  const now = timestamp(org);
  const known = before.find(({ kid }) => kid === key.kid);
  const { id: _id, created: _created, lastUpdated: _updated, _links, status, ...material } = key;
  const given = Object.entries(material).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return {
    ...(Object.fromEntries(given) as Pick<AppKey, "kty">),
    id: known?.id ?? makeId("appKey"),
    status: status ?? known?.status ?? "ACTIVE",
    created: known?.created ?? now,
    lastUpdated: now,
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
