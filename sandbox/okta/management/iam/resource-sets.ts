import type { ResourceSet } from "../../admin-entities.ts";
import { forbidden, notFound } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { newObject, timestamp } from "../../org.ts";
import { resourceSetChangesSchema, resourceSetSchema } from "../../schemas/administration.ts";
import { byIdOrLabel, refuseTaken } from "../find.ts";
import { link } from "../links.ts";
import { ROLES_ACCESS } from "./access.ts";
import { newReferences } from "./references.ts";

const SETS_PATH = "/api/v1/iam/resource-sets";
/** Where a resource set lives. */
export const RESOURCE_SET_PATH = `${SETS_PATH}/:resourceSetId`;

const answers = answersWith(setDocument);

/** Resource sets, by id or label. */
export const resourceSetRoutes = routes(ROLES_ACCESS, [
  ["GET", SETS_PATH, "List resource sets", list],
  ["POST", SETS_PATH, "Create a resource set", answers.one(create)],
  ["GET", RESOURCE_SET_PATH, "Read a resource set", answers.one(resourceSetOf)],
  ["PUT", RESOURCE_SET_PATH, "Replace label and description", answers.one(replace)],
  ["DELETE", RESOURCE_SET_PATH, "Delete a resource set without bindings", noContent(remove)],
]);

/** The resource set that the path names by id or label. @throws E0000007 when there is none */
export function resourceSetOf({ org, params }: Call): ResourceSet {
  const set = byIdOrLabel(org.resourceSets.values(), params.resourceSetId);
  if (!set) throw notFound(params.resourceSetId ?? "", "ResourceSet");
  return set;
}

/** Path of a resource set. */
export function setPath({ id }: ResourceSet): string {
  return `${SETS_PATH}/${id}`;
}

function list(call: Call) {
  const { items } = page(call, [...call.org.resourceSets.values()]);
  const sets = items.map((set) => setDocument(call, set));
  return { status: 200, body: { "resource-sets": sets, _links: {} } };
}

function create({ org, body }: Call): ResourceSet {
  const { resources, ...described } = parseBody(resourceSetSchema, body);
  refuseTaken(org.resourceSets.values(), "label", described.label);
  const set: ResourceSet = {
    ...newObject(org, "resourceSet"),
    ...described,
    resources: newReferences(org, "resources", [], resources),
    bindings: new Map(),
  };
  org.resourceSets.set(set.id, set);
  return set;
}

function replace(call: Call): ResourceSet {
  const set = resourceSetOf(call);
  const described = parseBody(resourceSetChangesSchema, call.body);
  refuseTaken(call.org.resourceSets.values(), "label", described.label, set);
  return Object.assign(set, described, { lastUpdated: timestamp(call.org) });
}

function remove(call: Call): void {
  const set = resourceSetOf(call);
  const assigned = [...call.org.clientRoles.values()].some(
    ({ custom }) => custom?.resourceSet === set.id,
  );
  if (set.bindings.size > 0 || assigned) {
    throw forbidden("A resource set with role assignments cannot be deleted.");
  }
  call.org.resourceSets.delete(set.id);
}

/** A resource set as Okta shows it. */
export function setDocument({ org }: Call, set: ResourceSet) {
  const { resources: _resources, bindings: _bindings, ...shown } = set;
  const self = setPath(set);
  return {
    ...shown,
    _links: {
      self: link(org, self),
      resources: link(org, `${self}/resources`),
      bindings: link(org, `${self}/bindings`),
    },
  };
}
