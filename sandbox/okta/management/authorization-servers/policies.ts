import type { AccessPolicy } from "../../entities.ts";
import { invalidField } from "../../errors.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { findApp, newObject, timestamp } from "../../org.ts";
import { policySchema } from "../../schemas/authorization-server.ts";
import { entryOf, refuseTaken, serverOf } from "../find.ts";
import { lifecycleRoutes } from "../lifecycle.ts";
import { lifecycleLink, link } from "../links.ts";
import { place, remove as takeOut } from "../priority.ts";
import { IN_SERVER, SERVER_ACCESS, SERVER_PATH, serverPath } from "./document.ts";

const POLICIES_PATH = `${SERVER_PATH}/policies`;
/** Where a policy of a server lives. */
export const POLICY_PATH = `${POLICIES_PATH}/:policyId`;

const answers = answersWith(policyDocument);

/** Access policies of an authorization server, numbered 1, 2, 3, ... without gaps. */
export const policyRoutes = routes(SERVER_ACCESS, [
  ["GET", POLICIES_PATH, "List policies", answers.all((call) => serverOf(call).policies)],
  ["POST", POLICIES_PATH, "Create a policy", answers.one(create, 201)],
  ["GET", POLICY_PATH, "Read a policy", answers.one(policyOf)],
  ["PUT", POLICY_PATH, "Replace a policy", answers.one(replace)],
  ["DELETE", POLICY_PATH, "Delete a policy with its rules", noContent(remove)],
  ...lifecycleRoutes(POLICY_PATH, "a policy", policyOf, noContent),
]);

/** The policy that the path names. @throws E0000007 when there is none */
export function policyOf(call: Call): AccessPolicy {
  return entryOf(serverOf(call).policies, call.params.policyId, "Policy");
}

function create(call: Call): AccessPolicy {
  const { policies } = serverOf(call);
  const { status = "ACTIVE", priority = policies.length + 1, ...input } = readPolicy(call);
  refuseTaken(policies, "name", input.name, undefined, IN_SERVER);
  const created: AccessPolicy = {
    ...newObject(call.org, "policy"),
    ...input,
    status,
    priority,
    system: false,
    rules: [],
  };
  place(policies, created);
  return created;
}

function replace(call: Call): AccessPolicy {
  const { policies } = serverOf(call);
  const current = policyOf(call);
  const { status: _status, priority = current.priority, ...input } = readPolicy(call);
  refuseTaken(policies, "name", input.name, current, IN_SERVER);
  Object.assign(current, input, { priority, lastUpdated: timestamp(call.org) });
  place(policies, current);
  return current;
}

function remove(call: Call): void {
  takeOut(serverOf(call).policies, policyOf(call));
}

/** The policy that the body describes. @throws E0000001 for clients that the org does not have */
function readPolicy({ org, body }: Call) {
  const { type: _type, conditions, ...policy } = parseBody(policySchema, body);
  const clients = conditions.clients.include;
  const field = "conditions.clients.include";
  if (clients.includes("ALL_CLIENTS") && clients.length > 1) {
    throw invalidField(field, "ALL_CLIENTS stands alone");
  }
  const unknown = clients.filter((id) => id !== "ALL_CLIENTS" && !findApp(org, id));
  if (unknown.length > 0) {
    throw invalidField(field, `not clients of this organization: ${unknown.join(", ")}`);
  }
  return { ...policy, clients };
}

function policyDocument(call: Call, { clients, rules: _rules, ...policy }: AccessPolicy) {
  const self = `${serverPath(serverOf(call))}/policies/${policy.id}`;
  return {
    ...policy,
    conditions: { clients: { include: clients } },
    _links: {
      self: link(call.org, self, "GET", "PUT", "DELETE"),
      rules: link(call.org, `${self}/rules`, "GET"),
      ...lifecycleLink(call.org, self, policy.status),
    },
    type: "OAUTH_AUTHORIZATION_POLICY",
  };
}
