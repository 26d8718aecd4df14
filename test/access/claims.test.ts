import { expect, test } from "vitest";
import { accessOf, config, OIDC, rolesOf, stack } from "./one-account.ts";

test.each([
  ["switched off", { status: "INACTIVE" }, []],
  ["of the ID token", { claimType: "IDENTITY" }, []],
  ["of Okta's groups", { valueType: "GROUPS" }, []],
  ["of another name", { name: "roles" }, []],
  ["bound to another scope", { scopes: ["other"] }, []],
  ["bound to the scope", { scopes: ["other", "neo4j"] }, ["publisher"]],
  ["bound to none", { scopes: [] }, ["publisher"]],
  ["that says what it is", { claimType: "RESOURCE", valueType: "EXPRESSION" }, ["publisher"]],
])("a claim %s", (_what, properties, roles) => {
  const { grants, open } = accessOf(stack({ claim: { properties } }));
  expect(grants.map(({ role }) => role)).toEqual(roles);
  expect(open).toEqual([]);
});

test.each([
  "app.profile.groups",
  " app.profile.groups ",
  "(appuser != null) ? appuser.groups : app.profile.groups",
  "( appuser!=null )?appuser.other:app.profile.groups",
  "(appuser  !=  null)  ?  appuser.groups  :  app.profile.groups",
])("'%s' reads the app's profile", (value) => {
  expect(rolesOf(stack({ claim: { properties: { value } } }))).toEqual(["publisher"]);
});

test.each(["app.profile.other", "user.groups", "appuser.groups", " appuser.groups "])(
  "'%s' gives a service nothing",
  (value) => {
    const { grants, open } = accessOf(stack({ claim: { properties: { value } } }));
    expect([grants, open]).toEqual([[], []]);
  },
);

test.each([
  "xuser.groups",
  "user.groups[0]",
  "user.groups + app.profile.groups",
  "app.profile.groups[0]",
  "myapp.profile.groups",
  "(appuser != nullable) ? appuser.groups : app.profile.groups",
  "(appuser == null) ? appuser.groups : app.profile.groups",
  "String.toUpperCase(app.profile.groups)",
  "",
])("what '%s' gives is not claimed to be known", (value) => {
  const { grants, open } = accessOf(stack({ claim: { properties: { value } } }));
  expect(grants).toEqual([]);
  expect(open).toMatchObject([{ reason: "groups-unknown", from: ["urn:claim"] }]);
});

test.each([
  ["sub", true],
  ["cid", true],
  ["iss", true],
  ["aud", true],
  ["jti", true],
  ["scp", false],
  ["ver", false],
  ["iat", false],
  ["exp", false],
])("Okta's own claim %s names a user: %s", (claim, isName) => {
  const release = config({ [`${OIDC}.claims.username`]: claim });
  expect(accessOf(stack({ release })).logins).toHaveLength(isName ? 1 : 0);
});
