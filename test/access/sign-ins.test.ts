import { describe, expect, test } from "vitest";
import { effectiveAccess } from "../../access/effective/access.ts";
import { type Resource, Unknown } from "../../access/effective/resource.ts";
import { resource } from "./one-account.ts";
import { type Changes, OIDC, peoplesStack, settings, signInLines, urnOf } from "./one-sign-in.ts";

const BOTH = ["okta: engineers [publisher] yes", "okta: readers [reader] yes"];
const of = (changes: Changes, more: Resource[] = []) => signInLines(peoplesStack(changes, more));

test("members of the assigned groups have the roles of the mapping", () => {
  expect(of({})).toEqual(BOTH);
  const [signIn] = effectiveAccess(peoplesStack()).signIns;
  expect(signIn).toMatchObject({ lifetimeMinutes: 30, app: { name: "Browser" } });
});

test("a rule that no request of theirs gets to gives no longer token", () => {
  const second = (changes: object) =>
    resource("rule", "urn:second", "0pr2", {
      ...{ authServerId: "aus1", policyId: "00p1", name: "more", priority: 2 },
      ...{ accessTokenLifetimeMinutes: 600, grantTypeWhitelists: ["authorization_code"] },
      ...{ scopeWhitelists: ["openid"], groupWhitelists: ["00g1"], ...changes },
    });
  const lifetime = (changes: object) =>
    effectiveAccess(peoplesStack({ rule: { priority: 1 } }, [second(changes)])).signIns[0]
      ?.lifetimeMinutes;
  expect(lifetime({})).toBe(30);
  expect(lifetime({ scopeWhitelists: ["openid", "profile"] })).toBe(600);
});

test("people are no accounts", () => {
  expect([...effectiveAccess(peoplesStack()).clients]).toEqual([]);
});

describe("each link of the chain decides", () => {
  const withoutReaders = ["okta: engineers [publisher] yes", "okta: readers [reader] with-another"];
  const nobody = ["okta: nobody"];

  test.each<[string, Changes, string[]]>([
    ["an assignment that is missing", { readersMay: undefined }, withoutReaders],
    ["a rule for one group", { rule: { groupWhitelists: ["00g1"] } }, withoutReaders],
    ["a group that the rule excludes", { rule: { groupBlacklists: ["00g2"] } }, withoutReaders],
    [
      "a claim that leaves a group out",
      { claim: { value: "^(engineers)$" } },
      ["okta: engineers [publisher] yes", "okta: readers [] yes"],
    ],
    [
      "a mapping that leaves a group out",
      settings({ [`${OIDC}.authorization.group_to_role_mapping`]: '"engineers"=publisher' }),
      ["okta: engineers [publisher] yes", "okta: readers [] yes"],
    ],
    [
      "a claim of ID tokens",
      { claim: { claimType: "IDENTITY" } },
      ["okta: engineers [] yes", "okta: readers [] yes"],
    ],
    [
      "a claim of another scope",
      { claim: { scopes: ["other"] } },
      ["okta: engineers [] yes", "okta: readers [] yes"],
    ],
    [
      "no authorization by the provider",
      settings({ "dbms.security.authorization_providers": "native" }),
      ["okta: engineers [] yes", "okta: readers [] yes"],
    ],
    ["no assignment", { engineersMay: undefined, readersMay: undefined }, nobody],
    ["a rule for services", { rule: { grantTypeWhitelists: ["client_credentials"] } }, nobody],
    ["a grant that the app has not", { rule: { grantTypeWhitelists: ["implicit"] } }, nobody],
    ["no policy", { policy: undefined }, nobody],
    ["an app that is switched off", { app: { status: "INACTIVE" } }, nobody],
    ["a rule that is switched off", { rule: { status: "INACTIVE" } }, nobody],
    ["another audience", settings({ [`${OIDC}.audience`]: "api://other" }), nobody],
    ["a user name that no token has", settings({ [`${OIDC}.claims.username`]: "email" }), nobody],
    [
      "a rule for one person only",
      { rule: { groupWhitelists: [], userWhitelists: ["00u1"] } },
      nobody,
    ],
    ["a rule that names nobody is for everybody", { rule: { groupWhitelists: [] } }, BOTH],
    ["everybody", { rule: { groupWhitelists: ["EVERYONE"] } }, BOTH],
    [
      "a group that is called Everyone",
      { engineers: { name: "Everyone" } },
      ["okta: Everyone [] yes", ...BOTH],
    ],
    ["any scope", { rule: { scopeWhitelists: ["*"] } }, BOTH],
  ])("%s", (_what, changes, expected) => {
    expect(of(changes)).toEqual(expected);
  });
});

