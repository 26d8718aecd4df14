import { z } from "zod";
import type { ResourceSet } from "../../admin-entities.ts";
import { alreadyExists, forbidden, notFound } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { page } from "../../http/pagination.ts";
import type { Call, Route } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { timestamp } from "../../org.ts";
import { link } from "../links.ts";
import { include } from "./include.ts";

export const RESOURCE_SETS_PATH = "/api/v1/iam/resource-sets";
const PATH = `${RESOURCE_SETS_PATH}/:resourceSetId`;
const scope = "okta.roles";

const references = z.array(z.string().min(1));
const described = { label: z.string().min(1).max(255), description: z.string().min(1).max(1000) };
const createSchema = resource({ ...described, resources: references.default([]) });
const replaceSchema = resource(described, ["resources"]);

/** Resource sets, by id or label. */
export const resourceSetRoutes: readonly Route[] = [
  { method: "GET", path: RESOURCE_SETS_PATH, summary: "List resource sets", scope, handle: list },
  {
    method: "POST",
    path: RESOURCE_SETS_PATH,
    summary: "Create a resource set",
    scope,
    handle: create,
  },
  { method: "GET", path: PATH, summary: "Read a resource set", scope, handle: read },
  { method: "PUT", path: PATH, summary: "Replace label and description", scope, handle: replace },
  {
    method: "DELETE",
    path: PATH,
    summary: "Delete a resource set without bindings",
    scope,
    handle: remove,
  },
];

/** The resource set that the path names by id or label, or 404. */
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
  refuseTakenLabel(call, label);
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
  refuseTakenLabel(call, label, set);
  Object.assign(set, { label, description, lastUpdated: timestamp(call.org) });
  return { status: 200, body: setDocument(call, set) };
}

function remove(call: Call) {
  const set = resourceSetOf(call);
  const assigned = [...call.org.clientRoles.values()].some(
    ({ custom }) => custom?.resourceSet === set.id,
  );
  if (set.bindings.size > 0 || assigned) {
    throw forbidden(["A resource set with role assignments cannot be deleted."]);
  }
  call.org.resourceSets.delete(set.id);
  return { status: 204 };
}

function refuseTakenLabel({ org }: Call, label: string, self?: ResourceSet): void {
  for (const other of org.resourceSets.values()) {
    if (other !== self && other.label === label) throw alreadyExists("label");
  }
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
