import { describe, expect, test } from "vitest";
import { oktaAt, refusal, startWorld } from "../world.ts";

const SETTINGS = {
  ...oktaAt("https://example.okta.com/oauth2/default/.well-known/openid-configuration"),
  "dbms.security.oidc.okta.token_params": "client_secret=hush-hush",
};

describe("SHOW SETTINGS", () => {
  test("shows the settings that were asked for, with the documented columns", async () => {
    const world = await startWorld(SETTINGS);
    const statement =
      "SHOW SETTINGS 'dbms.security.oidc.okta.audience', 'dbms.security.require_local_user'";
    expect(await world.run(await world.admin(), statement)).toEqual({
      fields: ["name", "value", "isDynamic", "defaultValue", "description"],
      rows: [
        ["dbms.security.oidc.okta.audience", "api://default", true, null, ""],
        ["dbms.security.require_local_user", "false", false, "false", ""],
      ],
    });
  });

  test("projects, joins lists and hides secrets", async () => {
    const world = await startWorld(SETTINGS);
    const table = (await world.run(await world.admin(), "SHOW SETTING YIELD name, value")) as {
      rows: string[][];
    };
    const values = Object.fromEntries(table.rows);
    expect(values["dbms.security.authentication_providers"]).toBe("oidc-okta,native");
    expect(values["dbms.security.oidc.okta.token_params"]).toBe("#####");
    expect(JSON.stringify(table)).not.toContain("hush-hush");
  });

  test("is for administrators, and refuses what is no name in quotes", async () => {
    const world = await startWorld(SETTINGS);
    const admin = await world.admin();
    expect(
      await refusal(world.run({ ...admin, username: "x", roles: [] }, "SHOW SETTINGS")),
    ).toMatchObject({
      code: expect.stringMatching(/Security\.(Forbidden|Unauthorized)|AuthorizationExpired/),
    });
    expect(await refusal(world.run(admin, "SHOW SETTINGS audience"))).toEqual({
      code: "Neo.ClientError.Statement.UnsupportedOperationError",
      message:
        "The sandbox's Neo4j stand-in does not know this statement: expected a setting name in quotes instead of 'audience' (offset: 14).",
    });
  });
});
