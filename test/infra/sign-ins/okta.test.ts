import { describe, expect, test } from "vitest";
import { inputsOf } from "../../support/pulumi.ts";
import { validSettings } from "../../support/settings.ts";
import { validSignIn } from "../../support/sign-ins.ts";
import { ORG, recordProgram, stackSettings } from "../../support/stack.ts";

const recording = await recordProgram(stackSettings("people"), { stack: "people" });

describe("at Okta", () => {
  const of = (name: string) => inputsOf(recording.resources, name);

  test("the app is a single-page one with PKCE, and has no secret", () => {
    expect(of("okta-app")).toMatchObject({
      type: "browser",
      grantTypes: ["authorization_code"],
      responseTypes: ["code"],
      tokenEndpointAuthMethod: "none",
      pkceRequired: true,
      redirectUris: ["http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri"],
    });
  });

  test("the claim holds exactly the mapped groups, whatever is in their names", () => {
    const claim = of("okta-id-groups");
    expect(claim).toMatchObject({
      claimType: "IDENTITY",
      name: "people",
      groupFilterType: "REGEX",
    });
    const filter = new RegExp(String(claim.value));
    expect(["C++ (data)", "C++ (data)x", "CCC data"].map((group) => filter.test(group))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("the policy lists this app, its rule people of the groups and the authorization code", () => {
    const policy = of("okta-policy");
    expect(policy.clientWhitelists).toEqual(["0oa-okta-app"]);
    expect(of("okta-rule")).toMatchObject({
      grantTypeWhitelists: ["authorization_code"],
      scopeWhitelists: ["openid", "profile", "email"],
      groupWhitelists: ["00g-collaborators", "00g-engineers"],
    });
  });

  test("each origin is trusted once, for no sign-in alone; it may be left to somebody else", async () => {
    const originsOf = (resources: typeof recording.resources) =>
      resources
        .filter(({ type }) => type.includes("trustedorigin"))
        .map(({ name, parent }) => [name, parent]);
    expect(originsOf(recording.resources)).toEqual([
      ["people-http://localhost:7474", undefined],
      ["people-https://bloom.example.com", undefined],
    ]);
    const signIns = [validSignIn("okta", { createOrigins: false })];
    expect(originsOf((await recordProgram(validSettings({ signIns }))).resources)).toEqual([]);
  });

  test("what people sign in by is protected from deletion; access can be taken back", async () => {
    const groups = { engineers: ["publisher"], collaborators: ["reader"] };
    const signIns = [
      validSignIn("okta", { createGroups: true, groups }),
      validSignIn("okta", {
        id: "second",
        tokenType: "id_token",
        authorizationServer: undefined,
        createGroups: true,
        usernameClaim: "userid",
        usernameReason: "readable names in the query log",
        usernameExpression: "user.login",
      }),
    ];
    const settings = { signIns: JSON.parse(JSON.stringify(signIns)), deletionProtection: "always" };
    const { resources } = await recordProgram(validSettings(settings));
    const ours = resources.filter(({ name }) => /^(okta|second|people)-/.test(name));
    const isProtected = (want: boolean) =>
      ours
        .filter(({ options }) => (options?.protect ?? false) === want)
        .map(({ name }) => name)
        .sort();
    expect(isProtected(true)).toEqual(
      [
        ...["people-collaborators", "people-engineers", "okta-server"],
        ...["okta", "second"].flatMap((id) =>
          ["app", "groups", "policy", "rule"].map((role) => `${id}-${role}`),
        ),
        "second-username",
      ].sort(),
    );
    expect(isProtected(false)).toEqual([
      "okta-collaborators",
      "okta-engineers",
      "people-http://localhost:7474",
      "second-collaborators",
      "second-engineers",
    ]);
  });

  test("a created group is no sign-in's own: it stays when the one that names it first goes", async () => {
    const both = [
      validSignIn("okta", { createGroups: true }),
      validSignIn("okta", {
        id: "second",
        createGroups: true,
        authorizationServer: { name: "second", audience: "api://second" },
      }),
    ];
    const groupsOf = async (signIns: unknown[]) => {
      const { resources } = await recordProgram(validSettings({ signIns }));
      return resources
        .filter(({ type }) => type === "okta:group/group:Group")
        .map(({ name, parent }) => [name, parent]);
    };
    const first = await groupsOf(both);
    expect(first).toEqual([
      ["people-collaborators", undefined],
      ["people-engineers", undefined],
    ]);
    expect(await groupsOf(both.slice(1))).toEqual(first);
  });

  test("policies on the services' server come after theirs, numbered without a gap", async () => {
    const { authorizationServer: _own, ...shared } = validSignIn("okta");
    const second = { id: "second", groupsClaim: "people" };
    const signIns = [{}, { ...second }].map((more) => ({
      ...shared,
      tokenType: "id_token",
      ...more,
    }));
    const settings = validSettings({ signIns: [validSignIn("keycloak"), ...signIns] });
    const { resources } = await recordProgram(settings);
    const policies = ["authorization-access-policy", "okta-policy", "second-policy"];
    expect(policies.map((name) => inputsOf(resources, name).priority)).toEqual([1, 2, 3]);
  });

  test("a group that only begins with the name is refused", async () => {
    const calls = {
      ...ORG.calls,
      "okta:group/getGroup:getGroup": () => ({ id: "00g1", name: "engineers-abroad" }),
    };
    const settings = validSettings({ signIns: [validSignIn("okta")] });
    await expect(recordProgram(settings, { calls })).rejects.toThrow(
      '[sign-in-group] neo4j-okta:signIns[0].groups.collaborators is no group at Okta; the one that comes closest is "engineers-abroad"',
    );
  });

  test("groups that Okta does not have are refused before anything is declared, all at once, in the provider's words", async () => {
    const calls = {
      ...ORG.calls,
      "okta:group/getGroup:getGroup": ({ name }: Record<string, unknown>) => {
        const details = `invocation of x returned an error: group with name "${name}" does not exist`;
        throw Object.assign(new Error(details), { details });
      },
    };
    const settings = validSettings({ signIns: [validSignIn("okta")] });
    const declared: string[] = [];
    const onResource = ({ type }: { type: string }) => void declared.push(type);
    const refused = recordProgram(settings, { calls, onResource }).catch(
      (error: Error) => error.message,
    );
    const lines = String(await refused).split("\n");
    expect(lines.filter((line) => line.startsWith("[sign-in-group]"))).toHaveLength(2);
    expect(lines[0]).toContain("neo4j-okta:signIns[0].groups.collaborators is not found at Okta: ");
    expect(lines[0]).toContain("does not exist");
    expect(String(await refused)).toContain("set createGroups: true");
    expect(declared).toEqual(["pulumi:pulumi:Stack"]);
  });

  test("a filter of one's own takes the place of the exact names", async () => {
    const signIns = [validSignIn("okta", { groupsFilter: { startsWith: "neo4j_" } })];
    const { resources } = await recordProgram(validSettings({ signIns }));
    expect(inputsOf(resources, "okta-groups")).toMatchObject({
      groupFilterType: "STARTS_WITH",
      value: "neo4j_",
    });
  });
});
