import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parse, stringify } from "yaml";

const ROOT = resolve(import.meta.dirname, "../..");

/** Holds everything that the runs put into the temporary folder. */
let temporary: string;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), "e2e-"));
});

afterAll(() => rm(temporary, { recursive: true }));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What `npm run sandbox` runs: `node`, then arguments without quotes. */
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const [, ...SCRIPT] = scripts.sandbox.split(" ");

/** `npm run sandbox -- ...` as a user starts it; `interruptAt` sends SIGINT once that was printed. */
function sandbox(args: string[], interruptAt?: string): Promise<Ended> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [...SCRIPT, ...args], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    let interrupted = false;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (interruptAt !== undefined && !interrupted && stdout.includes(interruptAt)) {
        interrupted = true;
        child.kill("SIGINT");
      }
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => settle({ code, stdout, stderr }));
  });
}

/** Files and processes of runs that are there now; a process is known by its TMPDIR. */
async function leftovers(): Promise<string[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      if (!environment.includes(`TMPDIR=${temporary}`)) return [];
      return [
        (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " "),
      ];
    }),
  );
  return [...(await readdir(temporary)), ...processes.flat()];
}

/** The guards of what a run owned end a moment after the run itself. */
function expectNothingLeft(): Promise<void> {
  return vi.waitFor(async () => expect(await leftovers()).toEqual([]), { timeout: 10_000 });
}

describe("npm run sandbox -- --once", () => {
  let run: Ended;

  beforeAll(async () => {
    run = await sandbox(["--once"]);
  });

  test("ends well", () => {
    expect(run.stderr).toBe("");
    expect(run.code).toBe(0);
  });

  test("says what is real and what stands in", () => {
    expect(run.stdout).toMatch(/^pulumi +3\.\S+ +real/m);
    expect(run.stdout).toMatch(/^kube-apiserver +1\.\S+ +real/m);
    expect(run.stdout).toMatch(/^Okta org +stands in/m);
    expect(run.stdout).toMatch(/^Neo4j Enterprise +5\.\S+ +stands in/m);
  });

  test("logs each account in with exactly its roles", () => {
    expect(run.stdout).toMatch(
      /^neo4j-service-account +neo4j-service-account +neo4j_admin +admin +proven$/m,
    );
  });

  test("finds no change in the second preview", () => {
    expect(run.stdout).toContain("no changes");
  });

  test("destroys everything, in Okta and in the cluster", () => {
    expect(run.stdout).toContain("no Okta object and no Helm release of this run is left");
  });

  test("leaves no process and no folder", async () => {
    await expectNothingLeft();
  });

  test("says so on the last line, and all of it on one screen", () => {
    const lines = run.stdout.trimEnd().split("\n");
    expect(lines.at(-1)).toMatch(
      /^\[ *\d+\.\ds\] Proven: stack dev does what it declares\. Stopped, nothing is left\.$/,
    );
    // How often it says what it waits for depends on the machine.
    const told = lines.filter((line) => !/\] (waiting for|still at work)/.test(line));
    expect(told.length).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    // What the engine would say of the user's own stack, and what only a terminal understands.
    expect(run.stdout).not.toContain("pulumi stack rm");
    expect(run.stdout).not.toContain("\u001b");
  });
});

describe("npm run sandbox -- --once --stack prod --verbose, with the policy pack", () => {
  let run: Ended;

  beforeAll(async () => {
    const policies = ["--policy-pack", "policy", "--policy-pack-config", "policy/production.json"];
    run = await sandbox(["--once", "--stack", "prod", "--verbose", ...policies]);
  });

  test("breaks no policy for production, in previews and in up", () => {
    expect(run.stdout).toMatch(/neo4j-okta@v\d/);
    expect(run.stdout).not.toMatch(/\[mandatory\]|^ +mandatory: /m);
  });

  test("carries a dedicated server, private keys, protected resources", async () => {
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^etl-loader +etl-loader +neo4j_publisher +publisher +proven$/m);
    expect(run.stdout).toMatch(/^graph-reporting +graph-reporting +neo4j_reader +reader +proven$/m);
    expect(run.stdout).toContain("no Okta object and no Helm release of this run is left");
    expect(run.code).toBe(0);
    await expectNothingLeft();
  });

  test("creates both halves with the real engine", () => {
    for (const type of [
      "okta:app:OAuth",
      "okta:auth:ServerScope",
      "okta:auth:ServerClaim",
      "okta:auth:ServerPolicy",
      "okta:auth:ServerPolicyRule",
      "kubernetes:helm.sh/v3:Release",
    ]) {
      expect(run.stdout).toMatch(new RegExp(`\\+ +${type} \\S+ created`));
    }
  });

  test("prints no secret", () => {
    expect(run.stdout).not.toMatch(/client_?secret["']?\s*[:=]\s*["'][^"'\s]{8,}/i);
    expect(run.stdout).toMatch(/breakGlass *: *\[secret\]/);
  });
});

/** Runs a stack whose settings of Neo4j are these, beside those of the stack dev. */
async function sandboxOn(stack: string, changes: object): Promise<Ended> {
  const file = join(ROOT, `Pulumi.${stack}.yaml`);
  const settings = parse(await readFile(join(ROOT, "Pulumi.dev.yaml"), "utf8"));
  Object.assign(settings.config["neo4j-okta:neo4j"], changes);
  await writeFile(file, stringify(settings));
  try {
    return await sandbox(["--once", "--stack", stack]);
  } finally {
    await rm(file);
  }
}

