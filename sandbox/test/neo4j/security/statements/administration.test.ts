import { describe, expect, test } from "vitest";
import { PASSWORD, refusal, UNAUTHORIZED } from "../world.ts";
import { AdminWorld } from "./admin-world.ts";

const database = new AdminWorld();
const { run, basic, jake } = database;

describe("users", () => {
  test("are listed with their roles, and with their auth providers on demand", async () => {
    await run(
      "CREATE USER jake SET AUTH 'oidc-okta' {SET ID '1'} SET AUTH 'native' {SET PASSWORD 'jakes-password'}",
    );
    await run(
      "CREATE USER bot SET AUTH 'oidc-okta' {SET ID '2'} SET HOME DATABASE sales SET STATUS SUSPENDED",
    );
    await run("GRANT ROLE reader TO jake");
    expect(await run("SHOW USERS")).toEqual({
      fields: ["user", "roles", "passwordChangeRequired", "suspended", "home"],
      rows: [
        ["bot", ["PUBLIC"], false, true, "sales"],
        ["jake", ["PUBLIC", "reader"], true, false, null],
        ["neo4j", ["admin", "PUBLIC"], false, false, null],
      ],
    });
    expect(await run("SHOW USERS WITH AUTH YIELD user, provider, auth")).toEqual({
      fields: ["user", "provider", "auth"],
      rows: [
        ["bot", "oidc-okta", { id: "2" }],
        ["jake", "native", { password: "***", changeRequired: true }],
        ["jake", "oidc-okta", { id: "1" }],
        ["neo4j", "native", { password: "***", changeRequired: false }],
      ],
    });
  });

  test("log in with what was set, until it is taken away", async () => {
    await jake();
    await run("ALTER USER jake SET PASSWORD 'another-password'");
    expect(await refusal(basic("jake", "jakes-password"))).toEqual(UNAUTHORIZED);
    expect((await basic("jake", "another-password")).passwordChangeRequired).toBe(false);
    await run("ALTER USER jake REMOVE AUTH 'native' SET AUTH 'oidc-okta' {SET ID '1'}");
    expect(await refusal(basic("jake", "another-password"))).toEqual(UNAUTHORIZED);
    await run("DROP USER jake");
    expect(await run("SHOW USERS YIELD user")).toMatchObject({ rows: [["neo4j"]] });
  });

  test("are replaced, renamed, sent to a home database and back", async () => {
    await jake();
    await run("GRANT ROLE reader TO jake");
    await run("ALTER USER jake SET HOME DATABASE sales");
    await run("RENAME USER jake TO jack");
    expect(await run("SHOW USERS YIELD user, roles, home")).toMatchObject({
      rows: [
        ["jack", ["PUBLIC", "reader"], "sales"],
        ["neo4j", ["admin", "PUBLIC"], null],
      ],
    });
    await run("ALTER USER jack SET STATUS ACTIVE");
    expect(await run("SHOW USERS YIELD home")).toMatchObject({ rows: [["sales"], [null]] });
    await run("ALTER USER jack REMOVE HOME DATABASE");
    expect(await run("SHOW USERS YIELD home")).toMatchObject({ rows: [[null], [null]] });
    await run("CREATE OR REPLACE USER jack SET PASSWORD 'a-new-password'");
    expect(await run("SHOW USERS YIELD user, roles, home")).toMatchObject({
      rows: [
        ["jack", ["PUBLIC"], null],
        ["neo4j", ["admin", "PUBLIC"], null],
      ],
    });
  });

  test("that are there or not there are passed over on demand", async () => {
    await run("CREATE USER neo4j IF NOT EXISTS SET PASSWORD 'another-password'");
    expect((await basic("neo4j", PASSWORD)).username).toBe("neo4j");
    await run("DROP USER nobody IF EXISTS");
    await run("ALTER USER nobody IF EXISTS SET STATUS ACTIVE");
    await run("RENAME USER nobody IF EXISTS TO somebody");
  });

  test("that are suspended lose their roles at once, and cannot log in", async () => {
    const subject = await jake();
    await run("GRANT ROLE reader TO jake");
    expect(await database.world.whoAmI(subject)).toEqual(["jake", ["PUBLIC", "reader"]]);
    expect(subject.roles).toEqual(["reader"]);
    await run("ALTER USER jake SET STATUS SUSPENDED");
    expect(await database.world.whoAmI(subject)).toEqual(["jake", []]);
    expect(await refusal(basic("jake", "jakes-password"))).toEqual(UNAUTHORIZED);
    expect(database.world.log.at(-1)).toContain(
      "ERROR [jake]: failed to log in: user is suspended",
    );
  });
});

