import type { Reference } from "../../admin-entities.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { additionsSchema } from "../../schemas/administration.ts";
import { entryOf } from "../find.ts";
import { link } from "../links.ts";
import { ROLES_ACCESS } from "./access.ts";
import { newReferences } from "./references.ts";
import { RESOURCE_SET_PATH, resourceSetOf, setDocument, setPath } from "./resource-sets.ts";

const PATH = `${RESOURCE_SET_PATH}/resources`;

/** Resources of a resource set. */
export const setResourceRoutes = routes(ROLES_ACCESS, [
  ["GET", PATH, "List the resources of a set", list],
  ["PATCH", PATH, "Add resources to a set", answersWith(setDocument).one(add)],
  ["DELETE", `${PATH}/:resourceId`, "Remove a resource from a set", noContent(remove)],
]);

function list(call: Call) {
  const set = resourceSetOf(call);
  const { items, next } = page(call, set.resources, { default: 100, max: 1000 });
  return {
    status: 200,
    body: {
      resources: items.map((item) => resourceDocument(call, setPath(set), item)),
      _links: {
        "resource-set": link(call.org, setPath(set)),
        ...(next ? { next: { href: next } } : {}),
      },
    },
  };
}

function add(call: Call) {
  const set = resourceSetOf(call);
  const { additions } = parseBody(additionsSchema, call.body);
  set.resources.push(...newReferences(call.org, "resources", set.resources, additions));
  return Object.assign(set, { lastUpdated: timestamp(call.org) });
}

function remove(call: Call): void {
  const { resources } = resourceSetOf(call);
  const item = entryOf(resources, call.params.resourceId, "ResourceSetResource");
  resources.splice(resources.indexOf(item), 1);
}

function resourceDocument({ org }: Call, set: string, { id, reference, created }: Reference) {
  const isName = reference.startsWith("orn:");
  const href = isName ? `${org.url}${set}/resources/${id}` : reference;
  return {
    id,
    orn: isName ? reference : ornOf(org.id, new URL(reference).pathname),
    created,
    lastUpdated: created,
    _links: { self: { href } },
  };
}

/** What ORNs call the kinds that belong to the service `idp`. */
const OF_IDP: Readonly<Record<string, string>> = {
  apps: "apps",
  authorizationServers: "authorization_servers",
};

/** `/api/v1/groups/00g...` as `orn:okta:directory:00o...:groups:00g...`. */
function ornOf(orgId: string, path: string): string {
  const [kind = "", ...ids] = path.split("/").slice(3);
  const ofIdp = OF_IDP[kind];
  return ["orn:okta", ofIdp ? "idp" : "directory", orgId, ofIdp ?? kind, ...ids].join(":");
}