test("ends at once, with Neo4j's own words, when Neo4j does not boot on a setting", async () => {
  const run = await sandboxOn("e2e-no-boot", { config: { "db.temporal.timezone": "Mars/Base" } });
  expect(run.stdout).toContain("Error evaluating value for setting 'db.temporal.timezone'");
  expect(run.stderr).toContain("Neo4j does not boot with these settings");
  expect(run.code).toBe(1);
  await expectNothingLeft();
});

test("ends soon when a Pod waits for a Secret that nothing makes", async () => {
  const key = { privateKey: { secretName: "neo4j-tls", subPath: "tls.key" } };
  const certificate = { publicCertificate: { secretName: "neo4j-tls", subPath: "tls.crt" } };
  const values = { ssl: { bolt: { ...key, ...certificate } } };
  const run = await sandboxOn("e2e-no-secret", { values });
  expect(run.stdout).toContain('secret "neo4j-tls" not found');
  expect(run.stderr).toContain("waits for Secret neo4j/neo4j-tls, which nothing in this rehearsal");
  expect(run.stderr).toContain("Fix: declare a Secret of that name in the stack");
  expect(run.code).toBe(1);
  await expectNothingLeft();
});

test("stands in for the release in the chart that a stack pins", async () => {
  const run = await sandboxOn("e2e-calendar", { chart: { version: "2026.6.0" } });
  expect(run.stderr).toBe("");
  expect(run.stdout).toMatch(/^Neo4j chart +2026\.6\.0 +stands in/m);
  expect(run.stdout).toMatch(/^Neo4j Enterprise +2026\.06\.0 +stands in/m);
  expect(run.stdout).toMatch(/\] Proven: stack e2e-calendar does what it declares\./);
  expect(run.code).toBe(0);
});

test("starts nothing when the settings are refused", async () => {
  const run = await sandboxOn("e2e-refused", { license: "maybe" });
  expect(run.stdout).toMatch(/^Pulumi\.e2e-refused\.yaml:\d+:\d+/m);
  expect(run.stderr).toContain("the settings of stack e2e-refused are refused, so nothing was");
  expect(run.stdout).not.toContain("kube-apiserver");
  expect(run.code).toBe(1);
});

test("carries a stack of its own beside this one, and says that nothing proves it", async () => {
  const example = ["--project", "examples/one-more-account", "--beside", "."];
  const run = await sandbox(["--once", ...example]);
  expect(run.stderr).toBe("");
  expect(run.stdout).toMatch(/which is there already\n(.*\n)*?\[ *\d+\.\ds\] \d+ created$/m);
  expect(run.stdout).toContain('the program has no output "access"');
  expect(run.stdout).toContain("no changes");
  expect(run.stdout).toContain("no Okta object and no Helm release of this run is left");
  expect(run.stdout).toMatch(
    /\] Rehearsed, but not proven: the verifier ended with exit status 3\..*$/m,
  );
  expect(run.code).toBe(3);
  await expectNothingLeft();
});

describe("Ctrl-C", () => {
  test.each([
    ["while the control plane starts", "Okta emulator answers"],
    ["during preview", "pulumi preview"],
    ["during up", "pulumi up"],
    ["during destroy", "pulumi destroy"],
  ])("%s stops everything and exits with 130", async (_phase, text) => {
    const run = await sandbox(["--once"], text);
    expect(run.stdout).toContain("Interrupted: stopping everything.");
    expect(run.stdout).toMatch(/\] Interrupted\. Stopped, nothing is left\.\n$/);
    expect(run.code).toBe(130);
    await expectNothingLeft();
  });

  test("has a twin in the end of the time given", async () => {
    const run = await sandbox(["--once", "--timeout", "3s"]);
    expect(run.stdout).toContain("Timed out after 3 seconds: stopping everything.");
    expect(run.stdout).toMatch(/\] Timed out after 3 seconds\. Stopped, nothing is left\.\n$/);
    expect(run.stderr).toBe("");
    expect(run.code).toBe(124);
    await expectNothingLeft();
  });
});

test("a kill of npm stops what it started", async () => {
  const npm = spawn("npm", ["run", "sandbox", "--", "--once"], {
    cwd: ROOT,
    // npm itself would leave its compile cache there.
    env: { ...process.env, TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: "1" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  await new Promise<void>((resolve) => {
    npm.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes("pulumi up")) resolve();
    });
  });
  npm.kill("SIGTERM");
  await vi.waitFor(async () => expect(await leftovers()).toEqual([]), { timeout: 30_000 });
});

describe("bad input", () => {
  test.each([
    [["--stack", "nowhere"], 1, "stack nowhere has no settings"],
    [["--stack", "../etc"], 2, "a stack name has"],
    [["--frobnicate"], 2, "unknown option '--frobnicate'"],
    [["--chart", "/nowhere/chart"], 1, "--chart /nowhere/chart"],
    [["--project", "docs"], 2, "docs has no Pulumi.yaml"],
    [["--verify", "verify"], 2, "verify is not a file"],
  ])("%j exits with %i and a sentence", async (args, code, message) => {
    const run = await sandbox(args);
    expect(run.stderr).toContain(message);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(run.code).toBe(code);
  });
});
