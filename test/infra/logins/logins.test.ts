import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  guest,
  jake,
  login,
  type Name,
  type Provider,
  settingsOf,
  signIn,
  World,
} from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

interface Case {
  /** What is tried. */
  what: string;
  /** Of the stack's file, and its changes. */
  provider: Provider;
  changes?: object;
  /** Whose tokens. Default: the provider's usual ones. */
  issuer?: Name;
  /** Default: the access token. */
  token?: "accessToken" | "idToken";
}

const ID_TOKEN = { tokenType: "id_token" };
const named = (usernameClaim: string) => ({
  usernameClaim,
  usernameReason: "readable names in the query log",
});
const ENDPOINTS = {
  authorization: "https://sso.example.com/realms/company/auth",
  token: "https://sso.example.com/realms/company/token",
  jwks: "https://sso.example.com/realms/company/jwks",
};
const roles = { groupsFrom: "roles", groups: { engineers: ["reader"] } };

/** Default: jake comes in by his `sub` and is a publisher. */
type Login = Case & { person?: typeof jake; username?: string; roles?: string[] };
const LOGINS: Login[] = [
  { what: "object ids of groups", provider: "entra" },
  { what: "no group", provider: "entra", person: guest, roles: [] },
  {
    what: "app roles",
    provider: "entra",
    issuer: "entra with app roles",
    changes: roles,
    roles: ["reader"],
  },
  { what: "over 200 groups", provider: "entra", issuer: "entra with over 200 groups", roles: [] },
  { what: "an ID token", provider: "entra", changes: ID_TOKEN, token: "idToken" },
  { what: "a name", provider: "entra", changes: named("unique_name"), username: jake.email },
  { what: "an ID token", provider: "google", token: "idToken", roles: [] },
  {
    what: "an address",
    provider: "google",
    changes: named("email"),
    token: "idToken",
    username: jake.email,
    roles: [],
  },
  { what: "names of groups", provider: "keycloak" },
  { what: "no group", provider: "keycloak", person: guest, roles: [] },
  {
    what: "an ID token",
    provider: "keycloak",
    changes: { ...ID_TOKEN, audience: "neo4j-browser" },
    token: "idToken",
  },
  { what: "a name", provider: "keycloak", changes: named("preferred_username"), username: "jake" },
  { what: "paths of groups", provider: "keycloak", issuer: "keycloak with full paths", roles: [] },
  {
    what: "paths of groups that are mapped",
    provider: "keycloak",
    issuer: "keycloak with full paths",
    changes: { groups: { "/engineers": ["editor"] } },
    roles: ["editor"],
  },
  { what: "endpoints", provider: "keycloak", changes: { endpoints: ENDPOINTS } },
  { what: "the same, called oidc", provider: "keycloak", changes: { provider: "oidc" } },
  { what: "an ID token", provider: "okta", token: "idToken" },
];

describe("with the settings that the program declares, the same person logs in:", () => {
  test.each(LOGINS)("$what at $provider", async (one) => {
    const { provider, changes, issuer = provider, token = "accessToken", person = jake } = one;
    const declared = signIn(provider, changes);
    const database = await world.database(await settingsOf([declared]), issuer);
    const tokens = await world.issuer(issuer).signIn(person);
    expect(await login(database, tokens[token])).toEqual({
      username: one.username ?? person.id,
      provider: `oidc-${declared.id}`,
      roles: one.roles ?? ["publisher"],
    });
  });
});

const ISSUER = /unexpected "iss" claim value/;
const AUDIENCE = /unexpected "aud" claim value/;

const REFUSALS: (Case & { why: RegExp })[] = [
  { what: "an ID token for an access token", provider: "entra", token: "idToken", why: ISSUER },
  {
    what: "an access token for an ID token",
    provider: "entra",
    changes: ID_TOKEN,
    why: ISSUER,
  },
  {
    what: "an access token of v1 for v2",
    provider: "entra",
    changes: { accessTokenVersion: 2 },
    why: ISSUER,
  },
  {
    what: "a token of another tenant",
    provider: "entra",
    changes: { tenant: "ce976899-299d-4a01-91e5-a5fee8f98626" },
    why: /nobody answers at/,
  },
  { what: "an opaque access token", provider: "google", why: /Invalid Compact JWS/ },
  {
    what: "a token of another client",
    provider: "google",
    changes: { clientId: "somebody-else" },
    token: "idToken",
    why: AUDIENCE,
  },
  {
    what: "an ID token for an access token",
    provider: "keycloak",
    token: "idToken",
    why: AUDIENCE,
  },
  {
    what: "the audience account",
    provider: "keycloak",
    changes: { audience: "account" },
    why: AUDIENCE,
  },
  {
    what: "a name that is in no token",
    provider: "keycloak",
    changes: named("upn"),
    why: /missing username claim 'upn'/,
  },
  { what: "an access token for an ID token", provider: "okta", why: AUDIENCE },
];

describe("with the settings that the program declares, the same person is refused:", () => {
  test.each(REFUSALS)("$what at $provider", async (one) => {
    const { provider, changes, issuer = provider, token = "accessToken", why } = one;
    const settings = await settingsOf([signIn(provider, changes)], { alone: true });
    const database = await world.database(settings, issuer);
    const tokens = await world.issuer(issuer).signIn(jake);
    expect(await login(database, tokens[token])).toBe("Neo.ClientError.Security.Unauthorized");
    expect(world.log.at(-1)).toMatch(why);
  });
});

test("with Google, local users have the roles that were granted, and nobody else gets in", async () => {
  const users = [
    { name: "jake", auth: { "oidc-google": jake.email }, roles: ["reader"] },
    { name: "etl-loader", auth: { "oidc-okta-backend": "etl-loader" } },
  ];
  const settings = await settingsOf([signIn("google", named("email"))], {
    database: { requireLocalUser: true, users },
  });
  const security = await world.database(settings, "google");
  const password = { principal: "neo4j", credentials: "break-glass-password" };
  const admin = await security.login({ scheme: "basic", ...password });
  for (const statement of [
    `CREATE USER jake SET AUTH 'oidc-google' {SET ID '${jake.email}'}`,
    "GRANT ROLE reader TO jake",
  ]) {
    await security.execute(admin, statement, new Map());
  }
  const loginOf = async (person: typeof jake) =>
    login(security, (await world.issuer("google").signIn(person)).idToken);
  expect(await loginOf(jake)).toMatchObject({ username: "jake", roles: ["reader"] });
  expect(await loginOf(guest)).toBe("Neo.ClientError.Security.Unauthorized");
});
