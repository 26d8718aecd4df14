import type { AppKey } from "../../entities.ts";
import { invalidField } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { keySchema } from "../../schemas/oauth-client.ts";
import { appOf, entryOf } from "../find.ts";
import { lifecycleRoutes } from "../lifecycle.ts";
import { APP_ACCESS } from "./access.ts";
import { checkKeySet } from "./checks.ts";
import { credentialLinks, refuseLastActive, removeInactive } from "./credentials.ts";
import { keyOf } from "./store.ts";

const PATH = "/api/v1/apps/:appId/credentials/jwks";
const KEY_PATH = `${PATH}/:keyId`;

const NAMING = { field: "jwks", noun: "key" };

const answers = answersWith(keyDocument);

/** Public keys of an app, one by one; the same ones that its settings hold as `jwks`. */
export const keyRoutes = routes(APP_ACCESS, [
  ["GET", PATH, "List the public keys of an app", list],
  ["POST", PATH, "Add a public key", answers.one(create, 201)],
  ["GET", KEY_PATH, "Read a public key", answers.one(keyIn)],
  ["DELETE", KEY_PATH, "Delete an inactive public key", noContent(remove)],
  ...lifecycleRoutes(KEY_PATH, "a public key", keyIn, answers.one, (call, key) =>
    refuseLastActive(appOf(call).jwks, key, NAMING),
  ),
]);

function keyIn(call: Call): AppKey {
  return entryOf(appOf(call).jwks, call.params.keyId, "OAuth2ClientJsonWebKey");
}

function list(call: Call) {
  return { status: 200, body: { keys: appOf(call).jwks.map((key) => keyDocument(call, key)) } };
}

function create(call: Call): AppKey {
  const app = appOf(call);
  const key = keyOf(call.org, parseBody(keySchema, call.body), []);
  if (app.jwksUri) throw invalidField("jwks", "jwks and jwks_uri exclude each other");
  checkKeySet([...app.jwks, key], "jwks");
  app.jwks.push(key);
  return key;
}

function remove(call: Call): void {
  removeInactive(appOf(call).jwks, keyIn(call), NAMING);
}

function keyDocument({ org, params }: Call, key: AppKey) {
  const self = `/api/v1/apps/${params.appId}/credentials/jwks/${key.id}`;
  return { use: null, ...key, _links: credentialLinks(org, self, key) };
}
