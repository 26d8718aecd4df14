import { z } from "zod";
import type { AccessPolicy, AuthorizationServer, Status } from "../../entities.ts";
import { invalidField } from "../../errors.ts";
import { parseBody, resource } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { findApp, timestamp } from "../../org.ts";
import { entryOf, refuseTaken, serverOf } from "../find.ts";
import { lifecycleRoutes, switchTo } from "../lifecycle.ts";
import { lifecycleLink, link } from "../links.ts";
import { place, remove as takeOut } from "../priority.ts";
import { IN_SERVER, SERVERS_PATH, SERVERS_SCOPE, serverPath } from "./document.ts";

/** Where the policies of a server live. */
export const POLICIES_PATH = `${SERVERS_PATH}/:authServerId/policies`;
const PATH = `${POLICIES_PATH}/:policyId`;

const policySchema = resource(
  {
    type: z.literal("OAUTH_AUTHORIZATION_POLICY", { error: "must be OAUTH_AUTHORIZATION_POLICY" }),
    name: z.string().min(1).max(100),
    description: z.string().min(1).max(255),
    priority: z.int().min(1).optional(),
    status: z.enum(["ACTIVE", "INACTIVE"]).optional(),
    conditions: z
      .strictObject({ clients: z.strictObject({ include: z.array(z.string().min(1)) }) })
      .default({ clients: { include: [] } }),
  },
  ["system"],
);

/** Access policies of an authorization server, numbered 1, 2, 3, ... without gaps. */
export const policyRoutes = routes(SERVERS_SCOPE, [
  ["GET", POLICIES_PATH, "List policies", list],
  ["POST", POLICIES_PATH, "Create a policy", create],
  ["GET", PATH, "Read a policy", read],
  ["PUT", PATH, "Replace a policy", replace],
  ["DELETE", PATH, "Delete a policy with its rules", remove],
  ...lifecycleRoutes(PATH, "a policy", setStatus),
]);

/** The policy that the path names. @throws E0000007 when there is none */
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
  refuseTaken(server.policies, "name", input.name, undefined, IN_SERVER);
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
  refuseTaken(server.policies, "name", input.name, current, IN_SERVER);
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

function setStatus(call: Call, status: Status) {
  switchTo(call.org, policyOf(call, serverOf(call)), status);
  return { status: 204 };
}

function fields({ org, body }: Call) {
  const { name, description, priority, status, conditions } = parseBody(policySchema, body);
  const clients = conditions.clients.include;
  const field = "conditions.clients.include";
  if (clients.includes("ALL_CLIENTS") && clients.length > 1) {
    throw invalidField(field, "ALL_CLIENTS stands alone");
  }
  const unknown = clients.filter((id) => id !== "ALL_CLIENTS" && !findApp(org, id));
  if (unknown.length > 0) {
    throw invalidField(field, `not clients of this organization: ${unknown.join(", ")}`);
  }
  return { name, description, priority, status, clients };
}

function policyDocument({ org }: Call, server: AuthorizationServer, item: AccessPolicy) {
  const self = `${serverPath(server)}/policies/${item.id}`;
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
