import { z } from "zod";
import type { TrustedOrigin } from "../admin-entities.ts";
import { parseBody, resource } from "../http/body.ts";
import { page } from "../http/pagination.ts";
import { type Call, routes } from "../http/route.ts";
import { makeId } from "../ids.ts";
import { timestamp } from "../org.ts";
import { lookUp, refuseTaken } from "./find.ts";
import { lifecycleRoutes, switchTo } from "./lifecycle.ts";
import { lifecycleLink, link } from "./links.ts";
import { filterOf } from "./search.ts";

const PATH = "/api/v1/trustedOrigins";

const originSchema = resource(
  {
    name: z.string().min(1).max(255),
    origin: z.string().refine(isOrigin, "must be an http or https origin without path"),
    scopes: z
      .array(
        z.strictObject({
          type: z.enum(["CORS", "REDIRECT", "IFRAME_EMBED"]),
          allowedOktaApps: z.array(z.string()).default([]),
        }),
      )
      .min(1),
  },
  ["status", "createdBy", "lastUpdatedBy"],
);

/** Origins that browsers may call the org from. */
export const trustedOriginRoutes = routes("okta.trustedOrigins", [
  ["GET", PATH, "List trusted origins (`q`, `filter`, `limit`, `after`)", list],
  ["POST", PATH, "Create a trusted origin", create],
  ["GET", `${PATH}/:originId`, "Read a trusted origin", read],
  ["PUT", `${PATH}/:originId`, "Replace a trusted origin", replace],
  ["DELETE", `${PATH}/:originId`, "Delete a trusted origin", remove],
  ...lifecycleRoutes(`${PATH}/:originId`, "a trusted origin", setStatus),
]);

function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.parse(text)?.origin === text;
}

function list(call: Call) {
  const q = call.query.get("q")?.toLowerCase() ?? "";
  const wanted = filterOf(call.query, ["name", "origin", "status"]);
  const found = [...call.org.trustedOrigins.values()].filter(
    ({ name, origin, status }) =>
      [name, origin].some((text) => text.toLowerCase().includes(q)) &&
      wanted({ name, origin, status }),
  );
  const { items, headers } = page(call, found, ({ id }) => id, { default: 20, max: 200 });
  return { status: 200, headers, body: items.map((item) => originDocument(call, item)) };
}

function create(call: Call) {
  const input = fields(call);
  const now = timestamp(call.org);
  const created: TrustedOrigin = {
    id: makeId("trustedOrigin"),
    status: "ACTIVE",
    created: now,
    lastUpdated: now,
    ...input,
  };
  call.org.trustedOrigins.set(created.id, created);
  return { status: 200, body: originDocument(call, created) };
}

function read(call: Call) {
  return { status: 200, body: originDocument(call, originOf(call)) };
}

function replace(call: Call) {
  const current = originOf(call);
  Object.assign(current, fields(call, current), { lastUpdated: timestamp(call.org) });
  return { status: 200, body: originDocument(call, current) };
}

function remove(call: Call) {
  call.org.trustedOrigins.delete(originOf(call).id);
  return { status: 204 };
}

function setStatus(call: Call, status: TrustedOrigin["status"]) {
  const current = originOf(call);
  switchTo(call.org, current, status);
  return { status: 200, body: originDocument(call, current) };
}

function originOf({ org, params }: Call): TrustedOrigin {
  return lookUp(org.trustedOrigins, params.originId, "TrustedOrigin");
}

function fields({ org, body }: Call, self?: TrustedOrigin) {
  const { name, origin, scopes } = parseBody(originSchema, body);
  refuseTaken(org.trustedOrigins.values(), "name", name, self);
  refuseTaken(org.trustedOrigins.values(), "origin", origin, self);
  return { name, origin, scopes };
}

function originDocument({ org }: Call, item: TrustedOrigin) {
  const self = `${PATH}/${item.id}`;
  return {
    id: item.id,
    name: item.name,
    origin: item.origin,
    scopes: item.scopes.map(({ type, allowedOktaApps }) => ({
      type,
      ...(type === "IFRAME_EMBED" ? { allowedOktaApps } : {}),
    })),
    status: item.status,
    created: item.created,
    createdBy: org.adminId,
    lastUpdated: item.lastUpdated,
    lastUpdatedBy: org.adminId,
    _links: {
      self: link(org, self, "GET", "PUT", "DELETE"),
      ...lifecycleLink(org, self, item.status),
    },
  };
}
