import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { main } from "../../verify/main.ts";
import type { Report } from "../../verify/report.ts";
import { World } from "../support/world.ts";
import { captureTokens } from "./capture-tokens.ts";
import { withoutProgress } from "./without-progress.ts";

let world: World;
let folder: string;
let contract: string;
let restore: () => void;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-main-"));
  world = await World.start();
  restore = world.snapshot();
  contract = await file("outputs.json", JSON.stringify(world.outputs));
});

beforeEach(() => restore());

afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function run(argv: string[], environment: Record<string, string> = {}) {
  let out = "";
  let err = "";
  const status = await main(argv, {
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      err += text;
    },
    environment,
  });
  return { status, out, err: withoutProgress(err) };
}

const readBack = () => ({
  OKTA_ORG_URL: world.okta.url,
  OKTA_ACCESS_TOKEN: world.okta.accessToken,
});

describe("a stack that is as declared", () => {
  test("is proven, account by account", async () => {
    const { status, out, err } = await run(["--contract", contract]);
    expect(err).toBe("");
    expect(out).toMatch(/^dashboard +dashboard +neo4j_reader +reader +proven$/m);
    expect(out).toContain("Proven: 3 accounts");
    expect(status).toBe(0);
  });

  test("can be proven in part, for one account", async () => {
    const { status, out } = await run(["--contract", contract, "--account", "dashboard", "--json"]);
    const report = JSON.parse(out) as Report;
    expect(status).toBe(0);
    expect(report.accounts.map(({ name }) => name)).toEqual(["dashboard"]);
    expect(report.outcomes.find(({ check }) => check === "data.write_refused")).toMatchObject({
      status: "passed",
      seen: "Neo.ClientError.Security.Forbidden",
    });
  });

  test("shows what was not looked at, and does not count it as passed", async () => {
    const { out } = await run(["--contract", contract, "--json"]);
    const { outcomes } = JSON.parse(out) as Report;
    const statusOf = (id: string) => outcomes.find(({ check }) => check === id)?.status;
    expect(statusOf("refusal.expired")).toBe("skipped");
    expect(statusOf("okta.app_dpop")).toBe("skipped");
    expect(statusOf("break_glass.login")).toBe("inapplicable");
  });

  test("proves break-glass and Okta's objects when asked", async () => {
    const { status, out } = await run(
      ["--contract", contract, "--break-glass", "--okta-api", "--json"],
      readBack(),
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
    world.app("dashboard").profile = { neo4j_groups: ["neo4j_admin"] };
    const { status, out } = await run(["--contract", contract]);
    expect(status).toBe(1);
    expect(out).toContain("Failed at groups.equal for dashboard");
    expect(out).toContain("setting   neo4j_groups in the app's profile (okta)");
    expect(out).toMatch(/^etl-loader .* proven$/m);
    expect(out).toMatch(/^dashboard .* failed$/m);
  });

  test("is not proven without a credential, with status 3", async () => {
    const bare = await file("bare.json", JSON.stringify(world.contract));
    const { status, out } = await run(["--contract", bare]);
    expect(status).toBe(3);
    expect(out).toContain(
      "Not proven: token.issued of neo4j-service-account: no client secret of neo4j-service-account was found: give it by --secrets, --secret-command, --credentials or NEO4J_OKTA_SECRET_NEO4J_SERVICE_ACCOUNT.",
    );
  });

  test("is not proven when the time is over, with status 3", async () => {
    world.okta.faults.add({ kind: "slow", delayMs: 60_000, path: "/oauth2" });
    const { status, out } = await run(["--contract", contract, "--timeout", "1"]);
    expect(status).toBe(3);
    expect(out).toContain("Not proven: discovery.reachable: the time limit was reached.");
  });

  test("reports as JUnit and Markdown, escaped", async () => {
    world.app("dashboard").profile = { neo4j_groups: ['<b>&"|`_x_'] };
    const [junit, markdown] = [join(folder, "junit.xml"), join(folder, "summary.md")];
    await run(["--contract", contract, "--junit", junit, "--markdown", markdown]);
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
    const { status, out, err } = await run(["--contract", contract, option, folder]);
    expect(status).toBe(3);
    expect(out).toContain("Proven: 3 accounts");
    expect(err).toBe(`${option} ${folder} cannot be written: EISDIR. (verify-report)\n`);
  }
});

describe("usage", () => {
  test.each([
    [
      [],
      2,
      "give either --stack NAME or --contract FILE. See npm run verify -- --help. (verify-usage)",
    ],
    [["--stack", "dev", "--contract", "x"], 2, "give either --stack NAME or --contract FILE"],
    [["--contract", "x", "--rate", "0"], 2, "it takes a whole number from 1 to 999999"],
    [["--contract", "x", "--timeout", "1e3"], 2, "it takes a whole number from 1 to 999999"],
    [["--contract", "x", "--concurrency", "1000000"], 2, "it takes a whole number from 1"],
    [["--stack", "dev", "--stack=-x"], 2, "--stack -x is no stack name. See npm run verify"],
    [["--contract", "x", "--nonsense"], 2, "unknown option '--nonsense'"],
    [["--contract", "x", "more"], 2, "too many arguments"],
    [["--stack=-x"], 2, "is no stack name"],
    [
      ["--contract", "/nowhere.json"],
      3,
      "--contract /nowhere.json cannot be read: there is no such file. (verify-file-missing)",
    ],
  ])("%j", async (argv, expected, message) => {
    const { status, out, err } = await run(argv);
    expect(status).toBe(expected);
    expect(err).toContain(message);
    expect(out).toBe("");
  });

  test("prints its help", async () => {
    const { status, out } = await run(["--help"]);
    expect(status).toBe(0);
    expect(out).toContain(
      "Exit status: 0 proven, 1 a check failed, 2 usage, 3 not everything was checked.",
    );
  });

  test.each([
    ["not JSON", "verify-file-not-json"],
    ["[]", "verify-file-not-json"],
    ["{}", "verify-output-missing"],
    ['{"access":{"version":2}}', "verify-contract"],
    ['{"access":{},"credentials":"hush-hush"}', "verify-contract"],
  ])("refuses the contract %j", async (content, code) => {
    const { status, err } = await run(["--contract", await file("bad.json", content)]);
    expect(status).toBe(3);
    expect(err).toContain(`(${code})`);
    expect(err).not.toContain("hush-hush");
  });

  test("names the accounts there are", async () => {
    const { status, err } = await run(["--contract", contract, "--account", "nobody"]);
    expect(status).toBe(2);
    expect(err).toBe(
      "--account nobody: the contract has no such account. It has neo4j-service-account, etl-loader, dashboard. (verify-account-unknown)\n",
    );
  });

  test("asks for an address that a driver can use", async () => {
    const { status, err } = await run(["--contract", contract, "--bolt-uri", "localhost:7687"]);
    expect(status).toBe(2);
    expect(err).toContain(
      "--bolt-uri localhost:7687: it takes a URI that begins with one of bolt://",
    );
  });

  test("asks for the break-glass password where it is to be proven", async () => {
    const { contract: access, secrets, password } = world;
    const bare = await file("bare.json", JSON.stringify(access));
    const credentials = await file(
      "credentials.json",
      JSON.stringify(
        Object.fromEntries(
          Object.entries(secrets).map(([name, clientSecret]) => [
            name,
            { clientId: name, clientSecret },
          ]),
        ),
      ),
    );
    const argv = ["--contract", bare, "--credentials", credentials, "--break-glass"];
    const without = await run(argv);
    expect(without.status).toBe(3);
    expect(without.err).toContain("--break-glass: no password was found.");
    const given = await run(argv, { NEO4J_OKTA_BREAK_GLASS_PASSWORD: password });
    expect(given.status).toBe(0);
  });

  test("asks for Okta's credential, over https", async () => {
    const argv = ["--contract", contract, "--okta-api"];
    expect((await run(argv)).err).toContain("--okta-api needs OKTA_ORG_URL and OKTA_ACCESS_TOKEN");
    const plain = { OKTA_ORG_URL: "http://example.okta.com", OKTA_API_TOKEN: "00abc" };
    expect((await run(argv, plain)).err).toContain("OKTA_ORG_URL must be an https address");
  });
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
    disturb(world);
    const tokens = captureTokens();
    const [junit, markdown] = [join(folder, "s.xml"), join(folder, "s.md")];
    const argv = ["--contract", contract, "--break-glass", "--okta-api"];
    const reports = ["--junit", junit, "--markdown", markdown];
    const text = await run([...argv, ...reports], readBack());
    const json = await run([...argv, "--json"], readBack());
    tokens.stop();
    const all = [
      text.out,
      text.err,
      json.out,
      json.err,
      await readFile(junit, "utf8"),
      await readFile(markdown, "utf8"),
    ].join("\n");
    const secrets = [...Object.values(world.secrets), world.password, world.okta.accessToken];
    expect(tokens.seen.length).toBeGreaterThan(0);
    for (const secret of [...secrets, ...tokens.seen]) {
      expect(all.includes(secret)).toBe(false);
      expect(all.includes(Buffer.from(secret).toString("base64"))).toBe(false);
    }
    expect(all).not.toMatch(/eyJ[\w-]{10,}\./);
  });

  test("are not in the message of a crash", async () => {
    const secret = "hush-hush-secret";
    const broken = structuredClone(world.outputs);
    Object.assign(broken.credentials, {
      dashboard: { clientId: "dashboard", clientSecret: secret },
    });
    const path = await file("crash.json", JSON.stringify(broken));
    const real = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new Error(`crash with ${secret}`));
    try {
      const { out, err, status } = await run(["--contract", path, "--timeout", "3"]);
      expect(status).not.toBe(0);
      expect(out + err).not.toContain(secret);
    } finally {
      globalThis.fetch = real;
    }
  });
});
