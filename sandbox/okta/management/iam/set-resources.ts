import { z } from "zod";
import type { ResourceSet, SetResource } from "../../admin-entities.ts";
import { parseBody } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { timestamp } from "../../org.ts";
import { entryOf } from "../find.ts";
import { link } from "../links.ts";
import { include } from "./references.ts";
import { RESOURCE_SETS_PATH, resourceSetOf, setDocument } from "./resource-sets.ts";

const PATH = `${RESOURCE_SETS_PATH}/:resourceSetId/resources`;

const additionsSchema = z.strictObject({ additions: z.array(z.string().min(1)).min(1) });

/** Resources of a resource set. */
export const setResourceRoutes = routes("okta.roles", [
  ["GET", PATH, "List the resources of a set", listResources],
  ["PATCH", PATH, "Add resources to a set", addResources],
  ["DELETE", `${PATH}/:resourceId`, "Remove a resource from a set", removeResource],
]);

function listResources(call: Call) {
  const set = resourceSetOf(call);
  const { items, next } = page(call, set.resources, ({ id }) => id, { default: 100, max: 1000 });
  return {
    status: 200,
    body: {
      resources: items.map((item) => resourceDocument(call, set, item)),
      _links: {
        "resource-set": link(call.org, `${RESOURCE_SETS_PATH}/${set.id}`),
        ...(next ? { next: { href: next } } : {}),
      },
    },
  };
}

function addResources(call: Call) {
  const set = resourceSetOf(call);
  include(call.org, set, parseBody(additionsSchema, call.body).additions);
  set.lastUpdated = timestamp(call.org);
  return { status: 200, body: setDocument(call, set) };
}

function removeResource(call: Call) {
  const set = resourceSetOf(call);
  const item = entryOf(set.resources, call.params.resourceId, "ResourceSetResource");
  set.resources.splice(set.resources.indexOf(item), 1);
  return { status: 204 };
}

function resourceDocument(
  { org }: Call,
  set: ResourceSet,
  { id, reference, created }: SetResource,
) {
  const isName = reference.startsWith("orn:");
  const href = isName ? `${org.url}${RESOURCE_SETS_PATH}/${set.id}/resources/${id}` : reference;
  return {
    id,
    orn: isName ? reference : ornOf(org.id, new URL(reference).pathname),
    created,
    lastUpdated: created,
    _links: { self: { href } },
  };
}

/** `/api/v1/groups/00g...` as `orn:okta:directory:00o...:groups:00g...`. */
function ornOf(orgId: string, path: string): string {
  const [kind = "", ...ids] = path.split("/").slice(3);
  const service = kind === "apps" ? "idp" : "directory";
  return ["orn:okta", service, orgId, kind, ...ids].join(":");
}
