import { describe, expect, test } from "vitest";
import { effectiveAccess } from "../../access/effective/access.ts";
import type { Resource } from "../../access/effective/resource.ts";
import { Unknown } from "../../access/effective/resource.ts";
import {
  APP,
  accessOf,
  config,
  type Kind,
  OIDC,
  POLICY,
  resource,
  rolesOf,
  SERVER,
  stack,
} from "./one-account.ts";

test("an account has the roles of its groups", () => {
  expect(rolesOf(stack())).toEqual(["publisher"]);
});

test("a single-page app is no account: it gets tokens of people only", () => {
  const { clients } = effectiveAccess(stack({ app: { properties: { type: "browser" } } }));
  expect([...clients.keys()]).toEqual([]);
});

describe("what is made by the same preview has no ids yet", () => {
  const from = (...urns: string[]) => new Unknown(urns);
  const on = { properties: { authServerId: from(SERVER) } };
  const created = {
    server: { id: from(SERVER), properties: { issuer: undefined } },
    app: { id: from(APP), properties: { clientId: undefined } },
    scope: on,
    claim: on,
    policy: {
      id: from(POLICY),
      properties: { ...on.properties, clientWhitelists: [from(APP)] },
    },
    rule: { properties: { policyId: from(POLICY) } },
    release: config({
      [`${OIDC}.issuer`]: from("urn:other", SERVER),
      [`${OIDC}.well_known_discovery_uri`]: from("urn:other", SERVER),
      [`${OIDC}.audience`]: from("urn:other", SERVER),
    }),
  };

  test("and is told by where they come from", () => {
    expect(rolesOf(stack(created))).toEqual(["publisher"]);
  });

  test.each([
    ["a policy for another app", { policy: { properties: { clientWhitelists: [from("urn:b")] } } }],
    ["a rule of another policy", { rule: { properties: { policyId: from("urn:policy-b") } } }],
    ["a claim of another server", { claim: { properties: { authServerId: from("urn:b") } } }],
    ["an issuer of another server", { release: config({ [`${OIDC}.issuer`]: from("urn:b") }) }],
    ["another audience", { release: config({ [`${OIDC}.audience`]: from("urn:b") }) }],
  ])("%s gives no role", (_what, changes) => {
    const merged = Object.fromEntries(
      Object.entries({ ...created, ...changes }).map(([kind, change]) => {
        const own = created[kind as Kind];
        return [
          kind,
          { ...own, ...change, properties: { ...own.properties, ...change.properties } },
        ];
      }),
    );
    expect(rolesOf(stack(merged))).toEqual([]);
  });

  test("a list of clients that is unknown as a whole names those that it comes from", () => {
    const policy = {
      ...created.policy,
      properties: { ...on.properties, clientWhitelists: from(APP) },
    };
    expect(rolesOf(stack({ ...created, policy }))).toEqual(["publisher"]);
  });

  test("groups that are not known are said to be so, and nothing is claimed", () => {
    const app = { properties: { profile: from("urn:elsewhere") } };
    const { grants, open } = accessOf(stack({ app }));
    expect(grants).toEqual([]);
    expect(open).toMatchObject([{ reason: "groups-unknown", from: ["urn:elsewhere"] }]);
  });
});

describe("an adopted server", () => {
  const named = (id: string) => {
    const on = { properties: { authServerId: id } };
    return { server: undefined, scope: on, claim: on, policy: on, rule: on };
  };
  const issuer = (last: string) => {
    const address = `https://example.okta.com/oauth2/${last}`;
    return config({
      [`${OIDC}.issuer`]: address,
      [`${OIDC}.well_known_discovery_uri`]: `${address}/.well-known/openid-configuration`,
    });
  };

  test.each([
    ["aus1", "aus1", ["publisher"]],
    ["default", "default", ["publisher"]],
    ["aus1", "default", ["publisher"]],
    ["aus1", "aus2", []],
  ])("%s is recognised by its id or default in the issuer: %s", (id, last, roles) => {
    const resources = stack({ ...named(id), release: issuer(last) });
    expect(rolesOf(resources)).toEqual(roles);
    expect(effectiveAccess(resources).servers).toMatchObject([{ isAdopted: true }]);
  });

  test("that is read is one with what names it by default", () => {
    const server = {
      external: true,
      properties: { issuer: "https://example.okta.com/oauth2/default" },
    };
    const policy = { properties: { authServerId: "default" } };
    const resources = stack({ server, policy, release: issuer("default") });
    expect(rolesOf(resources)).toEqual(["publisher"]);
    expect(effectiveAccess(resources).servers).toMatchObject([
      { isAdopted: true, alias: "default" },
    ]);
  });

  test("that is declared as the org's default is one with what names it so", () => {
    const server = {
      type: "okta:auth/serverDefault:ServerDefault",
      properties: { issuer: undefined },
    };
    const resources = stack({ ...named("default"), server, release: issuer("default") });
    expect(rolesOf(resources)).toEqual(["publisher"]);
    expect(effectiveAccess(resources).servers).toMatchObject([{ isAdopted: false }]);
  });

  test("may have scopes that the stack does not know: a rule for any scope reaches them", () => {
    const rule = { properties: { scopeWhitelists: ["*"] } };
    expect(accessOf(stack({ ...named("aus1"), rule })).tokens.map(({ scope }) => scope)).toEqual([
      "*",
      "neo4j",
    ]);
    expect(accessOf(stack({ rule })).tokens.map(({ scope }) => scope)).toEqual(["neo4j"]);
  });
});