describe("roles", () => {
  test("are created, granted, renamed, revoked and dropped", async () => {
    const subject = await jake();
    await run("CREATE ROLE etl AS COPY OF reader");
    await run("GRANT ROLES etl, publisher TO jake, neo4j");
    expect(await run("SHOW POPULATED ROLES WITH USERS")).toEqual({
      fields: ["role", "member"],
      rows: [
        ["admin", "neo4j"],
        ["etl", "jake"],
        ["etl", "neo4j"],
        ["PUBLIC", "jake"],
        ["PUBLIC", "neo4j"],
        ["publisher", "jake"],
        ["publisher", "neo4j"],
      ],
    });
    await run("RENAME ROLE etl TO loader");
    await run("REVOKE ROLE publisher FROM jake");
    expect(await database.world.whoAmI(subject)).toEqual(["jake", ["loader", "PUBLIC"]]);
    await run("DROP ROLE loader");
    expect(await database.world.whoAmI(subject)).toEqual(["jake", ["PUBLIC"]]);
    expect(await run("SHOW ROLES")).toEqual({
      fields: ["role"],
      rows: [["admin"], ["architect"], ["editor"], ["PUBLIC"], ["publisher"], ["reader"]],
    });
  });
});

describe("administration is refused:", () => {
  test.each([
    [
      "CREATE USER neo4j SET PASSWORD 'long-enough'",
      "Failed to create the specified user 'neo4j': User already exists.",
    ],
    ["CREATE USER a SET PASSWORD 'short'", "A password must be at least 8 characters."],
    ["CREATE USER a SET PASSWORD ''", "A password cannot be empty."],
    [
      "CREATE USER `a b` SET PASSWORD 'long-enough'",
      "Username 'a b' contains illegal characters.\nUse ascii characters that are not ',', ':' or whitespaces.",
    ],
    ["CREATE USER `` SET PASSWORD 'long-enough'", "The provided username is empty."],
    [
      "ALTER USER nobody SET STATUS ACTIVE",
      "Failed to alter the specified user 'nobody': User does not exist.",
    ],
    [
      "ALTER USER neo4j SET PASSWORD 'correct-horse-battery'",
      "Failed to alter the specified user 'neo4j': Old password and new password cannot be the same.",
    ],
    [
      "ALTER USER neo4j SET STATUS SUSPENDED",
      "Failed to alter the specified user 'neo4j': Changing your own activation status is not allowed.",
    ],
    [
      "ALTER USER neo4j REMOVE ALL AUTH",
      "Failed to alter the specified user 'neo4j': User has no auth provider. Add at least one auth provider for the user or consider suspending them.",
    ],
    [
      "ALTER USER neo4j REMOVE AUTH 'native' SET AUTH 'x' {SET ID '1'} SET PASSWORD CHANGE REQUIRED",
      "Failed to alter the specified user 'neo4j': The user does not have the auth provider 'native'.",
    ],
    [
      "DROP USER neo4j",
      "Failed to delete the specified user 'neo4j': Deleting yourself is not allowed.",
    ],
    ["DROP USER nobody", "Failed to delete the specified user 'nobody': User does not exist."],
    [
      "RENAME USER nobody TO a",
      "Failed to rename the specified user 'nobody' to 'a': The user 'nobody' does not exist.",
    ],
    ["CREATE ROLE reader", "Failed to create the specified role 'reader': Role already exists."],
    [
      "CREATE ROLE PUBLIC IF NOT EXISTS",
      "Failed to create the specified role 'PUBLIC': 'PUBLIC' is a reserved role.",
    ],
    [
      "CREATE ROLE `a-b`",
      "Role name 'a-b' contains illegal characters. Use simple ascii characters, numbers and underscores.",
    ],
    ["CREATE ROLE a AS COPY OF b", "Failed to create a role as copy of 'b': Role does not exist."],
    ["DROP ROLE a", "Failed to delete the specified role 'a': Role does not exist."],
    [
      "DROP ROLE PUBLIC",
      "Failed to delete the specified role 'PUBLIC': 'PUBLIC' is a reserved role.",
    ],
    [
      "RENAME ROLE PUBLIC TO a",
      "Failed to rename the specified role 'PUBLIC' to 'a': 'PUBLIC' is a reserved role.",
    ],
    [
      "RENAME ROLE reader TO editor",
      "Failed to rename the specified role 'reader' to 'editor': Role 'editor' already exists.",
    ],
    ["GRANT ROLE a TO neo4j", "Failed to grant role 'a' to user 'neo4j': Role does not exist."],
    [
      "GRANT ROLE reader TO nobody",
      "Failed to grant role 'reader' to user 'nobody': User does not exist.",
    ],
    [
      "REVOKE ROLE PUBLIC FROM neo4j",
      "Failed to revoke role 'PUBLIC' from user 'neo4j': 'PUBLIC' is a reserved role.",
    ],
    [
      "ALTER CURRENT USER SET PASSWORD FROM 'x' TO 'long-enough'",
      "User 'neo4j' failed to alter their own password: Invalid principal or credentials.",
    ],
  ])("%s", async (statement, message) => {
    const code = "Neo.ClientError.Statement.ArgumentError";
    expect(await refusal(run(statement))).toEqual({ code, message });
    expect(await run("SHOW USERS YIELD user, roles, suspended")).toMatchObject({
      rows: [["neo4j", ["admin", "PUBLIC"], false]],
    });
  });

  test("an id that another user has", async () => {
    await run("CREATE USER a SET AUTH 'oidc-okta' {SET ID '1'}");
    expect(await refusal(run("CREATE USER b SET AUTH 'oidc-okta' {SET ID '1'}"))).toEqual({
      code: "Neo.ClientError.Statement.ArgumentError",
      message:
        "Failed to create the specified user 'b': The combination of provider `oidc-okta` and id `1` is already in use.",
    });
  });

  test("a user without any auth, and a new name that is taken", async () => {
    expect(await refusal(run("CREATE USER a SET STATUS ACTIVE"))).toEqual({
      code: "Neo.ClientError.Statement.SyntaxError",
      message: "No auth given for user.",
    });
    await jake();
    expect(await refusal(run("RENAME USER neo4j TO jake"))).toEqual({
      code: "Neo.ClientError.Statement.ArgumentError",
      message: "Failed to rename the specified user 'neo4j' to 'jake': User 'jake' already exists.",
    });
    await run("RENAME USER jake TO jake");
    expect(await run("SHOW USERS YIELD user")).toMatchObject({ rows: [["jake"], ["neo4j"]] });
  });

  test("a column that there is not", async () => {
    expect(await refusal(run("SHOW USERS YIELD name"))).toEqual({
      code: "Neo.ClientError.Statement.UnsupportedOperationError",
      message:
        "The sandbox's Neo4j stand-in does not know this statement: it has no column 'name'. Allowed: user, roles, passwordChangeRequired, suspended, home.",
    });
  });

  test("two users of one name that are created at once", async () => {
    const twice = [1, 2].map(() => run("CREATE USER a SET PASSWORD 'long-enough'"));
    const outcomes = await Promise.allSettled(twice);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

test("administration is in the security log under the name of who did it", async () => {
  await run("CREATE USER jake\n SET PASSWORD 'jakes-password' CHANGE NOT REQUIRED");
  await run("GRANT ROLE reader TO jake");
  await run("SHOW USERS");
  expect(database.world.log.map((line) => line.slice(29))).toEqual([
    "INFO  [neo4j]: logged in",
    "INFO  [neo4j]: CREATE USER jake SET PASSWORD '******' CHANGE NOT REQUIRED",
    "INFO  [neo4j]: GRANT ROLE reader TO jake",
  ]);
});
