import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "../../verify/report.ts";
import type { World } from "../support/world.ts";
import { captureTokens } from "./capture-tokens.ts";
import { commandLine } from "./command-line.ts";

const line = commandLine();

describe("a stack that is as declared", () => {
  test("is proven, account by account", async () => {
    const { status, out, err } = await line.run(["--contract", line.contract]);
    expect(err).toBe("");
    expect(out).toMatch(/^dashboard +dashboard +neo4j_reader +reader +proven$/m);
    expect(out).toContain("Proven: 3 accounts");
    expect(status).toBe(0);
  });

  test("can be proven in part, for one account", async () => {
    const { status, out } = await line.run([
      "--contract",
      line.contract,
      "--account",
      "dashboard",
      "--json",
    ]);
    const report = JSON.parse(out) as Report;
    expect(status).toBe(0);
    expect(report.accounts.map(({ name }) => name)).toEqual(["dashboard"]);
    expect(report.outcomes.find(({ check }) => check === "data.write_refused")).toMatchObject({
      status: "passed",
      seen: "Neo.ClientError.Security.Forbidden",
    });
  });

  test("shows what was not looked at, and does not count it as passed", async () => {
    const { out } = await line.run(["--contract", line.contract, "--json"]);
    const { outcomes } = JSON.parse(out) as Report;
    const statusOf = (id: string) => outcomes.find(({ check }) => check === id)?.status;
    expect(statusOf("refusal.expired")).toBe("skipped");
    expect(statusOf("okta.app_dpop")).toBe("skipped");
    expect(statusOf("break_glass.login")).toBe("inapplicable");
  });

  test("proves break-glass and Okta's objects when asked", async () => {
    const { status, out } = await line.run(
      ["--contract", line.contract, "--break-glass", "--okta-api", "--json"],
      line.readBack(),
    );
    const { outcomes } = JSON.parse(out) as Report;
    const seen = (id: string) => outcomes.find(({ check }) => check === id);
    expect(status).toBe(0);
    expect(seen("break_glass.login")).toMatchObject({ status: "passed", seen: 'neo4j, ["admin"]' });
    expect(seen("okta.app_dpop")).toMatchObject({ status: "passed", seen: "false" });
    expect(seen("okta.policy_clients")).toMatchObject({ status: "passed" });
  });
});

describe("a stack that is not", () => {
  test("fails with the setting to fix, and status 1", async () => {
    line.world.app("dashboard").profile = { neo4j_groups: ["neo4j_admin"] };
    const { status, out } = await line.run(["--contract", line.contract]);
    expect(status).toBe(1);
    expect(out).toContain("Failed at groups.equal for dashboard");
    expect(out).toContain("setting   neo4j_groups in the app's profile (okta)");
    expect(out).toMatch(/^etl-loader .* proven$/m);
    expect(out).toMatch(/^dashboard .* failed$/m);
  });

  test("is not proven without a credential, with status 3", async () => {
    const bare = await line.file("bare.json", JSON.stringify(line.world.contract));
    const { status, out } = await line.run(["--contract", bare]);
    expect(status).toBe(3);
    expect(out).toContain(
      "Not proven: token.issued of neo4j-service-account: no client secret of neo4j-service-account was found: give it by --secrets, --secret-command, --credentials or NEO4J_OKTA_SECRET_NEO4J_SERVICE_ACCOUNT.",
    );
  });

  test("is not proven when the time is over, with status 3", async () => {
    line.world.okta.faults.add({ kind: "slow", delayMs: 60_000, path: "/oauth2" });
    const { status, out } = await line.run(["--contract", line.contract, "--timeout", "1"]);
    expect(status).toBe(3);
    expect(out).toContain("Not proven: discovery.reachable: the time limit was reached.");
  });

  test("reports as JUnit and Markdown, escaped", async () => {
    line.world.app("dashboard").profile = { neo4j_groups: ['<b>&"|`_x_'] };
    const [junit, markdown] = [join(line.folder, "junit.xml"), join(line.folder, "summary.md")];
    await line.run(["--contract", line.contract, "--junit", junit, "--markdown", markdown]);
    const xml = await readFile(junit, "utf8");
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="verify" /);
    expect(xml).toContain('<testsuite name="dashboard" tests="20" failures="1" skipped="8">');
    expect(xml).toContain("seen [&quot;&lt;b&gt;&amp;\\&quot;|`_x_&quot;]");
    const summary = await readFile(markdown, "utf8");
    expect(summary).toMatch(/^## Neo4j access through Okta: Failed\n/);
    expect(summary).toContain("First failing check: `groups.equal` for `dashboard`.");
    expect(summary).toContain('- seen: `["<b>&\\"`&#124;`` `_x_"] ``\n');
  });
});

test("says that a report cannot be written, after printing it", async () => {
  for (const option of ["--junit", "--markdown"]) {
    const { status, out, err } = await line.run(["--contract", line.contract, option, line.folder]);
    expect(status).toBe(3);
    expect(out).toContain("Proven: 3 accounts");
    expect(err).toBe(`${option} ${line.folder} cannot be written: EISDIR. (verify-report)\n`);
  }
});

describe("secrets", () => {
  test.each([
    ["as declared", () => {}],
    ["with DPoP errors", (w: World) => void Object.assign(w.app("dashboard"), { dpopBound: true })],
    ["with a wrong secret", (w: World) => void w.app("dashboard").secrets.splice(0)],
    [
      "with Okta failing",
      (w: World) =>
        w.okta.faults.add({
          kind: "error",
          status: 500,
          path: "/oauth2/default/v1/token",
          count: 2,
        }),
    ],
  ])("are nowhere in any output: %s", async (_name, disturb) => {
    disturb(line.world);
    const tokens = captureTokens();
    const [junit, markdown] = [join(line.folder, "s.xml"), join(line.folder, "s.md")];
    const argv = ["--contract", line.contract, "--break-glass", "--okta-api"];
    const reports = ["--junit", junit, "--markdown", markdown];
    const text = await line.run([...argv, ...reports], line.readBack());
    const json = await line.run([...argv, "--json"], line.readBack());
    tokens.stop();
    const all = [
      text.out,
      text.err,
      json.out,
      json.err,
      await readFile(junit, "utf8"),
      await readFile(markdown, "utf8"),
    ].join("\n");
    const secrets = [
      ...Object.values(line.world.secrets),
      line.world.password,
      line.world.okta.accessToken,
    ];
    expect(tokens.seen.length).toBeGreaterThan(0);
    for (const secret of [...secrets, ...tokens.seen]) {
      expect(all.includes(secret)).toBe(false);
      expect(all.includes(Buffer.from(secret).toString("base64"))).toBe(false);
    }
    expect(all).not.toMatch(/eyJ[\w-]{10,}\./);
  });

  test("are not in the message of a crash", async () => {
    const secret = "hush-hush-secret";
    const broken = structuredClone(line.world.outputs);
    Object.assign(broken.credentials, {
      dashboard: { clientId: "dashboard", clientSecret: secret },
    });
    const path = await line.file("crash.json", JSON.stringify(broken));
    const real = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new Error(`crash with ${secret}`));
    try {
      const { out, err, status } = await line.run(["--contract", path, "--timeout", "3"]);
      expect(status).not.toBe(0);
      expect(out + err).not.toContain(secret);
    } finally {
      globalThis.fetch = real;
    }
  });
});
