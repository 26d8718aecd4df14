import { hash } from "node:crypto";
import { z } from "zod";
import type { ClientSecret } from "../../entities.ts";
import { invalidField } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { onApp } from "../../rights/needs.ts";
import { resource, statusSchema } from "../../schemas/resource.ts";
import { appOf, entryOf } from "../find.ts";
import { lifecycleRoutes } from "../lifecycle.ts";
import { APP_ACCESS } from "./access.ts";
import { credentialLinks, refuseLastActive, removeInactive } from "./credentials.ts";
import { createSecret, usesSecret } from "./store.ts";

const PATH = "/api/v1/apps/:appId/credentials/secrets";
const SECRET_PATH = `${PATH}/:secretId`;

/** How many secrets an app may have at once: one in use and one to change over to. */
const MAX_SECRETS = 2;

const NAMING = { field: "client_secret", noun: "secret" };

const secretSchema = resource(
  {
    client_secret: z.string().min(14).max(100).nullish(),
    status: statusSchema.default("ACTIVE"),
  },
  ["secret_hash"],
);

const answers = answersWith(secretDocument);

/** Secrets of an app, two at most, so that one can be replaced while the other is in use. */
export const secretRoutes = routes(
  { ...APP_ACCESS, read: [onApp("okta.apps.clientCredentials.read")] },
  [
    ["GET", PATH, "List the secrets of an app", answers.all((call) => appOf(call).secrets)],
    ["POST", PATH, "Add a secret, chosen or generated", answers.one(create, 201)],
    ["GET", SECRET_PATH, "Read a secret", answers.one(secretOf)],
    ["DELETE", SECRET_PATH, "Delete an inactive secret", noContent(remove)],
    ...lifecycleRoutes(SECRET_PATH, "a secret", secretOf, answers.one, (call, secret) =>
      refuseLastActive(appOf(call).secrets, secret, NAMING),
    ),
  ],
);

function secretOf(call: Call): ClientSecret {
  return entryOf(appOf(call).secrets, call.params.secretId, "OAuth2ClientSecret");
}

function create(call: Call): ClientSecret {
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
  return secret;
}

function remove(call: Call): void {
  removeInactive(appOf(call).secrets, secretOf(call), NAMING);
}

function refusal(reason: string) {
  return invalidField(NAMING.field, reason);
}

function secretDocument({ org, params }: Call, secret: ClientSecret) {
  const { id, status, value, created, lastUpdated } = secret;
  const self = `/api/v1/apps/${params.appId}/credentials/secrets/${id}`;
  return {
    id,
    status,
    client_secret: value,
    secret_hash: hash("md5", value, "base64url"),
    created,
    lastUpdated,
    _links: credentialLinks(org, self, secret),
  };
}
