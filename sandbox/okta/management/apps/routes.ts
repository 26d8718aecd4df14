import type { Status } from "../../entities.ts";
import { invalidField, OktaError } from "../../errors.ts";
import { parseBody } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { appOf } from "../find.ts";
import { lifecycleRoutes, switchTo } from "../lifecycle.ts";
import { filterOf } from "../search.ts";
import { appDocument } from "./document.ts";
import { type AppInput, appSchema } from "./schema.ts";
import { createApp, replaceApp } from "./store.ts";

const PATH = "/api/v1/apps";

/** OIDC apps: the OAuth clients of the org. */
export const appRoutes = routes("okta.apps", [
  ["GET", PATH, "List apps (`q`, `filter`, `limit`, `after`)", list],
  ["POST", PATH, "Create an app (`activate`)", create],
  ["GET", `${PATH}/:appId`, "Read an app", read],
  ["PUT", `${PATH}/:appId`, "Replace an app", replace],
  ["DELETE", `${PATH}/:appId`, "Delete an inactive app", remove],
  ...lifecycleRoutes(`${PATH}/:appId`, "an app", setStatus),
]);

function list(call: Call) {
  const wanted = filterOf(call.query, ["status", "name", "id"]);
  const q = call.query.get("q")?.toLowerCase() ?? "";
  const found = [...call.org.apps.values()].filter(
    (app) =>
      app.label.toLowerCase().startsWith(q) &&
      wanted({ status: app.status, name: "oidc_client", id: app.id }),
  );
  const { items, headers } = page(call, found, ({ id }) => id, { default: 20, max: 200 });
  return { status: 200, headers, body: items.map((app) => appDocument(call.org, app)) };
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

function create({ org, body, query }: Call) {
  const activate = query.get("activate") ?? "true";
  if (activate !== "true" && activate !== "false") {
    throw invalidField("activate", "must be true or false");
  }
  const app = createApp(org, readApp(body), activate === "true" ? "ACTIVE" : "INACTIVE");
  return { status: 200, body: appDocument(org, app, true) };
}

function read(call: Call) {
  return { status: 200, body: appDocument(call.org, appOf(call)) };
}

function replace(call: Call) {
  const app = replaceApp(call.org, appOf(call), readApp(call.body));
  return { status: 200, body: appDocument(call.org, app, true) };
}

function remove(call: Call) {
  const app = appOf(call);
  if (app.status === "ACTIVE") {
    throw new OktaError(403, "E0000056", "Delete application forbidden.");
  }
  call.org.apps.delete(app.id);
  call.org.groupAssignments.delete(app.id);
  for (const role of call.org.clientRoles.values()) {
    if (role.clientId === app.clientId) call.org.clientRoles.delete(role.id);
  }
  return { status: 204 };
}

function setStatus(call: Call, status: Status) {
  switchTo(call.org, appOf(call), status);
  return { status: 200, body: {} };
}
