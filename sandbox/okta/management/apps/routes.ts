import type { App } from "../../entities.ts";
import { invalidField, OktaError } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { type AppInput, appSchema } from "../../schemas/app.ts";
import { appOf } from "../find.ts";
import { lifecycleRoutes } from "../lifecycle.ts";
import { filterOf, searchOf } from "../search.ts";
import { appDocument } from "./document.ts";
import { createApp, replaceApp } from "./store.ts";

const PATH = "/api/v1/apps";
const APP_PATH = `${PATH}/:appId`;

const answers = answersWith(({ org }, app: App) => appDocument(org, app));
const withSecret = answersWith(({ org }, app: App) => appDocument(org, app, true));
const empty = answersWith(() => ({}));

/** OIDC apps: the OAuth clients of the org. */
export const appRoutes = routes("okta.apps", [
  [
    "GET",
    PATH,
    "List apps (`q`, `filter`, `limit`, `after`)",
    answers.page(search, { default: 20, max: 200 }),
  ],
  ["POST", PATH, "Create an app (`activate`)", withSecret.one(create)],
  ["GET", APP_PATH, "Read an app", answers.one(appOf)],
  ["PUT", APP_PATH, "Replace an app", withSecret.one(replace)],
  ["DELETE", APP_PATH, "Delete an inactive app", noContent(remove)],
  ...lifecycleRoutes(APP_PATH, "an app", appOf, empty.one),
]);

function search({ org, query }: Call): App[] {
  const labelled = searchOf(query, "startsWith");
  const wanted = filterOf(query, ["status", "name", "id"]);
  return [...org.apps.values()].filter(
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
  for (const role of call.org.clientRoles.values()) {
    if (role.clientId === app.clientId) call.org.clientRoles.delete(role.id);
  }
}
