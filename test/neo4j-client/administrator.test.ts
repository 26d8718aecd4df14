import neo4j from "neo4j-driver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isOlder } from "../../access/version.ts";
import { Administrator } from "../../neo4j-client/administrator.ts";
import { createNeo4j } from "../../neo4j-client/client.ts";
import { World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.stop());

function client() {
  const { boltUri } = world.contract.neo4j;
  return createNeo4j({ boltUri, timeout: 5000, userAgent: "neo4j-okta-test" });
}

const administrator = (name = "neo4j", password = world.password) =>
  new Administrator(client(), neo4j.auth.basic(name, password));

/** Runs statements as the administrator. */
async function change(statements: string[]): Promise<void> {
  const driver = neo4j.driver(world.contract.neo4j.boltUri, administrator().auth);
  for (const statement of statements) {
    await driver.executeQuery(statement, {}, { database: "system" });
  }
  await driver.close();
}

const RULE = {
  name: "salesRule",
  condition: "abac.oidc.user_attribute('department') = 'sales'",
  enabled: true,
  roles: ["reader", "admin"],
};

/** A database that answers every statement with these rows. */
function answering(rows: Record<string, unknown>[]) {
  const run = async (_auth: unknown, statement: string) =>
    statement.startsWith("CALL") ? [{ versions: ["2026.03.0"] }] : rows;
  return new Administrator({ ...client(), run }, neo4j.auth.basic("neo4j", "password"));
}

describe("reads from the stand-in", () => {
  test("settings with their defaults", async () => {
    await world.bootNeo4j();
    const running = await administrator().running();
    expect(running.get("dbms.security.authentication_providers")).toEqual({
      value: "oidc-okta-backend,native",
      defaultValue: "native",
    });
    expect(running.get("dbms.security.oidc.okta-backend.audience")).toEqual({
      value: "api://default",
      defaultValue: "",
    });
  });

  test("users with their roles and ways in", async () => {
    await world.bootNeo4j();
    await change([
      "CREATE USER helpdesk SET PASSWORD 'long-enough' CHANGE NOT REQUIRED",
      "GRANT ROLES reader, publisher TO helpdesk",
      "CREATE USER jake SET STATUS SUSPENDED SET AUTH 'oidc-okta-backend' { SET ID 'jake-at-okta' }",
    ]);
    expect(await administrator().users()).toEqual([
      { name: "helpdesk", roles: ["publisher", "reader"], suspended: false, providers: ["native"] },
      { name: "jake", roles: [], suspended: true, providers: ["oidc-okta-backend"] },
      { name: "neo4j", roles: ["admin"], suspended: false, providers: ["native"] },
    ]);
  });

  test("rules of a release that has them, and none of an older one", async () => {
    const other = { ...RULE, name: "another", enabled: false, roles: [] };
    await world.bootNeo4j({}, { version: "2026.03.0" });
    await change([
      `CYPHER 25 CREATE AUTH RULE salesRule SET CONDITION ${RULE.condition}`,
      `CYPHER 25 CREATE AUTH RULE another SET CONDITION ${RULE.condition} SET ENABLED false`,
      "CYPHER 25 GRANT ROLES reader, admin TO AUTH RULE salesRule",
    ]);
    expect(await administrator().authRules()).toEqual([
      other,
      { ...RULE, roles: ["admin", "reader"] },
    ]);
    await world.bootNeo4j({}, { version: "5.26.30" });
    expect(await administrator().version()).toBe("5.26.30");
    expect(await administrator().authRules()).toBeUndefined();
  });
});

test("roles that are not shown are no empty list", async () => {
  const why = {
    code: "neo4j-refused",
    message:
      "Neo4j does not show roles to this user. Fix: GRANT SHOW ROLE ON DBMS to one of its roles, or log in as an administrator.",
  };
  const hidden = answering([{ ...RULE, user: "a", provider: "native", roles: null }]);
  await expect(hidden.authRules()).rejects.toMatchObject(why);
  await expect(hidden.users()).rejects.toMatchObject(why);
});

test("a release without providers of users knows passwords only", async () => {
  const statements: string[] = [];
  const run = async (_auth: unknown, statement: string) => {
    statements.push(statement);
    if (statement.startsWith("CALL")) return [{ versions: ["5.23.0"] }];
    return [{ user: "a", roles: ["reader", "PUBLIC"], suspended: false }];
  };
  const auth = neo4j.auth.basic("neo4j", "password");
  expect(await new Administrator({ ...client(), run }, auth).users()).toEqual([
    { name: "a", roles: ["reader"], suspended: false, providers: ["native"] },
  ]);
  expect(statements[1]).toBe("SHOW USERS YIELD user, roles, suspended");
});

test("a setting without a value is empty, as Neo4j writes it or as null", async () => {
  const settings = await answering([
    { name: "a", value: "No Value", defaultValue: null },
    { name: "b", value: "1", defaultValue: "No Value" },
  ]).running();
  expect([...settings]).toEqual([
    ["a", { value: "", defaultValue: "" }],
    ["b", { value: "1", defaultValue: "" }],
  ]);
});

test.each([
  ["5.26.30", "2026.03", true],
  ["2026.02.1", "2026.03", true],
  ["2026.03.0", "2026.03", false],
  ["2026.3.0", "2026.03", false],
  ["2027.01.0", "2026.03", false],
  ["", "2026.03", false],
  ["next", "2026.03", false],
])("is %s older than %s: %s", (version, than, expected) => {
  expect(isOlder(version, than)).toBe(expected);
});
