import type { AccessPolicy, AuthorizationServer, PolicyRule, Status } from "../../entities.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { makeId } from "../../ids.ts";
import { timestamp } from "../../org.ts";
import { entryOf, refuseTaken, serverOf } from "../find.ts";
import { lifecycleRoutes, switchTo } from "../lifecycle.ts";
import { lifecycleLink, link } from "../links.ts";
import { place, remove as takeOut } from "../priority.ts";
import { SERVERS_SCOPE, serverPath } from "./document.ts";
import { POLICIES_PATH, policyOf } from "./policies.ts";
import { checkRule } from "./rule-checks.ts";
import { ruleFields, ruleSchema } from "./rule-schema.ts";

const RULES_PATH = `${POLICIES_PATH}/:policyId/rules`;
const PATH = `${RULES_PATH}/:ruleId`;

/** Among what the names of rules are unique. */
const IN_POLICY = "this policy";

/** Rules of an access policy, numbered 1, 2, 3, ... without gaps. */
export const ruleRoutes = routes(SERVERS_SCOPE, [
  ["GET", RULES_PATH, "List rules", list],
  ["POST", RULES_PATH, "Create a rule", create],
  ["GET", PATH, "Read a rule", read],
  ["PUT", PATH, "Replace a rule", replace],
  ["DELETE", PATH, "Delete a rule", remove],
  ...lifecycleRoutes(PATH, "a rule", setStatus),
]);

/** Where a rule stands: each call needs its server and its policy as well. */
interface Place {
  server: AuthorizationServer;
  policy: AccessPolicy;
}

function placeOf(call: Call): Place {
  const server = serverOf(call);
  return { server, policy: policyOf(call, server) };
}

function ruleOf({ params }: Call, { policy }: Place): PolicyRule {
  return entryOf(policy.rules, params.ruleId, "PolicyRule");
}

function list(call: Call) {
  const at = placeOf(call);
  return { status: 200, body: at.policy.rules.map((item) => ruleDocument(call, at, item)) };
}

function create(call: Call) {
  const at = placeOf(call);
  const input = parseBody(ruleSchema, call.body);
  checkRule(call.org, at.server, input);
  refuseTaken(at.policy.rules, "name", input.name, undefined, IN_POLICY);
  const now = timestamp(call.org);
  const created: PolicyRule = {
    id: makeId("rule"),
    ...ruleFields(input),
    status: input.status ?? "ACTIVE",
    priority: input.priority ?? at.policy.rules.length + 1,
    system: false,
    created: now,
    lastUpdated: now,
  };
  place(at.policy.rules, created);
  return { status: 201, body: ruleDocument(call, at, created) };
}

function read(call: Call) {
  const at = placeOf(call);
  return { status: 200, body: ruleDocument(call, at, ruleOf(call, at)) };
}

function replace(call: Call) {
  const at = placeOf(call);
  const current = ruleOf(call, at);
  const input = parseBody(ruleSchema, call.body);
  checkRule(call.org, at.server, input);
  refuseTaken(at.policy.rules, "name", input.name, current, IN_POLICY);
  Object.assign(current, ruleFields(input), { lastUpdated: timestamp(call.org) });
  if (input.priority !== undefined) current.priority = input.priority;
  place(at.policy.rules, current);
  return { status: 200, body: ruleDocument(call, at, current) };
}

function remove(call: Call) {
  const at = placeOf(call);
  takeOut(at.policy.rules, ruleOf(call, at));
  return { status: 204 };
}

function setStatus(call: Call, status: Status) {
  switchTo(call.org, ruleOf(call, placeOf(call)), status);
  return { status: 204 };
}

function ruleDocument({ org }: Call, { server, policy }: Place, item: PolicyRule) {
  const self = `${serverPath(server)}/policies/${policy.id}/rules/${item.id}`;
  return {
    id: item.id,
    status: item.status,
    name: item.name,
    priority: item.priority,
    created: item.created,
    lastUpdated: item.lastUpdated,
    system: item.system,
    conditions: item.conditions,
    actions: item.actions,
    _links: {
      self: link(org, self, "GET", "PUT", "DELETE"),
      ...lifecycleLink(org, self, item.status),
    },
    type: "RESOURCE_ACCESS",
  };
}
