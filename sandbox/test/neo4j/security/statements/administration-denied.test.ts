import { beforeEach, describe, expect, test } from "vitest";
import type { Subject } from "../../../../neo4j/security/index.ts";
import { refusal, startWorld, type World } from "../world.ts";

let world: World;
let admin: Subject;
beforeEach(async () => {
  world = await startWorld({});
  admin = await world.admin();
});

const run = (statement: string, subject = admin) => world.run(subject, statement);
const basic = (principal: string, credentials: string) =>
  world.security.login({ scheme: "basic", principal, credentials });

async function jake(): Promise<Subject> {
  await run("CREATE USER jake SET PASSWORD 'jakes-password' CHANGE NOT REQUIRED");
  return basic("jake", "jakes-password");
}

describe("without the role admin", () => {
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
    ["CALL dbms.security.clearAuthCache()", "CLEAR AUTH CACHE"],
  ])("%s is forbidden and logged", async (statement, action) => {
    const subject = await jake();
    expect(await refusal(run(statement, subject))).toEqual({
      code: "Neo.ClientError.Security.Forbidden",
      message: `Permission has not been granted for user 'jake' to run ${action}. Administration needs the role admin.`,
    });
    expect(world.log.at(-1)).toContain("ERROR [jake]: permission denied: ");
    expect(world.log.at(-1)).not.toContain("long-enough");
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
});

describe("the Community edition", () => {
  beforeEach(async () => {
    world = await startWorld({}, { edition: "community" });
    admin = await world.admin();
  });

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

  test("has no role commands", async () => {
    expect(await refusal(run("CREATE ROLE a"))).toEqual({
      code: "Neo.ClientError.Statement.UnsupportedAdministrationCommand",
      message: "Unsupported administration command: CREATE ROLE",
    });
  });
});