describe("groups", () => {
  test.each([
    ["one text", '{"groups":"loaders"}', ["publisher"], 0],
    ["a list with something else in it", '{"groups":["loaders",7]}', [], 1],
    ["an object", '{"groups":{}}', [], 0],
    ["no profile that can be read", "{", [], 0],
  ])("%s", (_what, profile, roles, open) => {
    const access = accessOf(stack({ app: { properties: { profile } } }));
    expect(access.grants.map(({ role }) => role)).toEqual(roles);
    expect(access.open).toHaveLength(open);
  });

  test.each([
    ["cid", "loader=reader"],
    ["sub", "loader=reader"],
    ["scp", "neo4j=reader"],
  ])("a provider may read them from Okta's own claim %s", (claim, mapping) => {
    const release = config({
      [`${OIDC}.claims.groups`]: claim,
      [`${OIDC}.authorization.group_to_role_mapping`]: mapping,
    });
    expect(rolesOf(stack({ release }))).toEqual(["reader"]);
  });

  test("scopes of an adopted server that the stack does not know are no known groups", () => {
    const on = { properties: { authServerId: "aus1" } };
    const rule = { properties: { scopeWhitelists: ["*"] } };
    const release = config({
      [`${OIDC}.claims.groups`]: "scp",
      [`${OIDC}.authorization.group_to_role_mapping`]: "",
    });
    const changes = { server: undefined, scope: on, claim: on, policy: on, rule, release };
    const { grants, open } = accessOf(stack(changes));
    expect(grants.map(({ role }) => role)).toEqual(["neo4j"]);
    expect(open).toMatchObject([{ reason: "groups-unknown" }]);
  });

  test("an empty mapping makes each group the role of its name", () => {
    const release = config({ [`${OIDC}.authorization.group_to_role_mapping`]: "" });
    expect(rolesOf(stack({ release }))).toEqual(["loaders"]);
  });
});

describe("tokens", () => {
  test.each([
    ["a server that is switched off", { server: { properties: { status: "INACTIVE" } } }],
    ["an app that is switched off", { app: { properties: { status: "INACTIVE" } } }],
    ["an app of another grant", { app: { properties: { grantTypes: ["authorization_code"] } } }],
    ["an app for browsers that names no grant", { app: { properties: { type: "web" } } }],
    ["an app without a credential", { app: { properties: { tokenEndpointAuthMethod: "none" } } }],
    ["a rule for certain people", { rule: { properties: { userWhitelists: ["00u1"] } } }],
    ["a rule for a scope about people", { rule: { properties: { scopeWhitelists: ["openid"] } } }],
  ])("%s gives none", (_what, changes) => {
    expect(accessOf(stack(changes)).tokens).toEqual([]);
  });

  test("of a rule that permits no more than an earlier one there are none, of one that permits more there are", () => {
    const rule = (index: number, scopeWhitelists: string[], minutes: number): Resource =>
      resource("rule", `urn:rule-${index}`, `0pr${index}`, {
        policyId: "00p1",
        priority: index,
        grantTypeWhitelists: ["client_credentials"],
        scopeWhitelists,
        accessTokenLifetimeMinutes: minutes,
      });
    const others = [rule(2, ["neo4j"], 100), rule(3, ["neo4j", "more"], 200)];
    const { tokens } = accessOf([...stack({ rule: { properties: { priority: 1 } } }), ...others]);
    expect(tokens.map(({ scope, lifetimeMinutes }) => [scope, lifetimeMinutes])).toEqual([
      ["neo4j", 60],
      ["more", 200],
      ["neo4j", 200],
    ]);
  });
});
