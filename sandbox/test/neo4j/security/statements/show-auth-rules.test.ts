import { describe, expect, test } from "vitest";
import { refusal, startWorld } from "../world.ts";

/** Two of the examples in Neo4j's Operations Manual (attribute-based access control, 2026.03). */
const RULES = [
  {
    name: "salesRule",
    condition: "abac.oidc.user_attribute('department') = 'sales'",
    enabled: true,
    roles: ["salesTeam"],
  },
  {
    name: "emea_working_hours",
    condition:
      "abac.oidc.user_attribute('region') = 'EMEA' AND time.transaction('UTC').hour >= 6 AND time.transaction('UTC').hour < 18",
    enabled: false,
    roles: [],
  },
];

const STATEMENT = "CYPHER 25 SHOW AUTH RULES";

/** A database with the rules. */
async function withRules(version = "2026.03.0") {
  const world = await startWorld({}, { version });
  const admin = await world.admin();
  await world.run(admin, "CREATE ROLE salesTeam");
  for (const { name, condition, enabled, roles } of RULES) {
    const made = `CREATE AUTH RULE ${name} SET CONDITION ${condition} SET ENABLED ${enabled}`;
    await world.run(admin, `CYPHER 25 ${made}`);
    for (const role of roles) {
      await world.run(admin, `CYPHER 25 GRANT ROLE ${role} TO AUTH RULE ${name}`);
    }
  }
  return world;
}

describe("SHOW AUTH RULES", () => {
  test("shows the rules with the columns of the manual, or those that are asked for", async () => {
    const world = await withRules();
    const admin = await world.admin();
    expect(await world.run(admin, STATEMENT)).toEqual({
      fields: ["name", "condition", "enabled", "roles"],
      rows: RULES.map(({ name, condition, enabled, roles }) => [name, condition, enabled, roles]),
    });
    expect(await world.run(admin, "CYPHER 25 SHOW AUTH RULE YIELD roles, name")).toEqual({
      fields: ["roles", "name"],
      rows: [
        [["salesTeam"], "salesRule"],
        [[], "emea_working_hours"],
      ],
    });
  });

  test("shows them as the commands that make them", async () => {
    const world = await withRules();
    const commands = RULES.map(
      ({ name, condition, enabled }) =>
        `CREATE AUTH RULE ${name} SET CONDITION ${condition} SET ENABLED ${enabled}`,
    );
    const admin = await world.admin();
    expect(await world.run(admin, `${STATEMENT} AS COMMANDS`)).toEqual({
      fields: ["command"],
      rows: commands.map((command) => [command]),
    });
    expect(await world.run(admin, `${STATEMENT} AS COMMANDS YIELD *`)).toEqual({
      fields: ["command", "roles"],
      rows: [
        [commands[0], ["salesTeam"]],
        [commands[1], []],
      ],
    });
  });

  test("shows none where none was made", async () => {
    const world = await startWorld({}, { version: "2026.07.0" });
    expect(await world.run(await world.admin(), STATEMENT)).toMatchObject({ rows: [] });
  });

  test.each([
    ["2026.03.0", "SHOW AUTH RULES", "Invalid input 'AUTH': auth rules are a part of Cypher 25"],
    ["2026.02.0", STATEMENT, "Invalid input 'AUTH': auth rules are a part of Cypher 25"],
  ])("in %s, %j is no statement", async (version, statement, message) => {
    const world = await startWorld({}, { version });
    expect(await refusal(world.run(await world.admin(), statement))).toEqual({
      code: "Neo.ClientError.Statement.SyntaxError",
      message: expect.stringContaining(message),
    });
  });

  test("in 5.26, Cypher 25 is no language", async () => {
    const world = await startWorld({}, { version: "5.26.0" });
    expect(await refusal(world.run(await world.admin(), STATEMENT))).toEqual({
      code: "Neo.ClientError.Statement.ArgumentError",
      message: "25 is not a valid option for cypher version. Valid options are: 5",
    });
  });

  test("is for administrators, and for the Enterprise edition", async () => {
    const world = await withRules();
    await world.run(
      await world.admin(),
      "CREATE USER jake SET PASSWORD 'jakes-password' CHANGE NOT REQUIRED",
    );
    const jake = await world.security.login({
      scheme: "basic",
      principal: "jake",
      credentials: "jakes-password",
    });
    expect(await refusal(world.run(jake, STATEMENT))).toMatchObject({
      code: "Neo.ClientError.Security.Forbidden",
      message: expect.stringContaining("to run SHOW AUTH RULES"),
    });
    const community = await startWorld({}, { edition: "community", version: "2026.03.0" });
    expect(await refusal(community.run(await community.admin(), STATEMENT))).toEqual({
      code: "Neo.ClientError.Statement.UnsupportedAdministrationCommand",
      message: `Unsupported administration command: ${STATEMENT}`,
    });
  });

  test("other statements may ask for Cypher 25 as well", async () => {
    const world = await startWorld({}, { version: "2025.06.0" });
    expect(await world.run(await world.admin(), "CYPHER 25 SHOW ROLES")).toMatchObject({
      fields: ["role"],
    });
  });
});