describe("ID tokens", () => {
  const idTokens = settings({ [`${OIDC}.audience`]: "0oa1" });

  test("are for the app's client id, with claims of their own", () => {
    const claim = { claimType: "IDENTITY" };
    expect(of({ ...idTokens, claim })).toEqual(BOTH);
    expect(effectiveAccess(peoplesStack({ ...idTokens, claim })).signIns).toMatchObject([
      { lifetimeMinutes: 60 },
    ]);
  });

  test("need the scope openid", () => {
    const rule = { scopeWhitelists: ["profile"] };
    expect(of({ ...idTokens, rule, claim: { claimType: "IDENTITY" } })).toEqual(["okta: nobody"]);
  });

  test("may say the address of a person", () => {
    const named = settings({ [`${OIDC}.audience`]: "0oa1", [`${OIDC}.claims.username`]: "email" });
    expect(of({ ...named, claim: { claimType: "IDENTITY" } })).toEqual(BOTH);
  });
});

describe("what the stack does not tell is said to be so", () => {
  test("the name of a group that nobody has read", () => {
    expect(of({ readers: undefined })).toEqual([
      "okta: engineers [publisher] yes",
      "okta: readers [reader] unknown",
    ]);
  });

  test("who is assigned one by one", () => {
    const user = {
      ...resource("app", "urn:user", "00u1", { appId: "0oa1" }),
      type: "okta:app/user:User",
    };
    expect(of({ readersMay: undefined }, [user])).toEqual([
      "okta: engineers [publisher] yes",
      "okta: readers [reader] unknown",
    ]);
  });

  test.each<[string, Changes]>([
    ["an expression on the person", { claim: { valueType: "EXPRESSION", value: "user.team" } }],
    ["a regular expression that lists no names", { claim: { value: "^(?!x).*s$" } }],
    ["a filter that comes from elsewhere", { claim: { value: new Unknown([]) } }],
    ["groups that are asked for", settings({ [`${OIDC}.get_groups_from_user_info`]: "true" })],
  ])("%s", (_what, changes) => {
    expect(of(changes)).toEqual([
      "okta: engineers [] yes",
      "okta: readers [] yes",
      "okta: groups-unknown",
    ]);
  });

  test("local users get in alone, and may have more roles", () => {
    expect(of(settings({ "dbms.security.require_local_user": "true" }))).toEqual([
      ...BOTH,
      "okta: local-users",
    ]);
  });

  test("rules in the database may grant more", () => {
    expect(of(settings({ "dbms.security.abac.authorization_providers": "oidc-okta" }))).toEqual([
      ...BOTH,
      "okta: auth-rules",
    ]);
  });

  test("any app of the org may be used where a policy names all clients", () => {
    expect(of({ policy: { clientWhitelists: ["ALL_CLIENTS"] } })).toEqual([
      ...BOTH,
      "okta, any other app of the org: engineers [publisher] unknown",
      "okta, any other app of the org: readers [reader] unknown",
      "okta, any other app of the org: by any app",
    ]);
  });

  test("the app, where it is none of the stack", () => {
    const away = { app: undefined, engineersMay: undefined, readersMay: undefined };
    expect(of(away)).toEqual([
      "okta: engineers [publisher] unknown",
      "okta: readers [reader] unknown",
      "okta: no-app",
    ]);
  });
});

test("what is made by the same preview is told by where it comes from", () => {
  const from = (...parts: Parameters<typeof urnOf>[0][]) => new Unknown(parts.map(urnOf));
  const all = from("server", "app");
  const on = { authServerId: from("server") };
  expect(
    of({
      server: { id: from("server"), issuer: undefined },
      app: { id: from("app"), clientId: undefined },
      engineers: { id: from("engineers") },
      engineersMay: { appId: from("app"), groupId: from("engineers") },
      readersMay: { appId: from("app") },
      claim: on,
      policy: { ...on, id: from("policy"), clientWhitelists: [from("app")] },
      rule: { ...on, policyId: from("policy"), groupWhitelists: from("engineers", "readers") },
      ...settings({
        [`${OIDC}.issuer`]: all,
        [`${OIDC}.audience`]: all,
        [`${OIDC}.params`]: all,
      }),
    }),
  ).toEqual(BOTH);
});

test("assignments of an app that nobody can read are said to be so", () => {
  const many = {
    ...resource("app", "urn:many", "0oa1", { appId: "0oa1", groups: new Unknown([]) }),
    type: "okta:app/groupAssignments:GroupAssignments",
  };
  expect(of({ readersMay: undefined }, [many])).toEqual([
    "okta: engineers [publisher] yes",
    "okta: readers [reader] unknown",
  ]);
});

test("one assignment of many groups is read too", () => {
  const groups = [{ id: "00g1" }, { id: "00g2" }];
  const many = {
    ...resource("app", "urn:many", "0oa1", { appId: "0oa1", groups }),
    type: "okta:app/groupAssignments:GroupAssignments",
  };
  expect(of({ engineersMay: undefined, readersMay: undefined }, [many])).toEqual(BOTH);
});

test("without a mapping a group stands for the role of its name", () => {
  expect(of(settings({ [`${OIDC}.authorization.group_to_role_mapping`]: undefined }))).toEqual([
    "okta: engineers [engineers] yes",
    "okta: readers [readers] yes",
  ]);
});
