import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Organization } from "../organization.ts";
import { CLAIM, claimOf, POLICY, policyOf, RULE, ruleOf, SCOPE, scopeOf } from "../programs.ts";

let organization: Organization;
beforeEach(async () => {
  organization = new Organization();
  await organization.start();
});
afterEach(() => organization.stop());

describe("under an authorization server", () => {
  const nested = [
    ["scope", SCOPE, scopeOf("aus1"), "/scopes"],
    ["claim", CLAIM, claimOf("aus1"), "/claims"],
    ["policy", POLICY, policyOf("aus1", ["c"]), "/policies"],
    ["rule", RULE, ruleOf("aus1", "00p1"), "/policies/00p1/rules"],
  ] as const;

  test.each(nested)(
    "a %s that is gone leaves the state",
    async (_name, type, program, collection) => {
      const made = await organization.plugin.make(type, program);
      organization.okta.forget(`/api/v1/authorizationServers/aus1${collection}/${made.id}`);
      expect(await organization.plugin.read(type, made)).toBeUndefined();
    },
  );

  test.each([
    [SCOPE, scopeOf("aus1"), true],
    [CLAIM, claimOf("aus1"), false],
    [POLICY, policyOf("aus1", ["c"]), false],
    [RULE, ruleOf("aus1", "00p1"), false],
  ])("deleting a %s twice", async (type, program, tolerated) => {
    const made = await organization.plugin.make(type, program);
    await organization.plugin.remove(type, made);
    const again = organization.plugin.remove(type, made);
    if (tolerated) await expect(again).resolves.toBeUndefined();
    else await expect(again).rejects.toThrow(/failed to delete .*Not found/);
  });

  test("a policy's changed status is a lifecycle call after the PUT", async () => {
    const program = policyOf("aus1", ["c"]);
    const made = await organization.plugin.make(POLICY, program);
    organization.sent();
    await organization.plugin.change(POLICY, made, { ...program, status: "INACTIVE" });
    const path = `/api/v1/authorizationServers/aus1/policies/${made.id}`;
    expect(organization.sent()).toEqual([
      `PUT ${path}`,
      `POST ${path}/lifecycle/deactivate`,
      `GET ${path}`,
    ]);
  });

  test("a policy cannot be created inactive", async () => {
    const program = { ...policyOf("aus1", ["c"]), status: "INACTIVE" };
    await expect(organization.plugin.make(POLICY, program)).rejects.toThrow(
      /can not create an inactive policy/,
    );
  });

  test("a rule's lifetimes must fit", async () => {
    const program = { ...ruleOf("aus1", "00p1"), refreshTokenLifetimeMinutes: 30 };
    await expect(organization.plugin.make(RULE, program)).rejects.toThrow(
      /'refresh_token_window_minutes' must be between/,
    );
  });

  test("rules are written one after the other", async () => {
    const program = ruleOf("aus1", "00p1");
    await Promise.all(
      ["a", "b", "c"].map((name) => organization.plugin.make(RULE, { ...program, name })),
    );
    const methods = organization.okta.take().map(({ method }) => method);
    expect(methods).toEqual(["POST", "GET", "POST", "GET", "POST", "GET"]);
  });

  test.each(["aus1", "aus1/", "/scp1", "aus1/scp1/x"])("import id %s is refused", async (id) => {
    await expect(organization.plugin.read(SCOPE, { id })).rejects.toThrow(
      /is not of the form authServerId\/id/,
    );
  });
});
