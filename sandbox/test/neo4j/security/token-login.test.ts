import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { EXPIRY, IdentityProvider, newKey } from "./identity-provider.ts";
import { oktaAt, refusal, startWorld, TOKEN_EXPIRED, UNAUTHORIZED } from "./world.ts";

let provider: IdentityProvider;
beforeAll(async () => {
  provider = new IdentityProvider(await newKey("k1"));
  await provider.start();
});
afterAll(() => provider.stop());
afterEach(() => {
  provider.answers.clear();
  provider.asked.length = 0;
});

const OIDC = "dbms.security.oidc.okta";
const start = (settings: Record<string, string> = {}) =>
  startWorld({ ...oktaAt(provider.discoveryUri), ...settings });

async function login(settings: Record<string, string>, claims: Record<string, unknown>) {
  const world = await start(settings);
  const credentials = await provider.sign(claims);
  const subject = await world.security.login({ scheme: "bearer", credentials });
  return { world, subject };
}

test("a login says who it is, with what roles and until when", async () => {
  const { world, subject } = await login({}, { groups: ["neo4j_reader", "neo4j_admin"] });
  expect(subject).toMatchObject({
    username: "etl-loader",
    provider: "oidc-okta",
    roles: ["admin", "reader"],
    expiresAt: EXPIRY * 1000,
    passwordChangeRequired: false,
  });
  expect(world.log).toEqual(["2026-01-02 03:04:05.678+0000 INFO  [etl-loader]: logged in"]);
  expect(await world.run(subject, "SHOW CURRENT USER")).toEqual({
    fields: ["user", "roles", "passwordChangeRequired", "suspended", "home"],
    rows: [["etl-loader", ["admin", "PUBLIC", "reader"], false, false, null]],
  });
});

describe("groups become roles:", () => {
  const mapping = `${OIDC}.authorization.group_to_role_mapping`;
  const cases: [string, Record<string, string>, unknown, string[]][] = [
    ["one string", {}, "neo4j_admin", ["admin"]],
    ["an array", {}, ["neo4j_admin"], ["admin"]],
    ["no group", {}, [], []],
    ["no claim", {}, undefined, []],
    ["a claim of another type", {}, { neo4j_admin: true }, []],
    ["an array with something else in it", {}, ["neo4j_admin", 1], []],
    ["an unmapped group", {}, ["engineers"], []],
    ["a role's name, where a mapping is set", {}, ["admin"], []],
    ["another case", {}, ["NEO4J_ADMIN"], []],
    ["a mapping to a role that does not exist", {}, ["neo4j_etl"], ["publisher"]],
    [
      "the names of roles, without mapping",
      { [mapping]: "" },
      ["admin", "nonesuch", "PUBLIC"],
      ["admin"],
    ],
    ["no groups setting", { [`${OIDC}.claims.groups`]: "" }, ["neo4j_admin"], []],
    ["a claim that every object has", { [`${OIDC}.claims.groups`]: "constructor" }, [], []],
  ];
  test.each(cases)("%s", async (_, settings, groups, roles) => {
    const { world, subject } = await login(settings, { groups });
    expect(subject.roles).toEqual(roles);
    expect(await world.whoAmI(subject)).toEqual([
      "etl-loader",
      expect.arrayContaining(["PUBLIC", ...roles]),
    ]);
  });

  test("and what came to nothing is in the log", async () => {
    const { world } = await login({}, { groups: ["engineers", "neo4j_etl"] });
    expect(world.log.map((line) => line.slice(29))).toEqual([
      "WARN  [etl-loader]: oidc-okta: group 'engineers' is mapped to no role",
      "WARN  [etl-loader]: oidc-okta: role 'nonesuch' of the group mapping does not exist",
      "INFO  [etl-loader]: logged in",
    ]);
    const other = await login({}, { groups: undefined });
    expect(other.world.log[0]).toContain(
      "WARN  [etl-loader]: oidc-okta: token has no claim 'groups'",
    );
  });
});

