import { describe, expect, test } from "vitest";
import { resource, stack } from "../../access/one-account.ts";
import { changes, from, MAPPING, settings } from "./said.ts";

describe("what is wider", () => {
  test("tokens that last longer, or shorter, by the same rule or by another one", () => {
    const minutes = (accessTokenLifetimeMinutes: number) => ({
      rule: { properties: { name: "machines", accessTokenLifetimeMinutes } },
      policy: { properties: { name: "neo4j" } },
    });
    expect(from(minutes(60), minutes(90))).toMatchInlineSnapshot(`
      [
        "widened lifetime-longer loader / Tokens of loader last 90 minutes instead of 60 / accessTokenLifetimeMinutes went from 60 to 90 / A disabled account keeps its access for at most 90 minutes",
      ]
    `);
    expect(from(minutes(90), minutes(60))).toMatchInlineSnapshot(`
      [
        "lost lifetime-shorter loader / Tokens of loader last 60 minutes instead of 90 / accessTokenLifetimeMinutes went from 90 to 60 / A disabled account keeps its access for at most 60 minutes",
      ]
    `);
    const second = resource("rule", "urn:second", "0pr2", {
      ...{ name: "more", policyId: "00p1", priority: 2, accessTokenLifetimeMinutes: 300 },
      ...{ grantTypeWhitelists: ["client_credentials"], scopeWhitelists: ["neo4j", "more"] },
    });
    expect(changes(stack(minutes(60)), [...stack(minutes(60)), second])).toMatchInlineSnapshot(`
      [
        "widened further-way loader / loader can get the same roles in a further way / scope more, policy "neo4j", rule "more", provider okta / Such tokens last 300 minutes",
        "widened lifetime-longer loader / Tokens of loader last 300 minutes instead of 60 / rule "more" of policy "neo4j" gives that to a request for all the scopes that it permits / A disabled account keeps its access for at most 300 minutes",
      ]
    `);
  });

  test("a policy for any app of the org", () => {
    const all = { policy: { properties: { name: "all", clientWhitelists: ["ALL_CLIENTS"] } } };
    const one = { policy: { properties: { name: "all", clientWhitelists: ["loader"] } } };
    expect(from(one, all)).toMatchInlineSnapshot(`
      [
        "widened any-client "all" / Any app of the org can get publisher, if its profile says loaders / the policy "all" names ALL_CLIENTS",
      ]
    `);
    expect(from(all, one)).toMatchInlineSnapshot(`
      [
        "lost any-client-ended "all" / Any app of the org can no longer get publisher, if its profile says loaders / the policy "all" no longer names ALL_CLIENTS",
      ]
    `);
  });

  test("any app of the org, with any role", () => {
    const both = (clients: string[]) => ({
      ...settings({ [MAPPING]: "" }),
      policy: { properties: { name: "all", clientWhitelists: clients } },
    });
    expect(from(both(["loader"]), both(["loader", "ALL_CLIENTS"]))).toMatchInlineSnapshot(`
      [
        "widened any-client "all" / Any app of the org can get the role of any name that it claims, if its profile says so / the policy "all" names ALL_CLIENTS",
      ]
    `);
  });

  test("a further way to the same role", () => {
    const claim = resource("claim", "urn:second", "ocl2", {
      ...{ authServerId: "aus1", name: "groups", value: "app.profile.groups" },
    });
    expect(changes(stack(), [...stack(), claim])).toMatchInlineSnapshot(`
      [
        "widened further-way loader / loader can get the same roles in a further way / scope neo4j, policy "rn:policy", rule "rn:rule", provider okta / Such tokens last 60 minutes",
      ]
    `);
    expect(changes([...stack(), claim], stack())).toEqual([]);
  });
});
