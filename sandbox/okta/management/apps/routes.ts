import { OktaError, validationFailed } from "../../errors.ts";
import { parseBody } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import type { Call, Route } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { appOf } from "../find.ts";
import { lifecycleRoutes } from "../lifecycle.ts";
import { filterOf } from "../search.ts";
import { appDocument } from "./document.ts";
import { appSchema } from "./schema.ts";
import { createApp, replaceApp } from "./store.ts";

const PATH = "/api/v1/apps";
const scope = "okta.apps";

/** OIDC apps: the OAuth clients of the org. */
export const appRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    summary: "List apps (`q`, `filter`, `limit`, `after`)",
    scope,
    handle: list,
  },
  { method: "POST", path: PATH, summary: "Create an app (`activate`)", scope, handle: create },
  { method: "GET", path: `${PATH}/:appId`, summary: "Read an app", scope, handle: read },
  { method: "PUT", path: `${PATH}/:appId`, summary: "Replace an app", scope, handle: replace },
  {
    method: "DELETE",
    path: `${PATH}/:appId`,
    summary: "Delete an inactive app",
    scope,
    handle: remove,
  },
  ...lifecycleRoutes(`${PATH}/:appId`, "an app", scope, setStatus),
];

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

function create({ org, body, query }: Call) {
  const activate = query.get("activate") ?? "true";
  if (activate !== "true" && activate !== "false") {
    throw validationFailed("activate", "activate: must be true or false");
  }
  const app = createApp(
    org,
    parseBody(appSchema, body),
    activate === "true" ? "ACTIVE" : "INACTIVE",
  );
  return { status: 200, body: appDocument(org, app, true) };
}

function read(call: Call) {
  return { status: 200, body: appDocument(call.org, appOf(call)) };
}

function replace(call: Call) {
  const app = replaceApp(call.org, appOf(call), parseBody(appSchema, call.body));
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

function setStatus(call: Call, status: "ACTIVE" | "INACTIVE") {
  const app = appOf(call);
  app.status = status;
  app.lastUpdated = timestamp(call.org);
  return { status: 200, body: {} };
}