test("the user name is the configured claim, which must be there", async () => {
  const byMail = { [`${OIDC}.claims.username`]: "email" };
  const { subject } = await login(byMail, { email: "jake@example.com" });
  expect(subject.username).toBe("jake@example.com");
  expect(await refusal(login(byMail, {}))).toEqual(UNAUTHORIZED);
  expect(await refusal(login(byMail, { email: "x", sub: undefined }))).toEqual(UNAUTHORIZED);
  expect(await refusal(login(byMail, { email: ["x"] }))).toEqual(UNAUTHORIZED);
});

test("a groups claim of another type is no group, and the log says so", async () => {
  for (const groups of [42, ["neo4j_admin", 1]]) {
    const { subject, world } = await login({}, { groups });
    expect(subject.roles).toEqual([]);
    expect(world.log[0]).toContain(
      "WARN  [etl-loader]: oidc-okta: claim 'groups' is neither a string nor an array of strings",
    );
  }
});

test("one of several audiences is enough, on either side", async () => {
  const two = { [`${OIDC}.audience`]: "api://default,0oa42" };
  expect((await login(two, { aud: "0oa42" })).subject.username).toBe("etl-loader");
  expect((await login({}, { aud: ["x", "api://default"] })).subject.username).toBe("etl-loader");
});

test("an issuer and keys by hand need no discovery", async () => {
  const { subject } = await login(
    { [`${OIDC}.issuer`]: "https://sts.example/", [`${OIDC}.jwks_uri`]: `${provider.url}/keys` },
    { iss: "https://sts.example/" },
  );
  expect(subject.username).toBe("etl-loader");
  expect(provider.asked).toEqual(["/keys"]);
});

test("an issuer by hand beats the discovered one", async () => {
  const settings = { [`${OIDC}.issuer`]: "https://sts.example/" };
  expect((await login(settings, { iss: "https://sts.example/" })).subject.provider).toBe(
    "oidc-okta",
  );
  expect(await refusal(login(settings, {}))).toEqual(UNAUTHORIZED);
});

test("providers are tried in order, and the first that accepts decides", async () => {
  const second = "dbms.security.oidc.backend";
  const settings = {
    "dbms.security.authentication_providers": "oidc-okta,oidc-backend",
    "dbms.security.authorization_providers": "oidc-okta,oidc-backend",
    [`${second}.well_known_discovery_uri`]: provider.discoveryUri,
    [`${second}.audience`]: "api://backend,api://default",
    [`${second}.claims.groups`]: "groups",
  };
  const first = await login(settings, {});
  expect(first.subject).toMatchObject({ provider: "oidc-okta", roles: ["reader"] });
  const other = await login(settings, { aud: "api://backend", groups: "editor" });
  expect(other.subject).toMatchObject({ provider: "oidc-backend", roles: ["editor"] });
  const world = await start(settings);
  const credentials = await provider.sign({ aud: "api://default", exp: EXPIRY - 3601 });
  expect(await refusal(world.security.login({ scheme: "bearer", credentials }))).toEqual(
    TOKEN_EXPIRED,
  );
  expect(world.log[0]).toContain("(oidc-okta: token has expired; oidc-backend: token has expired)");
});

test("a provider that only authenticates gives no roles", async () => {
  const { subject } = await login({ "dbms.security.authorization_providers": "native" }, {});
  expect(subject).toMatchObject({ username: "etl-loader", roles: [] });
});

test("where native authorizes, roles granted to the same name add up with those of the token", async () => {
  const world = await start({ "dbms.security.authorization_providers": "native,oidc-okta" });
  const admin = await world.admin();
  await world.run(admin, "CREATE USER `etl-loader` SET PASSWORD 'long-enough'");
  await world.run(admin, "GRANT ROLE publisher TO `etl-loader`");
  const credentials = await provider.sign({});
  const subject = await world.security.login({ scheme: "bearer", credentials });
  expect(subject.roles).toEqual(["publisher", "reader"]);
  await world.run(admin, "REVOKE ROLE publisher FROM `etl-loader`");
  expect(await world.whoAmI(subject)).toEqual(["etl-loader", ["PUBLIC", "reader"]]);
});

test("a bearer token where no OIDC provider authenticates is refused", async () => {
  const world = await start({ "dbms.security.authentication_providers": "native" });
  const credentials = await provider.sign({});
  expect(await refusal(world.security.login({ scheme: "bearer", credentials }))).toEqual(
    UNAUTHORIZED,
  );
  expect(world.log[0]).toContain("(no OIDC provider is among the authentication providers)");
  expect(provider.asked).toEqual([]);
});

