import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { beforeEach, describe, expect, test } from "vitest";
import { main } from "../../rotation/main.ts";
import { captured, type Run } from "../support/captured.ts";
import { World } from "../support/world.ts";

describe("ten accounts at once", () => {
  let ten: World;
  let folder: string;

  beforeEach(async () => {
    const names = Array.from({ length: 10 }, (_, index) => `service-${index}`);
    const accounts = names.map((name) => ({ name, groups: ["neo4j_reader"] }));
    const limits = { "/api/v1/apps": 600, "/api/v1/apps/{id}": 600 };
    folder = mkdtempSync(join(tmpdir(), "rotation-"));
    ten = await World.start({ accounts, okta: { rateLimits: limits } });
    for (const account of ten.contract.accounts) account.rotation = true;
    writeFileSync(join(folder, "access.json"), JSON.stringify(ten.contract));
    for (const [name, secret] of Object.entries(ten.secrets)) {
      writeFileSync(join(folder, name), secret);
    }
    return async () => {
      rmSync(folder, { recursive: true });
      await ten.stop();
    };
  });

  function rotate(): Promise<Run> {
    const environment = { OKTA_ORG_URL: ten.okta.url, OKTA_ACCESS_TOKEN: ten.okta.accessToken };
    const state = ["--state", join(folder, "state.json"), "--shared", "--output", folder];
    const argv = ["--contract", join(folder, "access.json"), ...state, "--all", "--soak", "0s"];
    return captured((streams) => main(argv, { ...streams, input: Readable.from([]), environment }));
  }

  test("ask for no more than was said, and meet no limit of the org", async () => {
    const before = ten.okta.log.entries.length;
    const { status, err } = await rotate();
    expect(status).toBe(0);
    const asked = ten.okta.log.entries.slice(before);
    const management = asked.filter(({ path }) => path.startsWith("/api/v1/"));
    expect(err).toContain("at most 180 requests to Okta for 10 accounts");
    expect(management.length).toBeGreaterThan(100);
    expect(management.length).toBeLessThanOrEqual(181);
    expect(asked.filter((one) => one.status === 429)).toEqual([]);
  });

  test("survive a storm of 429, whoever caused it", async () => {
    const before = ten.okta.log.entries.length;
    // Every forty requests one is refused, whoever sends it.
    let last = before;
    const storm = setInterval(() => {
      if (ten.okta.log.entries.length < last + 40) return;
      last = ten.okta.log.entries.length;
      ten.okta.faults.add({ kind: "rate-limit", resetSeconds: 0, count: 1 });
    }, 5);
    try {
      const { status, err } = await rotate();
      expect(status, err).toBe(0);
    } finally {
      clearInterval(storm);
      ten.okta.faults.clear();
    }
    const struck = ten.okta.log.entries.slice(before).filter((one) => one.status === 429);
    expect(struck.length).toBeGreaterThan(2);
    for (const [name, secret] of Object.entries(ten.secrets)) {
      expect(readFileSync(join(folder, name), "utf8").trim()).not.toBe(secret);
    }
  });
});
