import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import { parse, validAccount, validSettings } from "../support/settings.ts";
import { recordProgram } from "../support/stack.ts";

test("an account may have its own name for its client id", () => {
  const settings = validSettings({ accounts: [validAccount({ clientId: "etl-loader" })] });
  expect(parse(settings).accounts[0]).toMatchObject({ clientId: "etl-loader" });
});

test("an expired account is warned of by name and day, and no other", async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  try {
    const accounts = [validAccount({ expires: "2026-11-21" }), validAccount({ name: "reports" })];
    await recordProgram(validSettings({ accounts }));
    const texts = warn.mock.calls.map(([text]) => text).filter((text) => /^Account /.test(text));
    expect(texts).toEqual(["Account etl-loader expired on 2026-11-21: its app is INACTIVE."]);
  } finally {
    warn.mockRestore();
  }
});

describe("an account's app", () => {
  // The recorded program runs on 2026-11-22.
  test.each([
    [{}, "ACTIVE"],
    [{ expires: "2026-11-22" }, "ACTIVE"],
    [{ expires: "2026-11-21" }, "INACTIVE"],
    [{ disabled: true }, "INACTIVE"],
  ])("%j is %s", async (changes, status) => {
    const settings = validSettings({ accounts: [validAccount(changes)] });
    const { resources } = await recordProgram(settings);
    const app = resources.find(({ name }) => name === "etl-loader-app");
    expect(app?.inputs).toMatchObject({ status });
  });
});
