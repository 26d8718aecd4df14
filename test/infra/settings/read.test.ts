import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import { decode } from "../../../infra/settings/read.ts";
import type { SettingsError } from "../../../infra/settings.ts";
import { validSettings } from "../../support/settings.ts";
import { engineConfig, recordProgram } from "../../support/stack.ts";

describe("decode", () => {
  test("takes this namespace only, and reads all but text as JSON", () => {
    expect(
      decode({
        "neo4j-okta:scope": "123",
        "neo4j-okta:tokenLifetimeMinutes": "15",
        "neo4j-okta:production": "true",
        "neo4j-okta:groups": '{"a":["reader"]}',
        "neo4j-okta:accounts": "[not json",
        "okta:orgName": "example",
      }),
    ).toEqual({
      scope: "123",
      tokenLifetimeMinutes: 15,
      production: true,
      groups: { a: ["reader"] },
      accounts: "[not json",
    });
  });
});

test("decode takes a date without quotes, which the engine hands out as a time", () => {
  const accounts =
    '[{"expires":"2026-12-31 00:00:00 +0000 UTC","purpose":"at 00:00:00 +0000 UTC"}]';
  expect(decode({ "neo4j-okta:accounts": accounts })).toEqual({
    accounts: [{ expires: "2026-12-31", purpose: "at 00:00:00 +0000 UTC" }],
  });
});

describe("readSettings", () => {
  test("refuses an encrypted setting without repeating it", async () => {
    const settings = validSettings({ scope: "hunter2" });
    const refused = recordProgram(settings, { secretKeys: ["neo4j-okta:scope"] });
    await expect(refused).rejects.toSatisfy((error: SettingsError) => {
      expect(error.problems).toEqual([
        {
          code: "secret-setting",
          path: "neo4j-okta:scope",
          message: "is encrypted, or holds something encrypted",
          allowed: "plain settings; none of them is a secret",
          fix: "keep the secret in Kubernetes or a secret manager, and name it here",
        },
      ]);
      expect(error.message).not.toContain("hunter2");
      return true;
    });
  });

  test("leaves other namespaces' secrets alone", async () => {
    const { resources } = await recordProgram(validSettings(), {
      config: { ...engineConfig(validSettings()), "okta:accessToken": "t" },
      secretKeys: ["okta:accessToken"],
    });
    expect(resources.length).toBeGreaterThan(0);
  });

  test("warns of what gives more than the settings say, in lines that fit behind the engine's own words", async () => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    try {
      const values = { apoc_config: { "apoc.initializer.neo4j": "RETURN 1" } };
      await recordProgram(validSettings({ neo4j: { license: "eval", values } }));
      expect(warn.mock.calls).toEqual([
        [
          [
            "[production-shared-server] neo4j-okta:authorizationServer.id is",
            '    "default", a server that is not this stack\'s alone (others may issue',
            "    tokens like this stack's).",
            "  Allowed: a dedicated server: { name, audience }.",
            "  Fix: change it; a stack marked production would be refused for it.",
          ].join("\n"),
        ],
        [
          [
            "[production-apoc-initializer]",
            '    neo4j-okta:neo4j.values.apoc_config["apoc.initializer.neo4j"] runs',
            "    statements as an administrator, who can grant any role (statements run",
            "    as an administrator at every start).",
            "  Allowed: no initializers; run such statements once, by hand.",
            "  Fix: change it; a stack marked production would be refused for it.",
          ].join("\n"),
        ],
      ]);
    } finally {
      warn.mockRestore();
    }
  });

  test("refuses before the first resource", async () => {
    const registered: string[] = [];
    const refused = recordProgram(validSettings({ tokenLifetimeMinutes: 1 }), {
      onResource: ({ type }) => registered.push(type),
    });
    await expect(refused).rejects.toMatchObject({ code: "settings-refused" });
    expect(registered.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });
});
