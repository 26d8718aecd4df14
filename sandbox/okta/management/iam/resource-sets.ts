import { z } from "zod";
import type { ResourceSet } from "../../admin-entities.ts";
import { forbidden, notFound } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { timestamp } from "../../org.ts";
import { refuseTaken } from "../find.ts";
import { link } from "../links.ts";
import { include } from "./references.ts";

/** Where resource sets live. */
export const RESOURCE_SETS_PATH = "/api/v1/iam/resource-sets";
const PATH = `${RESOURCE_SETS_PATH}/:resourceSetId`;

const references = z.array(z.string().min(1));
const described = { label: z.string().min(1).max(255), description: z.string().min(1).max(1000) };
const createSchema = resource({ ...described, resources: references.default([]) });
const replaceSchema = resource(described, ["resources"]);

/** Resource sets, by id or label. */
export const resourceSetRoutes = routes("okta.roles", [
  ["GET", RESOURCE_SETS_PATH, "List resource sets", list],
  ["POST", RESOURCE_SETS_PATH, "Create a resource set", create],
  ["GET", PATH, "Read a resource set", read],
  ["PUT", PATH, "Replace label and description", replace],
  ["DELETE", PATH, "Delete a resource set without bindings", remove],
]);

/** The resource set that the path names by id or label. @throws E0000007 when there is none */
export function resourceSetOf({ org, params }: Call): ResourceSet {
  const { resourceSetId = "" } = params;
  for (const set of org.resourceSets.values()) {
    if (set.id === resourceSetId || set.label === resourceSetId) return set;
  }
  throw notFound(resourceSetId, "ResourceSet");
}

function list(call: Call) {
  const { items } = page(call, [...call.org.resourceSets.values()], ({ id }) => id);
  return {
    status: 200,
    body: { "resource-sets": items.map((set) => setDocument(call, set)), _links: {} },
  };
}

function create(call: Call) {
  const { label, description, resources } = parseBody(createSchema, call.body);
  refuseTaken(call.org.resourceSets.values(), "label", label);
  const now = timestamp(call.org);
  const set: ResourceSet = {
    id: makeId("resourceSet"),
    label,
    description,
    created: now,
    lastUpdated: now,
    resources: [],
    bindings: new Map(),
  };
  include(call.org, set, resources);
  call.org.resourceSets.set(set.id, set);
  return { status: 200, body: setDocument(call, set) };
}

function read(call: Call) {
  return { status: 200, body: setDocument(call, resourceSetOf(call)) };
}

function replace(call: Call) {
  const set = resourceSetOf(call);
  const { label, description } = parseBody(replaceSchema, call.body);
  refuseTaken(call.org.resourceSets.values(), "label", label, set);
  Object.assign(set, { label, description, lastUpdated: timestamp(call.org) });
  return { status: 200, body: setDocument(call, set) };
}

function remove(call: Call) {
  const set = resourceSetOf(call);
  const assigned = [...call.org.clientRoles.values()].some(
    ({ custom }) => custom?.resourceSet === set.id,
  );
  if (set.bindings.size > 0 || assigned) {
    throw forbidden("A resource set with role assignments cannot be deleted.");
  }
  call.org.resourceSets.delete(set.id);
  return { status: 204 };
}

/** A resource set as Okta shows it. */
export function setDocument({ org }: Call, set: ResourceSet) {
  const self = `${RESOURCE_SETS_PATH}/${set.id}`;
  return {
    id: set.id,
    label: set.label,
    description: set.description,
    created: set.created,
    lastUpdated: set.lastUpdated,
    _links: {
      self: link(org, self),
      resources: link(org, `${self}/resources`),
      bindings: link(org, `${self}/bindings`),
    },
  };
}
