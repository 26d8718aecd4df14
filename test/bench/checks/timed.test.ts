import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demandingSettings } from "../../../bench/checks/settings.ts";
import { checkTimes, writeTimed } from "../../../bench/checks/timed.ts";
import { parse } from "../../support/settings.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "neo4j-okta-test-"));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test("the settings are accepted, by waivers that each are needed", () => {
  const settings = demandingSettings(6) as { waivers: { rule: string }[] };
  expect(parse(settings).accounts).toHaveLength(6);
  for (const { rule } of settings.waivers) {
    const waivers = settings.waivers.filter((waiver) => waiver.rule !== rule);
    expect(() => parse({ ...settings, waivers }), rule).toThrow(`production-${rule}`);
  }
});

test("times the program's own checks, which are a part of the whole", async () => {
  const program = { root: ROOT, name: "neo4j-okta", main: "infra/index.ts" };
  const timed = await writeTimed(join(directory, "timed"), program);
  const { program: whole, checks, loading } = await checkTimes(timed, demandingSettings(2));
  expect(checks).toBeGreaterThan(0);
  expect(loading).toBeGreaterThan(0);
  expect(whole).toBeGreaterThan(checks + loading);
  await expect(checkTimes(timed, { groups: 1 })).rejects.toThrow("parseSettings");
});
