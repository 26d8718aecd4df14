import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Properties } from "../../../../plugins/protocol/values.ts";
import { Organization } from "../organization.ts";
import { CLAIM, claimOf, POLICY, policyOf, RULE, ruleOf, SCOPE, scopeOf } from "../programs.ts";

let organization: Organization;
beforeEach(async () => {
  organization = new Organization();
  await organization.start();
});
afterEach(() => organization.stop());

describe("a rule", () => {
  const full = {
    ...ruleOf("aus1", "00p1"),
    grantTypeWhitelists: ["implicit", "client_credentials"],
    groupBlacklists: ["g2"],
    groupWhitelists: ["g1"],
    inlineHookId: "cal1",
    refreshTokenLifetimeMinutes: 100,
    refreshTokenWindowMinutes: 60,
    userBlacklists: ["u2"],
    userWhitelists: ["u1"],
  };

  test("is sent with every condition in its place, sets sorted", async () => {
    await organization.plugin.make(RULE, full);
    expect(organization.okta.take()[0]?.body).toEqual({
      actions: {
        token: {
          accessTokenLifetimeMinutes: 60,
          inlineHook: { id: "cal1" },
          refreshTokenLifetimeMinutes: 100,
          refreshTokenWindowMinutes: 60,
        },
      },
      conditions: {
        grantTypes: { include: ["client_credentials", "implicit"] },
        people: {
          groups: { exclude: ["g2"], include: ["g1"] },
          users: { exclude: ["u2"], include: ["u1"] },
        },
        scopes: { include: ["neo4j_groups"] },
      },
      name: "client credentials",
      priority: 1,
      status: "ACTIVE",
      type: "RESOURCE_ACCESS",
    });
  });

  test("is read back as it was written", async () => {
    const made = await organization.plugin.make(RULE, full);
    expect(made.outputs).toMatchObject({
      ...full,
      grantTypeWhitelists: ["client_credentials", "implicit"],
      system: false,
    });
    expect((await organization.plugin.read(RULE, made))?.outputs).toEqual(made.outputs);
  });

  test("a hook that Okta does not return stays as stored; a lifetime that it does not, too", async () => {
    const { plugin, okta } = organization;
    const made = await plugin.make(RULE, full);
    const path = `/api/v1/authorizationServers/aus1/policies/00p1/rules/${made.id}`;
    okta.at(path).actions = { token: { refreshTokenWindowMinutes: 70 } };
    expect((await plugin.read(RULE, made))?.outputs).toMatchObject({
      accessTokenLifetimeMinutes: 60,
      inlineHookId: "cal1",
      refreshTokenWindowMinutes: 70,
    });
  });

  test.each([[{ groupWhitelists: ["EVERYONE"] }], [{ userWhitelists: ["u1"] }]])(
    "takes implicit with %j",
    async (people) => {
      const program = { ...ruleOf("aus1", "00p1"), grantTypeWhitelists: ["implicit"], ...people };
      await expect(organization.plugin.make(RULE, program)).resolves.toBeDefined();
    },
  );

  test("refuses implicit for nobody, before it calls Okta, also as a change", async () => {
    const { plugin } = organization;
    const program = ruleOf("aus1", "00p1");
    const made = await plugin.make(RULE, program);
    organization.sent();
    const changed = plugin.change(RULE, made, { ...program, grantTypeWhitelists: ["implicit"] });
    await expect(changed).rejects.toThrow(
      "failed to update auth server policy rule: at least 'user_whitelist' or 'group_whitelist' " +
        "should be given with 'implicit' in 'grant_type_whitelist'",
    );
    expect(organization.sent()).toEqual([]);
  });

  test.each([
    [60, 60, 60, true],
    [60, 100, 80, true],
    [60, 0, 10, true],
    [60, 50, 60, false],
    [60, 100, 50, false],
    [60, 100, 101, false],
  ])("access %i, refresh %i, window %i minutes fit: %s", async (access, refresh, window, fit) => {
    const made = organization.plugin.make(RULE, {
      ...ruleOf("aus1", "00p1"),
      accessTokenLifetimeMinutes: access,
      refreshTokenLifetimeMinutes: refresh,
      refreshTokenWindowMinutes: window,
    });
    if (fit) await expect(made).resolves.toBeDefined();
    else {
      await expect(made).rejects.toThrow(
        "'refresh_token_window_minutes' must be between 'access_token_lifetime_minutes' and 'refresh_token_lifetime_minutes'",
      );
    }
  });

  test("a write that fails does not stop the next", async () => {
    const { plugin, okta } = organization;
    okta.replies.push({ status: 400, body: { errorSummary: "no" } });
    const [first, second] = await Promise.allSettled([
      plugin.make(RULE, { ...ruleOf("aus1", "00p1"), name: "a" }),
      plugin.make(RULE, { ...ruleOf("aus1", "00p1"), name: "b" }),
    ]);
    expect([first.status, second.status].sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("changes and deletes wait for each other", async () => {
    const { plugin, okta } = organization;
    const program = ruleOf("aus1", "00p1");
    const one = await plugin.make(RULE, { ...program, name: "a" });
    const two = await plugin.make(RULE, { ...program, name: "b" });
    okta.take();
    await Promise.all([
      plugin.change(RULE, one, { ...program, name: "c" }),
      plugin.remove(RULE, two),
    ]);
    expect(["PUT GET DELETE", "DELETE PUT GET"]).toContain(
      okta
        .take()
        .map(({ method }) => method)
        .join(" "),
    );
  });
});

describe("a policy", () => {
  test("is activated again by a lifecycle call, and left alone when the status stays", async () => {
    const { plugin } = organization;
    const program = policyOf("aus1", ["c"]);
    const made = await plugin.make(POLICY, program);
    const off = await plugin.change(POLICY, made, { ...program, status: "INACTIVE" });
    const path = `/api/v1/authorizationServers/aus1/policies/${made.id}`;
    organization.sent();
    await plugin.change(POLICY, off, { ...program, status: "INACTIVE", priority: 2 });
    expect(organization.sent()).toEqual([`PUT ${path}`, `GET ${path}`]);
    const on = await plugin.change(POLICY, off, program);
    expect(organization.sent()).toEqual([
      `PUT ${path}`,
      `POST ${path}/lifecycle/activate`,
      `GET ${path}`,
    ]);
    expect(on.outputs.status).toBe("ACTIVE");
  });

  test("a status that cannot be changed is named", async () => {
    const { plugin, okta } = organization;
    const program = policyOf("aus1", ["c"]);
    const made = await plugin.make(POLICY, program);
    okta.replies.push({ status: 200, body: {} }, { status: 403, body: { errorSummary: "no" } });
    const changed = plugin.change(POLICY, made, { ...program, status: "INACTIVE" });
    await expect(changed).rejects.toThrow(
      "failed to change authorization server policy status: the API returned an error: no (the sandbox adds: status 403)",
    );
  });
});

describe("a claim", () => {
  test("that the system always includes is forgotten, not deleted", async () => {
    const made = await organization.plugin.make(CLAIM, { ...claimOf("aus1"), valueType: "SYSTEM" });
    organization.sent();
    await organization.plugin.remove(CLAIM, made);
    expect(organization.sent()).toEqual([]);
  });

  test.each([
    [{ valueType: "SYSTEM", alwaysIncludeInToken: false }],
    [{ valueType: "GROUPS", groupFilterType: "REGEX" }],
  ])("of %j is deleted", async (more) => {
    const made = await organization.plugin.make(CLAIM, { ...claimOf("aus1"), ...more });
    organization.sent();
    await organization.plugin.remove(CLAIM, made);
    expect(organization.sent()).toEqual([
      `DELETE /api/v1/authorizationServers/aus1/claims/${made.id}`,
    ]);
  });

  test("whose scopes Okta does not return keeps those in state", async () => {
    const { plugin, okta } = organization;
    const made = await plugin.make(CLAIM, claimOf("aus1"));
    delete okta.at(`/api/v1/authorizationServers/aus1/claims/${made.id}`).conditions;
    expect((await plugin.read(CLAIM, made))?.outputs.scopes).toEqual(["neo4j_groups"]);
  });
});

test.each([
  [
    SCOPE,
    {
      consent: "REQUIRED",
      default: true,
      description: "d",
      displayName: "shown",
      metadataPublish: "NO_CLIENTS",
      name: "n",
      optional: true,
    },
  ],
  [
    CLAIM,
    {
      alwaysIncludeInToken: false,
      claimType: "IDENTITY",
      group_filter_type: "REGEX",
      name: "n",
      status: "INACTIVE",
      value: "v",
      valueType: "GROUPS",
      conditions: { scopes: ["a", "b"] },
    },
  ],
])("%s: every property is sent and read back", async (type, document) => {
  const { group_filter_type: groupFilterType, conditions, ...plain } = document as Properties;
  const { scopes } = (conditions ?? {}) as Properties;
  const some: Properties = type === CLAIM ? { groupFilterType, scopes } : {};
  const program: Properties = { authServerId: "aus1", ...plain, ...some };
  const made = await organization.plugin.make(type, program);
  expect(organization.okta.take()[0]?.body).toEqual(document);
  expect(made.outputs).toMatchObject(program);
});

test("an object that is gone right after it was written is an error with its id", async () => {
  const { plugin, okta } = organization;
  okta.replies.push({ status: 201, body: { id: "scp1" } }, { status: 404 });
  await expect(plugin.make(SCOPE, scopeOf("aus1"))).rejects.toThrow(
    "auth server scope scp1 is gone right after it was written",
  );
});

test("a read that fails is not taken for a scope that is gone", async () => {
  const { plugin, okta } = organization;
  const made = await plugin.make(SCOPE, scopeOf("aus1"));
  okta.replies.push({ status: 500 });
  await expect(plugin.read(SCOPE, made)).rejects.toThrow(
    "failed to get auth server scope: 500 Internal Server Error (the sandbox adds: Okta said nothing more)",
  );
});
