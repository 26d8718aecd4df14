import type { PolicyRule } from "../../entities.ts";
import { answersWith, noContent } from "../../http/answers.ts";
import { parseBody } from "../../http/body.ts";
import { type Call, routes } from "../../http/route.ts";
import { newObject, timestamp } from "../../org.ts";
import { ruleSchema } from "../../schemas/authorization-server.ts";
import { entryOf, refuseTaken, serverOf } from "../find.ts";
import { lifecycleRoutes } from "../lifecycle.ts";
import { lifecycleLink, link } from "../links.ts";
import { place, remove as takeOut } from "../priority.ts";
import { SERVER_ACCESS, serverPath } from "./document.ts";
import { POLICY_PATH, policyOf } from "./policies.ts";
import { checkRule } from "./rule-checks.ts";

const RULES_PATH = `${POLICY_PATH}/rules`;
const RULE_PATH = `${RULES_PATH}/:ruleId`;

const answers = answersWith(ruleDocument);

/** Rules of an access policy, numbered 1, 2, 3, ... without gaps. */
export const ruleRoutes = routes(SERVER_ACCESS, [
  ["GET", RULES_PATH, "List rules", answers.all((call) => policyOf(call).rules)],
  ["POST", RULES_PATH, "Create a rule", answers.one(create, 201)],
  ["GET", RULE_PATH, "Read a rule", answers.one(ruleOf)],
  ["PUT", RULE_PATH, "Replace a rule", answers.one(replace)],
  ["DELETE", RULE_PATH, "Delete a rule", noContent(remove)],
  ...lifecycleRoutes(RULE_PATH, "a rule", ruleOf, noContent),
]);

function ruleOf(call: Call): PolicyRule {
  return entryOf(policyOf(call).rules, call.params.ruleId, "PolicyRule");
}

function create(call: Call): PolicyRule {
  const { rules } = policyOf(call);
  const { status = "ACTIVE", priority = rules.length + 1, ...input } = readRule(call);
  const created: PolicyRule = {
    ...newObject(call.org, "rule"),
    status,
    ...input,
    priority,
    system: false,
  };
  place(rules, created);
  return created;
}

function replace(call: Call): PolicyRule {
  const current = ruleOf(call);
  const { status: _status, priority = current.priority, ...input } = readRule(call, current);
  Object.assign(current, input, { priority, lastUpdated: timestamp(call.org) });
  place(policyOf(call).rules, current);
  return current;
}

function remove(call: Call): void {
  takeOut(policyOf(call).rules, ruleOf(call));
}

/** The rule that the body describes. @throws E0000001 when it does not fit the server or the policy */
function readRule(call: Call, current?: PolicyRule) {
  const { type: _type, ...rule } = parseBody(ruleSchema, call.body);
  checkRule(call.org, serverOf(call), rule);
  refuseTaken(policyOf(call).rules, "name", rule.name, current, "this policy");
  return rule;
}

function ruleDocument(call: Call, rule: PolicyRule) {
  const policy = `${serverPath(serverOf(call))}/policies/${policyOf(call).id}`;
  const self = `${policy}/rules/${rule.id}`;
  return {
    ...rule,
    _links: {
      self: link(call.org, self, "GET", "PUT", "DELETE"),
      ...lifecycleLink(call.org, self, rule.status),
    },
    type: "RESOURCE_ACCESS",
  };
}