describe("JWT claims in the log", () => {
  const line = /DEBUG \[etl-loader\]: oidc-okta: JWT claims: \{.*"sub":"etl-loader".*\}$/;
  test("are there under the debug setting, without the token", async () => {
    const setting = "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled";
    const { world } = await login({ [setting]: "true" }, {});
    expect(world.log[0]).toMatch(line);
    expect(world.log.join()).not.toContain("eyJ");
  });

  test("are not there without it", async () => {
    const { world } = await login({}, {});
    expect(world.log).toHaveLength(1);
  });
});

test("successful logins can be left out of the log", async () => {
  const { world } = await login({ "dbms.security.log_successful_authentication": "false" }, {});
  expect(world.log).toEqual([]);
});

describe("UserInfo", () => {
  const settings = {
    [`${OIDC}.get_username_from_user_info`]: "true",
    [`${OIDC}.get_groups_from_user_info`]: "true",
    [`${OIDC}.claims.username`]: "email",
  };

  test("is asked with the token where the settings say so", async () => {
    provider.userInfo = { email: "jake@example.com", groups: ["neo4j_admin"] };
    const { subject } = await login(settings, { groups: [] });
    expect(subject).toMatchObject({ username: "jake@example.com", roles: ["admin"] });
    expect(provider.userInfoCallers.at(-1)).toMatch(/^Bearer eyJ/);
  });

  async function refused(more: Record<string, string> = {}) {
    const world = await start({ ...settings, ...more });
    const credentials = await provider.sign({});
    expect(await refusal(world.security.login({ scheme: "bearer", credentials }))).toEqual(
      UNAUTHORIZED,
    );
    return world.log[0];
  }

  test("that refuses ends the login, as it does for tokens without a user", async () => {
    provider.answers.set("/userinfo", { status: 403, body: "{}" });
    expect(await refused()).toContain(
      `UserInfo at ${provider.url}/userinfo is not to be had: HTTP status 403`,
    );
  });

  test.each(["[]", "null", '"text"', "no JSON"])("that answers %s ends it too", async (body) => {
    provider.answers.set("/userinfo", { status: 200, body });
    expect(await refused()).toContain(`UserInfo at ${provider.url}/userinfo is no JSON object`);
  });

  test("that nobody named ends it too", async () => {
    const byHand = {
      [`${OIDC}.issuer`]: provider.url,
      [`${OIDC}.jwks_uri`]: `${provider.url}/keys`,
    };
    expect(await refused(byHand)).toContain("the provider names no UserInfo endpoint");
    const elsewhere = { [`${OIDC}.user_info_uri`]: "https://localhost:1/userinfo" };
    expect(await refused(elsewhere)).toContain("UserInfo at https://localhost:1/userinfo is not");
  });

  test("may be asked for one of the two, and the token says the other", async () => {
    provider.userInfo = { email: "jake@example.com", groups: ["neo4j_admin"] };
    const claims = { email: "token@example.com", groups: ["neo4j_reader"] };
    const name = { [`${OIDC}.get_groups_from_user_info`]: "false" };
    expect((await login({ ...settings, ...name }, claims)).subject).toMatchObject({
      username: "jake@example.com",
      roles: ["reader"],
    });
    const groups = { [`${OIDC}.get_username_from_user_info`]: "false" };
    expect((await login({ ...settings, ...groups }, claims)).subject).toMatchObject({
      username: "token@example.com",
      roles: ["admin"],
    });
  });
});

test("authentication turned off lets everybody in as nobody", async () => {
  const world = await startWorld({ "dbms.security.auth_enabled": "false" });
  const subject = await world.security.login({ scheme: "none" });
  expect(subject).toMatchObject({ username: "", roles: ["admin"], provider: "none" });
  expect(await world.run(subject, "SHOW CURRENT USER")).toMatchObject({ rows: [] });
  expect(await world.run(subject, "SHOW USERS YIELD user")).toMatchObject({ rows: [["neo4j"]] });
});
