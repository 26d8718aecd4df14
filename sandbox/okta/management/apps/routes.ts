import type { App } from "../../entities.ts";
import { invalidField, OktaError } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { withdrawRights } from "../../rights/held.ts";
import { anywhere, onAll } from "../../rights/needs.ts";
import { type AppInput, appSchema } from "../../schemas/app.ts";
import { appOf, visible } from "../find.ts";
import { lifecycleRoutes } from "../lifecycle.ts";
import { filterOf, searchOf } from "../search.ts";
import { APP_ACCESS } from "./access.ts";
import { appDocument } from "./document.ts";
import { createApp, replaceApp } from "./store.ts";

const PATH = "/api/v1/apps";
const APP_PATH = `${PATH}/:appId`;

const answers = answersWith(({ org }, app: App) => appDocument(org, app));
const withSecret = answersWith(({ org }, app: App) => appDocument(org, app, true));
const empty = answersWith(() => ({}));

/** OIDC apps: the OAuth clients of the org. */
export const appRoutes = routes(APP_ACCESS, [
  [
    "GET",
    PATH,
    "List apps (`q`, `filter`, `limit`, `after`)",
    answers.page(search, { default: 20, max: 200 }),
    [anywhere("okta.apps.read")],
  ],
  [
    "POST",
    PATH,
    "Create an app (`activate`)",
    withSecret.one(create),
    [onAll("okta.apps.manage", "apps")],
  ],
  ["GET", APP_PATH, "Read an app", answers.one(appOf)],
  ["PUT", APP_PATH, "Replace an app", withSecret.one(replace)],
  ["DELETE", APP_PATH, "Delete an inactive app", noContent(remove)],
  ...lifecycleRoutes(APP_PATH, "an app", appOf, empty.one),
]);

function search(call: Call): App[] {
  const { org, query } = call;
  const labelled = searchOf(query, "startsWith");
  const wanted = filterOf(query, ["status", "name", "id"]);
  const seen = visible(call, "okta.apps.read", "apps");
  return [...org.apps.values()]
    .filter(seen)
    .filter(
      ({ id, label, status }) => labelled(label) && wanted({ id, status, name: "oidc_client" }),
    );
}

/** Okta has many kinds of apps; one of another kind would only be refused for its other fields. */
function readApp(body: unknown): AppInput {
  const { signOnMode } = (body ?? {}) as { signOnMode?: unknown };
  if (typeof signOnMode === "string" && signOnMode !== "OPENID_CONNECT") {
    throw invalidField(
      "signOnMode",
      `The emulator has no apps of the sign-on mode ${signOnMode}. Allowed: OPENID_CONNECT`,
    );
  }
  return parseBody(appSchema, body);
}

function create({ org, body, query }: Call): App {
  const activate = query.get("activate") ?? "true";
  if (activate !== "true" && activate !== "false") {
    throw invalidField("activate", "must be true or false");
  }
  return createApp(org, readApp(body), activate === "true" ? "ACTIVE" : "INACTIVE");
}

function replace(call: Call): App {
  return replaceApp(call.org, appOf(call), readApp(call.body));
}

function remove(call: Call): void {
  const app = appOf(call);
  if (app.status === "ACTIVE") {
    throw new OktaError(403, "E0000056", "Delete application forbidden.");
  }
  call.org.apps.delete(app.id);
  call.org.groupAssignments.delete(app.id);
  call.org.appUsers.delete(app.id);
  withdrawRights(call.org, app.clientId);
}
