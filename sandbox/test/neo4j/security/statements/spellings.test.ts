import { expect, test } from "vitest";
import { refusal, UNAUTHORIZED } from "../world.ts";
import { AdminWorld } from "./admin-world.ts";

const database = new AdminWorld();
const { run, basic } = database;

const USERS = "SHOW USERS YIELD user, passwordChangeRequired, suspended, home";
const AUTH = "SHOW USERS WITH AUTH YIELD user, provider, auth";
const NEO4J = ["neo4j", false, false, null];
const NATIVE = ["neo4j", "native", { password: "***", changeRequired: false }];
const MADE = "CREATE USER a SET PASSWORD 'long-enough'";

/** Statements, what is asked after them, and its rows. */
test.each<[statements: string[], question: string, rows: unknown[][]]>([
  [[], "show current user yield *;", [["neo4j", ["admin", "PUBLIC"], false, false, null]]],
  [[], "SHOW USER YIELD user, roles", [["neo4j", ["admin", "PUBLIC"]]]],
  [
    [],
    "SHOW ALL ROLES",
    [["admin"], ["architect"], ["editor"], ["PUBLIC"], ["publisher"], ["reader"]],
  ],
  [[], "SHOW POPULATED ROLES", [["admin"], ["PUBLIC"]]],
  [
    [],
    "SHOW POPULATED ROLE WITH USER YIELD member, role",
    [
      ["neo4j", "admin"],
      ["neo4j", "PUBLIC"],
    ],
  ],
  [
    ["DROP ROLE editor IF EXISTS", "DROP ROLE editor IF EXISTS", "DROP ROLE architect"],
    "SHOW ROLE WITH USERS",
    [
      ["admin", "neo4j"],
      ["PUBLIC", "neo4j"],
      ["publisher", null],
      ["reader", null],
    ],
  ],
  [
    [
      "GRANT ROLES reader, editor TO neo4j",
      "CREATE OR REPLACE ROLE reader",
      "CREATE ROLE editor IF NOT EXISTS",
    ],
    "SHOW CURRENT USER YIELD roles",
    [[["admin", "editor", "PUBLIC"]]],
  ],
  [
    [
      "RENAME ROLE a IF EXISTS TO b",
      "GRANT ROLE PUBLIC TO neo4j",
      "REVOKE ROLES editor, admin FROM neo4j",
    ],
    "SHOW CURRENT USER YIELD roles",
    [[["PUBLIC"]]],
  ],
  [[MADE, "RENAME USER a IF EXISTS TO `b.c``d`"], USERS, [["b.c`d", true, false, null], NEO4J]],
  [[MADE, "DROP USER a IF EXISTS"], USERS, [NEO4J]],
  [
    [
      "CREATE USER a SET PLAINTEXT PASSWORD 'long-enough' CHANGE NOT REQUIRED SET STATUS SUSPENDED SET HOME DATABASE my.db",
    ],
    USERS,
    [["a", false, true, "my.db"], NEO4J],
  ],
  [
    [
      "CREATE USER a SET PASSWORD 'long-enough' SET PASSWORD CHANGE NOT\nREQUIRED SET HOME DATABASE 'sales'",
    ],
    USERS,
    [["a", false, false, "sales"], NEO4J],
  ],
  [
    [
      MADE,
      "ALTER USER a SET PASSWORD CHANGE NOT REQUIRED SET STATUS SUSPENDED",
      "ALTER USER a SET STATUS ACTIVE",
    ],
    USERS,
    [["a", false, false, null], NEO4J],
  ],
  [
    [MADE, "ALTER USER a REMOVE ALL AUTH PROVIDERS SET AUTH PROVIDER 'oidc-x' {SET ID '1'}"],
    AUTH,
    [["a", "oidc-x", { id: "1" }], NATIVE],
  ],
  [
    [
      "CREATE USER a SET AUTH 'x' {SET ID '1'} SET AUTH 'y' {SET ID '2'} SET AUTH 'native' {SET PASSWORD 'long-enough', SET PASSWORD CHANGE NOT REQUIRED}",
      "ALTER USER a REMOVE AUTH 'x' REMOVE AUTH PROVIDER 'native'",
    ],
    AUTH,
    [["a", "y", { id: "2" }], NATIVE],
  ],
  [
    [
      MADE,
      "ALTER USER a REMOVE ALL AUTH PROVIDER SET AUTH 'native' {SET PASSWORD CHANGE NOT REQUIRED} SET PASSWORD 'another-password'",
    ],
    AUTH,
    [["a", "native", { password: "***", changeRequired: false }], NATIVE],
  ],
])("%j, then %s", async (statements, question, rows) => {
  for (const statement of statements) await run(statement);
  expect(await run(question)).toMatchObject({ rows });
});

test("names, passwords, ids and home databases may be parameters", async () => {
  const parameters = { name: "a", "the password": "long-enough", id: "1", home: "sales" };
  await database.world.run(
    database.admin,
    "CREATE USER $name SET PASSWORD $`the password` SET AUTH 'oidc-x' {SET ID $id} SET HOME DATABASE $home",
    parameters,
  );
  expect((await basic("a", "long-enough")).homeDatabase).toBe("sales");
  expect(await run(AUTH)).toMatchObject({
    rows: [["a", "native", {}], ["a", "oidc-x", { id: "1" }], NATIVE],
  });
});

test("a password is what the escapes in its quotes stand for", async () => {
  await run(
    `ALTER CURRENT USER SET PASSWORD FROM '${"correct-horse-battery"}' TO "it\\"s\\u0041\\n\\\\long"`,
  );
  expect((await basic("neo4j", 'it"sA\n\\long')).username).toBe("neo4j");
  expect(await refusal(basic("neo4j", "correct-horse-battery"))).toEqual(UNAUTHORIZED);
});

test.each([
  "/* admin */ CALL dbms.security.clearAuthCache() // now",
  "call dbms.security.clearauthcache;",
])("%s ends the sessions of tokens", async (statement) => {
  const authorization = { roles: ["reader"], at: database.world.clock.now, generation: 0 };
  const subject = {
    username: "x",
    provider: "oidc-x",
    roles: [],
    passwordChangeRequired: false,
    authorization,
  };
  expect(await database.world.whoAmI(subject)).toEqual(["x", ["PUBLIC"]]);
  await run(statement);
  expect(await refusal(database.world.whoAmI(subject))).toEqual({
    code: "Neo.ClientError.Security.AuthorizationExpired",
    message: "The stored authorization info has expired. Please reconnect.",
  });
});
