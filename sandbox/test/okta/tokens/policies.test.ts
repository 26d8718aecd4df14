import { beforeAll, describe, expect, test } from "vitest";
import type { AccessPolicy, AuthorizationServer, PolicyRule } from "../../../okta/entities.ts";
import type { Person } from "../../../okta/tokens/people/person.ts";
import { evaluatePolicies } from "../../../okta/tokens/policies.ts";
import { authorizationServer, policy, rule } from "./world.ts";

let server: AuthorizationServer;

beforeAll(async () => {
  server = await authorizationServer();
});

function evaluate(policies: AccessPolicy[], scopes = ["read"], defaults = false) {
  const question = { clientId: "etl", grantType: "client_credentials", scopes, defaults };
  return evaluatePolicies({ ...server, policies }, question);
}

/** A rule that is told apart by its lifetime. */
function lasting(minutes: number, scopes: string[], changes: Partial<PolicyRule> = {}): PolicyRule {
  const base = rule(scopes, changes);
  const token = { ...base.actions.token, accessTokenLifetimeMinutes: minutes };
  return { ...base, actions: { token } };
}

function people(changes: Partial<PolicyRule["conditions"]["people"]>): Partial<PolicyRule> {
  const { conditions } = rule(["read"]);
  return { conditions: { ...conditions, people: { ...conditions.people, ...changes } } };
}

describe("a rule matches", () => {
  test.each<[string, AccessPolicy]>([
    ["a listed client", policy(["etl"], [rule(["read"])])],
    ["all clients", policy(["ALL_CLIENTS"], [rule(["read"])])],
    ["any scope", policy(["etl"], [rule(["*"])])],
    ["everyone", policy(["etl"], [rule(["read"], people({ groups: { include: ["EVERYONE"] } }))])],
    ["excluded users", policy(["etl"], [rule(["read"], people({ users: { exclude: ["00u1"] } }))])],
  ])("%s", (_, only) => {
    expect(evaluate([only])).toMatchObject({ scopes: ["read"], lifetime: 3600 });
  });
});

describe("no rule matches", () => {
  const otherGrant: Partial<PolicyRule> = {
    conditions: { ...rule(["read"]).conditions, grantTypes: { include: ["authorization_code"] } },
  };
  test.each<[string, AccessPolicy[]]>([
    ["no policy", []],
    ["no rule", [policy(["etl"], [])]],
    ["another client", [policy(["other"], [rule(["read"])])]],
    ["an inactive policy", [policy(["etl"], [rule(["read"])], { status: "INACTIVE" })]],
    ["an inactive rule", [policy(["etl"], [rule(["read"], { status: "INACTIVE" })])]],
    ["another grant", [policy(["etl"], [rule(["read"], otherGrant)])]],
    ["another scope", [policy(["etl"], [rule(["write"])])]],
    ["a rule without scopes", [policy(["etl"], [rule([])])]],
    [
      "certain users only",
      [policy(["etl"], [rule(["read"], people({ users: { include: ["00u1"], exclude: [] } }))])],
    ],
    [
      "certain groups only",
      [policy(["etl"], [rule(["read"], people({ groups: { include: ["00g1"] } }))])],
    ],
  ])("%s", (_, policies) => {
    expect(evaluate(policies)).toBeUndefined();
  });

  test("scopes that only two rules together would cover", () => {
    const rules = [rule(["read"], { priority: 1 }), rule(["write"], { priority: 2 })];
    expect(evaluate([policy(["etl"], rules)], ["read", "write"])).toBeUndefined();
  });
});

describe("order", () => {
  test("policies by priority, then rules by priority, whatever their place", () => {
    const first = policy(
      ["etl"],
      [lasting(20, ["read"], { priority: 2 }), lasting(10, ["read"], { priority: 1 })],
      { priority: 1 },
    );
    const second = policy(["etl"], [lasting(5, ["read"])], { priority: 2 });
    expect(evaluate([second, first])?.lifetime).toBe(600);
  });

  test("a policy none of whose rules match gives way to the next", () => {
    const first = policy(["etl"], [lasting(10, ["write"])], { priority: 1 });
    const second = policy(["ALL_CLIENTS"], [lasting(5, ["read"])], { priority: 2 });
    expect(evaluate([first, second])?.lifetime).toBe(300);
  });
});

describe("for a person", () => {
  const ada: Person = {
    user: { id: "00uAda" } as Person["user"],
    appUser: {} as Person["appUser"],
    groups: [{ id: "00gEngineers", name: "engineers" }],
  };
  const ruleFor = (conditions: Partial<PolicyRule["conditions"]["people"]>) => {
    const base = people(conditions).conditions ?? rule([]).conditions;
    const grantTypes = { include: ["authorization_code"] };
    return rule(["read"], { conditions: { ...base, grantTypes } });
  };
  const covers = (conditions: Partial<PolicyRule["conditions"]["people"]>) =>
    evaluatePolicies(
      { ...server, policies: [policy(["etl"], [ruleFor(conditions)])] },
      {
        ...{ clientId: "etl", grantType: "authorization_code", scopes: ["read"] },
        ...{ defaults: false, person: ada },
      },
    ) !== undefined;

  test.each<[string, Partial<PolicyRule["conditions"]["people"]>, boolean]>([
    ["everyone", { groups: { include: ["EVERYONE"] } }, true],
    ["a group of the user", { groups: { include: ["00gOther", "00gEngineers"] } }, true],
    ["another group", { groups: { include: ["00gOther"] } }, false],
    ["the user", { users: { include: ["00uAda"], exclude: [] } }, true],
    ["another user", { users: { include: ["00uEve"], exclude: [] } }, false],
    [
      "another user, or a group of the user",
      { users: { include: ["00uEve"], exclude: [] }, groups: { include: ["00gEngineers"] } },
      true,
    ],
    [
      "everyone but the user",
      { users: { exclude: ["00uAda"] }, groups: { include: ["EVERYONE"] } },
      false,
    ],
    [
      "everyone but a group of the user",
      { groups: { include: ["EVERYONE"], exclude: ["00gEngineers"] } },
      false,
    ],
    [
      "everyone but another group",
      { groups: { include: ["EVERYONE"], exclude: ["00gOther"] } },
      true,
    ],
    ["nobody", {}, false],
  ])("a rule for %s", (_, conditions, covered) => {
    expect(covers(conditions)).toBe(covered);
  });
});

describe("default scopes", () => {
  test("are granted as far as the first rule that permits any of them goes", () => {
    const rules = [
      lasting(10, ["admin"], { priority: 1 }),
      lasting(5, ["write", "read"], { priority: 2 }),
      lasting(20, ["*"], { priority: 3 }),
    ];
    const grant = evaluate([policy(["etl"], rules)], ["read", "list"], true);
    expect(grant).toMatchObject({ scopes: ["read"], lifetime: 300 });
  });
});
