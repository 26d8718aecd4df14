import { describe, expect, test } from "vitest";
import { refusal } from "../world.ts";
import { AdminWorld } from "./admin-world.ts";

describe("without the role admin", () => {
  const database = new AdminWorld();
  const { run, jake } = database;

  test.each([
    ["SHOW USERS", "SHOW USERS"],
    ["SHOW ROLES", "SHOW ROLES"],
    ["CREATE USER a SET PASSWORD 'long-enough'", "CREATE USER"],
    ["ALTER USER neo4j SET PASSWORD 'long-enough'", "ALTER USER"],
    ["DROP USER neo4j", "DROP USER"],
    ["RENAME USER neo4j TO a", "RENAME USER"],
    ["CREATE ROLE a", "CREATE ROLE"],
    ["DROP ROLE reader", "DROP ROLE"],
    ["RENAME ROLE reader TO a", "RENAME ROLE"],
    ["GRANT ROLE admin TO jake", "GRANT ROLE"],
    ["REVOKE ROLE admin FROM neo4j", "REVOKE ROLE"],
    ["GRANT ALL ON DBMS TO reader", "GRANT PRIVILEGE"],
    ["DENY ACCESS ON DATABASE neo4j TO admin", "DENY PRIVILEGE"],
    ["REVOKE WRITE ON GRAPH * FROM admin", "REVOKE PRIVILEGE"],
    ["SHOW PRIVILEGES AS COMMANDS", "SHOW PRIVILEGES"],
    ["CALL dbms.security.clearAuthCache()", "CLEAR AUTH CACHE"],
  ])("%s is forbidden and logged", async (statement, action) => {
    const subject = await jake();
    expect(await refusal(run(statement, subject))).toEqual({
      code: "Neo.ClientError.Security.Forbidden",
      message: `Permission has not been granted for user 'jake' to run ${action}. Administration needs the role admin.`,
    });
    expect(database.world.log.at(-1)).toContain("ERROR [jake]: permission denied: ");
    expect(database.world.log.at(-1)).not.toContain("long-enough");
  });

  test("a right that is taken away is gone in the running session", async () => {
    const subject = await jake();
    await run("GRANT ROLE admin TO jake");
    await run("SHOW USERS", subject);
    await run("REVOKE ROLE admin FROM jake");
    expect((await refusal(run("SHOW USERS", subject))).code).toBe(
      "Neo.ClientError.Security.Forbidden",
    );
  });

  test("what is granted counts from the next statement on, whatever it is", async () => {
    const subject = await jake();
    await run("GRANT ROLE reader TO jake");
    await run("ALTER USER jake SET HOME DATABASE sales SET PASSWORD CHANGE REQUIRED");
    expect(await run("RETURN 1", subject)).toBeUndefined();
    expect(subject).toMatchObject({
      roles: ["reader"],
      homeDatabase: "sales",
      passwordChangeRequired: true,
    });
  });

  test("a changed password frees the session at once", async () => {
    const subject = await jake();
    await run("ALTER USER jake SET PASSWORD CHANGE REQUIRED");
    const change = "ALTER CURRENT USER SET PASSWORD FROM 'jakes-password' TO 'another-password'";
    await run(change, subject);
    expect(subject.passwordChangeRequired).toBe(false);
  });
});

describe("the Community edition", () => {
  const { run, jake } = new AdminWorld("community");

  test("has users without roles, who all may administer", async () => {
    expect(await run("SHOW CURRENT USER")).toMatchObject({
      rows: [["neo4j", null, false, null, null]],
    });
    expect(await run("SHOW USERS YIELD user, roles", await jake())).toMatchObject({
      rows: [
        ["jake", null],
        ["neo4j", null],
      ],
    });
  });

  test.each([
    "CREATE ROLE a",
    "GRANT ROLE reader TO neo4j",
    "SHOW ROLES",
    "GRANT WRITE ON GRAPH * TO reader",
    "SHOW PRIVILEGES AS COMMANDS",
  ])("has no %s", async (text) => {
    expect(await refusal(run(text))).toEqual({
      code: "Neo.ClientError.Statement.UnsupportedAdministrationCommand",
      message: `Unsupported administration command: ${text}`,
    });
  });
});
