import { expect, test } from "vitest";
import { reviewOf } from "../../../access/difference/changes.ts";
import { type Resource, Unknown } from "../../../access/effective/resource.ts";
import { resource } from "../one-account.ts";
import { ISSUER, OIDC, peoplesStack, settings } from "../one-sign-in.ts";

const BACKEND = "dbms.security.oidc.backend";
const BOTH = {
  "dbms.security.authentication_providers": "oidc-backend,oidc-okta",
  "dbms.security.authorization_providers": "oidc-backend,oidc-okta",
  [`${BACKEND}.issuer`]: "https://example.okta.com/oauth2/aus2",
  [`${BACKEND}.audience`]: "api://services",
  [`${BACKEND}.claims.groups`]: "groups",
  [`${BACKEND}.authorization.group_to_role_mapping`]: "loaders=publisher",
};
/** The services' provider alone. */
const ALONE = {
  ...BOTH,
  "dbms.security.authentication_providers": "oidc-backend",
  "dbms.security.authorization_providers": "oidc-backend",
};

/** Services of a server of their own, each an app with its client id. */
function services(...names: string[]): Resource[] {
  const on = { authServerId: "aus2" };
  const issuer = "https://example.okta.com/oauth2/aus2";
  return [
    resource("server", "urn:aus2", "aus2", { issuer, audiences: ["api://services"] }),
    resource("scope", "urn:scp2", "scp2", { ...on, name: "neo4j" }),
    resource("claim", "urn:ocl2", "ocl2", { ...on, name: "groups", value: "app.profile.groups" }),
    resource("policy", "urn:00p2", "00p2", { ...on, clientWhitelists: names }),
    resource("rule", "urn:0pr2", "0pr2", {
      ...{ policyId: "00p2", grantTypeWhitelists: ["client_credentials"] },
      scopeWhitelists: ["neo4j"],
    }),
    ...names.map((name) =>
      resource("app", `urn:app:${name}`, `0oa-${name}`, {
        ...{ label: name, type: "service", clientId: name, profile: '{"groups":["loaders"]}' },
      }),
    ),
  ];
}

function unaffected(before: Resource[], after: Resource[]): string[] | undefined {
  const [old, now] = [before, after].map((all) => all.find(({ id }) => id === "neo4j"));
  const step = {
    ...{ operation: "update" as const, urn: old?.urn ?? "", type: old?.type ?? "" },
    ...{ before: old, after: now },
  };
  const steps = JSON.stringify(old) === JSON.stringify(now) ? [] : [step];
  return reviewOf({ before, after, steps }).unaffected;
}

const people = (changes: Record<string, unknown>, ...names: string[]) =>
  peoplesStack(settings({ ...BOTH, ...changes }), services(...names));

test("the first service beside people changes nobody's roles", () => {
  expect(unaffected(people({}), people({}, "loader"))).toEqual([
    "Nobody else's roles change: 2 groups of people keep theirs, since each provider of Neo4j has a mapping of its own, and those of backend and okta stay as they are",
  ]);
});

test("so it is where services get a provider with the first of them", () => {
  const lists = ["authentication", "authorization"].map(
    (list) => `dbms.security.${list}_providers`,
  );
  const alone = peoplesStack(
    settings(Object.fromEntries(lists.map((list) => [list, "oidc-okta"]))),
  );
  expect(unaffected(alone, people({}, "loader"))).toEqual([
    "Nobody else's roles change: 2 groups of people keep theirs, since each provider of Neo4j has a mapping of its own, and that of okta stays as it is",
    "Neo4j restarts, which ends their sessions and changes no role",
  ]);
});

test("the first way for people to sign in changes no service's roles, and restarts Neo4j", () => {
  expect(unaffected(people(ALONE, "loader"), people({}, "loader"))).toEqual([
    "Nobody else's roles change: 1 account keeps its own, since each provider of Neo4j has a mapping of its own, and that of backend stays as it is",
    "Neo4j restarts, which ends their sessions and changes no role",
  ]);
});

test("nothing is said where nobody comes, or nobody else is there", () => {
  expect(unaffected(people({}, "loader"), people({}, "loader"))).toBeUndefined();
  expect(unaffected(people({}, "loader"), people(ALONE, "loader"))).toBeUndefined();
  expect(unaffected(people(ALONE, "loader"), people(ALONE, "loader", "other"))).toBeUndefined();
});

test.each<[string, Record<string, unknown>]>([
  [
    "another mapping of people",
    { [`${OIDC}.authorization.group_to_role_mapping`]: "readers=admin" },
  ],
  [
    "another mapping of services",
    { [`${BACKEND}.authorization.group_to_role_mapping`]: "loaders=publisher;others=admin" },
  ],
  ["a setting that nobody works out", { "dbms.security.auth_enabled": "false" }],
  ["a setting that nobody can read", { [`${OIDC}.claims.groups`]: new Unknown([]) }],
  ["local users alone", { "dbms.security.require_local_user": "true" }],
  [
    "a provider that takes the services' tokens first",
    {
      "dbms.security.authentication_providers": "oidc-okta,oidc-backend",
      [`${OIDC}.issuer`]: "https://example.okta.com/oauth2/aus2",
      [`${OIDC}.audience`]: "api://services",
    },
  ],
])("nothing is said beside %s", (_what, changes) => {
  expect(unaffected(people({}), people(changes, "loader"))).toBeUndefined();
});

test("nothing is said where somebody goes as well", () => {
  expect(unaffected(people({}, "other"), people({}, "loader"))).toBeUndefined();
  expect(unaffected(people({}, "other"), people(ALONE, "other", "loader"))).toBeUndefined();
});

test("nothing is said where native roles are given to whoever has the name", () => {
  const native = { "dbms.security.authorization_providers": "oidc-backend,oidc-okta,native" };
  expect(unaffected(people(ALONE, "loader"), people(native, "loader"))).toBeUndefined();
});

test("nothing is said where two providers are of one issuer elsewhere", () => {
  const elsewhere = (name: string) => ({
    [`dbms.security.oidc.${name}.issuer`]: "https://sso.example.com",
    [`dbms.security.oidc.${name}.params`]: "client_id=neo4j",
  });
  const list = (...ids: string[]) => ids.map((id) => `oidc-${id}`).join(",");
  const one = { ...elsewhere("a"), "dbms.security.authentication_providers": list("backend", "a") };
  const two = {
    ...{ ...one, ...elsewhere("b") },
    "dbms.security.authentication_providers": list("b", "backend", "a"),
  };
  const authorizes = { "dbms.security.authorization_providers": "oidc-backend" };
  expect(
    unaffected(
      people({ ...one, ...authorizes }, "loader"),
      people({ ...two, ...authorizes }, "loader"),
    ),
  ).toBeUndefined();
});

test("a provider for people that takes the services' tokens is no sign-in that leaves them alone", () => {
  const first = {
    "dbms.security.authentication_providers": "oidc-okta,oidc-backend",
    [`${OIDC}.issuer`]: "https://example.okta.com/oauth2/aus2",
    [`${OIDC}.audience`]: "api://services",
  };
  expect(ISSUER).not.toBe(first[`${OIDC}.issuer`]);
  expect(unaffected(people(ALONE, "loader"), people(first, "loader"))).toBeUndefined();
});
