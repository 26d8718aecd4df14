import type { App, AppKey } from "../../entities.ts";
import { invalidField } from "../../errors.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { appOf, entryOf } from "../find.ts";
import { lifecycleRoutes, switchTo } from "../lifecycle.ts";
import { lifecycleLink, link } from "../links.ts";
import { checkKeySet } from "./checks.ts";
import { keySchema } from "./oauth-schema.ts";
import { keyOf } from "./store.ts";

const PATH = "/api/v1/apps/:appId/credentials/jwks";

/** Public keys of an app, one by one; the same ones that its settings hold as `jwks`. */
export const keyRoutes = routes("okta.apps", [
  ["GET", PATH, "List the public keys of an app", list],
  ["POST", PATH, "Add a public key", create],
  ["GET", `${PATH}/:keyId`, "Read a public key", read],
  ["DELETE", `${PATH}/:keyId`, "Delete an inactive public key", remove],
  ...lifecycleRoutes(`${PATH}/:keyId`, "a public key", setStatus),
]);

function list(call: Call) {
  const app = appOf(call);
  return { status: 200, body: { keys: app.jwks.map((key) => keyDocument(call, app, key)) } };
}

function create(call: Call) {
  const app = appOf(call);
  const key = keyOf(call.org, parseBody(keySchema, call.body), []);
  if (app.jwksUri) throw refusal("jwks and jwks_uri exclude each other");
  checkKeySet([...app.jwks, key], "jwks");
  app.jwks.push(key);
  return { status: 201, body: keyDocument(call, app, key) };
}

function read(call: Call) {
  const app = appOf(call);
  return { status: 200, body: keyDocument(call, app, keyIn(call, app)) };
}

function remove(call: Call) {
  const app = appOf(call);
  const key = keyIn(call, app);
  if (key.status === "ACTIVE") {
    throw refusal("an active key cannot be deleted; deactivate it first");
  }
  app.jwks.splice(app.jwks.indexOf(key), 1);
  return { status: 204 };
}

function setStatus(call: Call, status: AppKey["status"]) {
  const app = appOf(call);
  const key = keyIn(call, app);
  const others = app.jwks.filter((other) => other !== key);
  if (status === "INACTIVE" && !others.some((other) => other.status === "ACTIVE")) {
    throw refusal("the only active key cannot be deactivated");
  }
  switchTo(call.org, key, status);
  return { status: 200, body: keyDocument(call, app, key) };
}

function keyIn({ params }: Call, app: App): AppKey {
  return entryOf(app.jwks, params.keyId, "OAuth2ClientJsonWebKey");
}

function refusal(reason: string) {
  return invalidField("jwks", reason);
}

function keyDocument({ org }: Call, app: App, key: AppKey) {
  const self = `/api/v1/apps/${app.id}/credentials/jwks/${key.id}`;
  return {
    use: null,
    ...key,
    _links: {
      ...lifecycleLink(org, self, key.status),
      ...(key.status === "INACTIVE" ? { delete: link(org, self, "DELETE") } : {}),
    },
  };
}
