import { createHash } from "node:crypto";
import { z } from "zod";
import type { App, ClientSecret } from "../../entities.ts";
import { validationFailed } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import type { Call, Route } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { appOf, entryOf } from "../find.ts";
import { lifecycleLink, link } from "../links.ts";
import { createSecret, usesSecret } from "./store.ts";

const PATH = "/api/v1/apps/:appId/credentials/secrets";
const scope = "okta.apps";

/** How many secrets an app may have at once: one in use and one to change over to. */
const MAX_SECRETS = 2;

const secretSchema = resource(
  {
    client_secret: z.string().min(14).max(100).nullish(),
    status: z.enum(["ACTIVE", "INACTIVE"]).default("ACTIVE"),
  },
  ["secret_hash"],
);

/** Secrets of an app, two at most, so that one can be replaced while the other is in use. */
export const secretRoutes: readonly Route[] = [
  { method: "GET", path: PATH, summary: "List the secrets of an app", scope, handle: list },
  {
    method: "POST",
    path: PATH,
    summary: "Add a secret, chosen or generated",
    scope,
    handle: create,
  },
  { method: "GET", path: `${PATH}/:secretId`, summary: "Read a secret", scope, handle: read },
  {
    method: "DELETE",
    path: `${PATH}/:secretId`,
    summary: "Delete an inactive secret",
    scope,
    handle: remove,
  },
  {
    method: "POST",
    path: `${PATH}/:secretId/lifecycle/activate`,
    summary: "Activate a secret",
    scope,
    handle: activate,
  },
  {
    method: "POST",
    path: `${PATH}/:secretId/lifecycle/deactivate`,
    summary: "Deactivate a secret that is not the only active one",
    scope,
    handle: deactivate,
  },
];

function list(call: Call) {
  const app = appOf(call);
  return { status: 200, body: app.secrets.map((secret) => secretDocument(call, app, secret)) };
}

function create(call: Call) {
  const app = appOf(call);
  const input = parseBody(secretSchema, call.body ?? {});
  if (!usesSecret(app)) {
    throw refusal(`a client with ${app.tokenEndpointAuthMethod} has no secret`);
  }
  if (app.secrets.length >= MAX_SECRETS) {
    throw refusal(`an app has at most ${MAX_SECRETS} secrets; delete an inactive one first`);
  }
  if (app.secrets.some(({ value }) => value === input.client_secret)) {
    throw refusal("this is a secret of the app already");
  }
  const secret = createSecret(call.org, input.client_secret ?? undefined, input.status);
  app.secrets.push(secret);
  return { status: 201, body: secretDocument(call, app, secret) };
}

function read(call: Call) {
  const app = appOf(call);
  return { status: 200, body: secretDocument(call, app, secretOf(call, app)) };
}

function remove(call: Call) {
  const app = appOf(call);
  const secret = secretOf(call, app);
  if (secret.status === "ACTIVE") {
    throw refusal("an active secret cannot be deleted; deactivate it first");
  }
  app.secrets.splice(app.secrets.indexOf(secret), 1);
  return { status: 204 };
}

function activate(call: Call) {
  const app = appOf(call);
  return withStatus(call, app, secretOf(call, app), "ACTIVE");
}

function deactivate(call: Call) {
  const app = appOf(call);
  const secret = secretOf(call, app);
  if (!app.secrets.some((other) => other !== secret && other.status === "ACTIVE")) {
    throw refusal("the only active secret cannot be deactivated");
  }
  return withStatus(call, app, secret, "INACTIVE");
}

function withStatus(call: Call, app: App, secret: ClientSecret, status: ClientSecret["status"]) {
  secret.status = status;
  secret.lastUpdated = timestamp(call.org);
  return { status: 200, body: secretDocument(call, app, secret) };
}

function secretOf({ params }: Call, app: App): ClientSecret {
  return entryOf(app.secrets, params.secretId, "OAuth2ClientSecret");
}

function refusal(reason: string) {
  return validationFailed("client_secret", `client_secret: ${reason}`);
}

function secretDocument({ org }: Call, app: App, secret: ClientSecret) {
  const self = `/api/v1/apps/${app.id}/credentials/secrets/${secret.id}`;
  return {
    id: secret.id,
    status: secret.status,
    client_secret: secret.value,
    secret_hash: createHash("md5").update(secret.value).digest("base64url"),
    created: secret.created,
    lastUpdated: secret.lastUpdated,
    _links: {
      ...lifecycleLink(org, self, secret.status),
      ...(secret.status === "INACTIVE" ? { delete: link(org, self, "DELETE") } : {}),
    },
  };
}
