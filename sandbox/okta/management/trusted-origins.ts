import type { TrustedOrigin } from "../admin-entities.ts";
import { answersWith, noContent } from "../http/answers.ts";
import { parseBody } from "../http/body.ts";
import { type Call, routes } from "../http/route.ts";
import { newObject, timestamp } from "../org.ts";
import { standardRole } from "../rights/needs.ts";
import { originSchema } from "../schemas/administration.ts";
import { entryOf, refuseTaken } from "./find.ts";
import { lifecycleRoutes } from "./lifecycle.ts";
import { lifecycleLink, link } from "./links.ts";
import { filterOf, searchOf } from "./search.ts";

const PATH = "/api/v1/trustedOrigins";
const ORIGIN_PATH = `${PATH}/:originId`;

const answers = answersWith(originDocument);

/** No permission of a custom role is about trusted origins. */
const ACCESS = {
  scope: "okta.trustedOrigins",
  read: [standardRole("SUPER_ADMIN", "ORG_ADMIN", "READ_ONLY_ADMIN")],
  write: [standardRole("SUPER_ADMIN", "ORG_ADMIN")],
};

/** Origins that browsers may call the org from. */
export const trustedOriginRoutes = routes(ACCESS, [
  [
    "GET",
    PATH,
    "List trusted origins (`q`, `filter`, `limit`, `after`)",
    answers.page(search, { default: 20, max: 200 }),
  ],
  ["POST", PATH, "Create a trusted origin", answers.one(create)],
  ["GET", ORIGIN_PATH, "Read a trusted origin", answers.one(originOf)],
  ["PUT", ORIGIN_PATH, "Replace a trusted origin", answers.one(replace)],
  ["DELETE", ORIGIN_PATH, "Delete a trusted origin", noContent(remove)],
  ...lifecycleRoutes(ORIGIN_PATH, "a trusted origin", originOf, answers.one),
]);

function originOf({ org, params }: Call): TrustedOrigin {
  return entryOf(org.trustedOrigins.values(), params.originId, "TrustedOrigin");
}

function search({ org, query }: Call): TrustedOrigin[] {
  const named = searchOf(query, "includes");
  const wanted = filterOf(query, ["name", "origin", "status"]);
  return [...org.trustedOrigins.values()].filter(
    ({ name, origin, status }) => [name, origin].some(named) && wanted({ name, origin, status }),
  );
}

function create(call: Call): TrustedOrigin {
  const created: TrustedOrigin = {
    ...newObject(call.org, "trustedOrigin"),
    status: "ACTIVE",
    ...readOrigin(call),
  };
  call.org.trustedOrigins.set(created.id, created);
  return created;
}

function replace(call: Call): TrustedOrigin {
  const current = originOf(call);
  return Object.assign(current, readOrigin(call, current), { lastUpdated: timestamp(call.org) });
}

function remove(call: Call): void {
  call.org.trustedOrigins.delete(originOf(call).id);
}

function readOrigin({ org, body }: Call, self?: TrustedOrigin) {
  const input = parseBody(originSchema, body);
  refuseTaken(org.trustedOrigins.values(), "name", input.name, self);
  refuseTaken(org.trustedOrigins.values(), "origin", input.origin, self);
  return input;
}

function originDocument({ org }: Call, item: TrustedOrigin) {
  const self = `${PATH}/${item.id}`;
  return {
    ...item,
    scopes: item.scopes.map(({ type, allowedOktaApps }) => ({
      type,
      ...(type === "IFRAME_EMBED" ? { allowedOktaApps } : {}),
    })),
    createdBy: org.adminId,
    lastUpdatedBy: org.adminId,
    _links: {
      self: link(org, self, "GET", "PUT", "DELETE"),
      ...lifecycleLink(org, self, item.status),
    },
  };
}
