import { createHash } from "node:crypto";
import { z } from "zod";
import type { App, ClientSecret, Status } from "../../entities.ts";
import { invalidField } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { appOf, entryOf } from "../find.ts";
import { lifecycleRoutes, switchTo } from "../lifecycle.ts";
import { lifecycleLink, link } from "../links.ts";
import { createSecret, usesSecret } from "./store.ts";

const PATH = "/api/v1/apps/:appId/credentials/secrets";

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
export const secretRoutes = routes("okta.apps", [
  ["GET", PATH, "List the secrets of an app", list],
  ["POST", PATH, "Add a secret, chosen or generated", create],
  ["GET", `${PATH}/:secretId`, "Read a secret", read],
  ["DELETE", `${PATH}/:secretId`, "Delete an inactive secret", remove],
  ...lifecycleRoutes(`${PATH}/:secretId`, "a secret", setStatus),
]);

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

function setStatus(call: Call, status: Status) {
  const app = appOf(call);
  const secret = secretOf(call, app);
  const others = app.secrets.filter((other) => other !== secret);
  if (status === "INACTIVE" && !others.some((other) => other.status === "ACTIVE")) {
    throw refusal("the only active secret cannot be deactivated");
  }
  switchTo(call.org, secret, status);
  return { status: 200, body: secretDocument(call, app, secret) };
}

function secretOf({ params }: Call, app: App): ClientSecret {
  return entryOf(app.secrets, params.secretId, "OAuth2ClientSecret");
}

function refusal(reason: string) {
  return invalidField("client_secret", reason);
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
