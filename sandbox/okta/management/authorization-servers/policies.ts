import { z } from "zod";
import type { AccessPolicy, AuthorizationServer } from "../../entities.ts";
import { alreadyExists, validationFailed } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import type { Call, Route } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { findApp, timestamp } from "../../org.ts";
import { entryOf, serverOf } from "../find.ts";
import { lifecycleRoutes } from "../lifecycle.ts";
import { lifecycleLink, link } from "../links.ts";
import { place, remove as takeOut } from "../priority.ts";
import { SERVERS_PATH } from "./document.ts";

export const POLICIES_PATH = `${SERVERS_PATH}/:authServerId/policies`;
const PATH = `${POLICIES_PATH}/:policyId`;
const scope = "okta.authorizationServers";

const policySchema = resource(
  {
    type: z.literal("OAUTH_AUTHORIZATION_POLICY", { error: "must be OAUTH_AUTHORIZATION_POLICY" }),
    name: z.string().min(1).max(100),
    description: z.string().min(1).max(255),
    priority: z.int().min(1).optional(),
    status: z.enum(["ACTIVE", "INACTIVE"]).optional(),
    conditions: z.strictObject({
      clients: z.strictObject({ include: z.array(z.string().min(1)).min(1) }),
    }),
  },
  ["system"],
);

/** Access policies of an authorization server, numbered 1, 2, 3, ... without gaps. */
export const policyRoutes: readonly Route[] = [
  { method: "GET", path: POLICIES_PATH, summary: "List policies", scope, handle: list },
  { method: "POST", path: POLICIES_PATH, summary: "Create a policy", scope, handle: create },
  { method: "GET", path: PATH, summary: "Read a policy", scope, handle: read },
  { method: "PUT", path: PATH, summary: "Replace a policy", scope, handle: replace },
  {
    method: "DELETE",
    path: PATH,
    summary: "Delete a policy with its rules",
    scope,
    handle: remove,
  },
  ...lifecycleRoutes(PATH, "a policy", scope, setStatus),
];

/** The policy that the path names, or 404. */
export function policyOf({ params }: Call, server: AuthorizationServer): AccessPolicy {
  return entryOf(server.policies, params.policyId, "Policy");
}

function list(call: Call) {
  const server = serverOf(call);
  return { status: 200, body: server.policies.map((item) => policyDocument(call, server, item)) };
}

function create(call: Call) {
  const server = serverOf(call);
  const { status = "ACTIVE", priority, ...input } = fields(call);
  refuseTakenName(server, input.name);
  const now = timestamp(call.org);
  const created: AccessPolicy = {
    id: makeId("policy"),
    ...input,
    status,
    priority: priority ?? server.policies.length + 1,
    system: false,
    created: now,
    lastUpdated: now,
    rules: [],
  };
  place(server.policies, created);
  return { status: 201, body: policyDocument(call, server, created) };
}

function read(call: Call) {
  const server = serverOf(call);
  return { status: 200, body: policyDocument(call, server, policyOf(call, server)) };
}

function replace(call: Call) {
  const server = serverOf(call);
  const current = policyOf(call, server);
  const { status: _status, priority, ...input } = fields(call);
  refuseTakenName(server, input.name, current);
  Object.assign(current, input, { lastUpdated: timestamp(call.org) });
  if (priority !== undefined) current.priority = priority;
  place(server.policies, current);
  return { status: 200, body: policyDocument(call, server, current) };
}

function remove(call: Call) {
  const server = serverOf(call);
  takeOut(server.policies, policyOf(call, server));
  return { status: 204 };
}

function setStatus(call: Call, status: "ACTIVE" | "INACTIVE") {
  const policy = policyOf(call, serverOf(call));
  policy.status = status;
  policy.lastUpdated = timestamp(call.org);
  return { status: 204 };
}

function fields({ org, body }: Call) {
  const { name, description, priority, status, conditions } = parseBody(policySchema, body);
  const clients = conditions.clients.include;
  const field = "conditions.clients.include";
  if (clients.includes("ALL_CLIENTS") && clients.length > 1) {
    throw validationFailed(field, `${field}: ALL_CLIENTS stands alone`);
  }
  const unknown = clients.filter((id) => id !== "ALL_CLIENTS" && !findApp(org, id));
  if (unknown.length > 0) {
    throw validationFailed(
      field,
      `${field}: not clients of this organization: ${unknown.join(", ")}`,
    );
  }
  return { name, description, priority, status, clients };
}

function refuseTakenName(server: AuthorizationServer, name: string, self?: AccessPolicy): void {
  if (server.policies.some((other) => other !== self && other.name === name)) {
    throw alreadyExists("name", "this authorization server");
  }
}

function policyDocument({ org }: Call, server: AuthorizationServer, item: AccessPolicy) {
  const self = `${SERVERS_PATH}/${server.alias ?? server.id}/policies/${item.id}`;
  return {
    id: item.id,
    status: item.status,
    name: item.name,
    description: item.description,
    priority: item.priority,
    system: item.system,
    conditions: { clients: { include: item.clients } },
    created: item.created,
    lastUpdated: item.lastUpdated,
    _links: {
      self: link(org, self, "GET", "PUT", "DELETE"),
      rules: link(org, `${self}/rules`, "GET"),
      ...lifecycleLink(org, self, item.status),
    },
    type: "OAUTH_AUTHORIZATION_POLICY",
  };
}
