import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "../../process/ports.ts";
import { type Outcome, outcomeSchema } from "../../run/outcome/schema.ts";
import { writePolicyPack } from "../support/policy-pack.ts";

// One sandbox that stays up, asked for one thing after the other: each test goes on where the one before it ended.

const CLI = resolve(import.meta.dirname, "../../cli.ts");
const PROGRAM = resolve(import.meta.dirname, "../support/program");
const NODE_MODULES = resolve(import.meta.dirname, "../../../node_modules");

let folder: string;
let project: string;
let strict: string;
let boltPort: number;
let sandbox: ChildProcess;
let stdout = "";
let stderr = "";

function start(args: string[]) {
  return spawn(process.execPath, [CLI, "--project", project, ...args], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function run(args: string[]) {
  const child = start(args);
  const ended = once(child, "close");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err, code: (await ended)[0] };
}

const settings = (label: string) =>
  writeFile(join(project, "Pulumi.dev.yaml"), `config: { rehearsed:label: ${label} }\n`);

/** The outcome in a text that holds nothing else. */
const outcomeIn = (printed: string): Outcome => outcomeSchema.parse(JSON.parse(printed));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "live-"));
  project = join(folder, "project");
  await cp(PROGRAM, project, { recursive: true });
  await symlink(NODE_MODULES, join(project, "node_modules"));
  strict = await writePolicyPack(join(folder, "pack"));
  await writeFile(strict, "{}");
  boltPort = await freePort();
  const packs = ["--policy-pack", join(folder, "pack"), "--policy-pack-config", strict];
  const ports = ["--bolt-port", String(boltPort), "--http-port", "0"];
  sandbox = start(["--json", "--verify", join(project, "verifier.ts"), ...packs, ...ports]);
  sandbox.stdout?.setEncoding("utf8").on("data", (printed: string) => {
    stdout += printed;
  });
  sandbox.stderr?.setEncoding("utf8").on("data", (printed: string) => {
    stderr += printed;
  });
  await vi.waitFor(() => expect(stderr + sandbox.exitCode).toMatch(/is up\.|\d$/), {
    timeout: 300_000,
  });
});

afterAll(async () => {
  sandbox.kill("SIGTERM");
  if (sandbox.exitCode === null) await once(sandbox, "close");
  await rm(folder, { recursive: true });
});

/** Where Bolt and HTTP of the release are. */
function addresses({ up }: Outcome): string[] {
  return (up?.services ?? []).filter(({ name }) => name === "graph").map(({ address }) => address);
}

/** What the sandbox keeps of its state for other commands. */
function deployedState(): Promise<string> {
  const outputs = outcomeIn(stdout).up?.outputs ?? "";
  return readFile(join(dirname(outputs), "state.json"), "utf8");
}

function namesIn(state: string): (string | undefined)[] {
  const { resources } = JSON.parse(state).deployment as { resources: { urn: string }[] };
  return resources.map(({ urn }) => urn.split("::").at(-1));
}

test("prints one document when it is up, with its addresses and what policies advise, and no secret", async () => {
  const outcome = outcomeIn(stdout);
  expect(outcome).toMatchObject({ verdict: "proven", exitCode: 0, project: "rehearsed" });
  expect(outcome.stages.every(({ passed }) => passed)).toBe(true);
  expect(addresses(outcome)).toContain(`127.0.0.1:${boltPort}`);
  expect(outcome.violations.map(({ level, policy }) => [level, policy])).toEqual([
    ["advisory", "app-is-renamed"],
    ["advisory", "no-release"],
  ]);
  expect(stderr).toContain("] policy: 0 mandatory, 2 advisory\n");
  expect(stderr.match(/^ {4}advisory: tiny\/no-release, /gm)).toHaveLength(1);
  const { nativePassword } = JSON.parse(await readFile(outcome.up?.outputs ?? "", "utf8"));
  const state = await deployedState();
  expect(namesIn(state)).toContain("loader");
  for (const printed of [stdout, stderr, state]) expect(printed).not.toContain(nativePassword);
});

test("a port that the sandbox has is refused to another one at once", async () => {
  const { err, code } = await run(["--once", "--bolt-port", String(boltPort)]);
  expect(err).toMatch(/--bolt-port \d+: nothing can listen on it .* \(port-in-use\)\n$/);
  expect(code).toBe(2);
});

test("applies what the stack's file says now, says what changes, and proves it at the same ports", async () => {
  await settings("other");
  const { out, err, code } = await run(["--apply", "--json"]);
  const outcome = outcomeIn(out);
  expect(outcome).toMatchObject({ verdict: "proven", exitCode: 0 });
  const changes = outcome.changed.map(({ operation, name }) => `${operation} ${name}`);
  expect(changes.sort()).toEqual(["create other", "delete loader"]);
  expect(err).toContain("    create okta:app/oAuth:OAuth other\n");
  expect(err).toMatch(/\] Proven: stack dev does what it declares\. The sandbox goes on\.\n$/);
  expect(code).toBe(0);
  expect(namesIn(await deployedState())).toContain("other");
  // The running sandbox tells the same.
  expect(stderr).toContain("    create okta:app/oAuth:OAuth other\n");
  expect((await fetch(`http://${addresses(outcomeIn(stdout))[1]}`)).status).toBe(200);
});

test("a mandatory policy ends an apply before anything is changed, with all that the packs object to", async () => {
  await writeFile(strict, '{"app-is-renamed":"mandatory"}');
  await settings("third");
  const { out, err, code } = await run(["--apply"]);
  expect(out).toContain(`policy: 1 mandatory, 1 advisory
    mandatory: tiny/app-is-renamed, okta:app/oAuth:OAuth third
      Apps are called otherwise.
      the app is called third. Fix: call it otherwise, by the setting of the
      stack.
    advisory: tiny/no-release, pulumi:pulumi:Stack rehearsed-dev
      Nothing is released.
      [2Jthe stack has a release.
`);
  expect(out).toContain(
    "\npulumi preview was stopped by policy: 1 mandatory violation, listed above. " +
      "Fix: change the settings or the program as each says. (policy-violated)\n",
  );
  expect(out).toMatch(
    /\] Failed in preview: policy-violated\. Nothing was changed; the sandbox goes on as it was\.\n$/,
  );
  expect(out).not.toContain("pulumi up");
  expect(err).toBe("");
  expect(code).toBe(1);
});

test("settings that cannot be read leave the sandbox as it was; quiet shows the failure and the verdict", async () => {
  await writeFile(join(project, "Pulumi.dev.yaml"), "config: [\n");
  const { out, code } = await run(["--apply", "--quiet"]);
  expect(out).toMatch(/Pulumi\.dev\.yaml is not YAML: .* \(stack-invalid\)\n/s);
  expect(out).toMatch(/\] Failed in settings: stack-invalid\. Nothing was changed; .*\.\n$/);
  expect(code).toBe(1);
});

test("Ctrl-C ends it, nothing is left, and there is nobody to ask any more", async () => {
  sandbox.kill("SIGINT");
  expect((await once(sandbox, "close"))[0]).toBe(130);
  expect(stderr).toMatch(/\] Interrupted\. Stopped, nothing is left\.\n$/);
  expect(() => outcomeIn(stdout)).not.toThrow();
  const { err } = await run(["--apply"]);
  expect(err).toContain("(sandbox-not-running)");
  await vi.waitFor(
    async () => expect((await readdir(folder)).sort()).toEqual(["pack", "project"]),
    { timeout: 10_000 },
  );
});
