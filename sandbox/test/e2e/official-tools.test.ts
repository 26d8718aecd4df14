import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cacheDirectory } from "../../toolchain/cache.ts";
import { locateToolchain, type Toolchain } from "../../toolchain/index.ts";
import {
  installOfficialTools,
  type OfficialTools,
  type ToolUse,
} from "../support/official-tools.ts";

const CLI = resolve(import.meta.dirname, "../../cli.ts");
const PROGRAM = resolve(import.meta.dirname, "../support/program");
const CLOSED_PORT = "http://127.0.0.1:9";

/** What a user of the official tools may have set for the real org, cluster and backend. */
const USERS_OWN = {
  OKTA_ORG_NAME: "acme",
  OKTA_API_TOKEN: "00users-own-token",
  OKTA_HTTP_PROXY: CLOSED_PORT,
  OKTA_CLIENT_PROXY_HOST: "proxy.example.com",
  KUBECONFIG: "/nowhere/kubeconfig",
  HELM_NAMESPACE: "elsewhere",
  HELM_KUBEAPISERVER: CLOSED_PORT,
  PULUMI_STACK: "prod",
  PULUMI_BACKEND_URL: "https://pulumi.example.com",
  PULUMI_ACCESS_TOKEN: "pul-users-own-token",
  PULUMI_CONFIG: '{"rehearsed:label":"elsewhere"}',
  XDG_CACHE_HOME: "/nowhere/cache",
  XDG_CONFIG_HOME: "/nowhere/config",
};

const PROXIES = {
  HTTP_PROXY: CLOSED_PORT,
  HTTPS_PROXY: CLOSED_PORT,
  http_proxy: CLOSED_PORT,
  https_proxy: CLOSED_PORT,
};

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

let root: string;
let temporary: string;
let toolchain: Toolchain;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "official-tools-")));
  temporary = join(root, "tmp");
  await mkdir(temporary);
  toolchain = await locateToolchain();
});

afterAll(() => rm(root, { recursive: true, force: true }));

/** The sandbox, started by that user; `interruptAt` sends SIGINT once that was printed. */
function sandbox(
  tools: OfficialTools,
  env: NodeJS.ProcessEnv = {},
  interruptAt?: string,
): Promise<Ended> {
  return new Promise((settle, reject) => {
    const verify = ["--verify", join(PROGRAM, "verifier.ts")];
    const chart = ["--chart-setting", "rehearsed:chart.path"];
    const child = spawn(process.execPath, [CLI, "--once", ...verify, ...chart], {
      cwd: PROGRAM,
      env: {
        ...process.env,
        ...USERS_OWN,
        ...PROXIES,
        NEO4J_OKTA_CACHE: cacheDirectory(process.env),
        PATH: [tools.bin, process.env.PATH].join(delimiter),
        PULUMI_HOME: tools.pulumiHome,
        TMPDIR: temporary,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const before = interruptAt !== undefined && stdout.includes(interruptAt);
      stdout += text;
      if (interruptAt !== undefined && !before && stdout.includes(interruptAt)) {
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

/** The guards of what a run owned end a moment after the run itself. */
function expectNothingLeft(): Promise<void> {
  return vi.waitFor(
    async () => {
      expect(await readdir(temporary)).toEqual([]);
      expect(await processes()).toEqual([]);
    },
    { timeout: 10_000 },
  );
}

/** Command lines of the processes that a run started, known by their TMPDIR. */
async function processes(): Promise<string[]> {
  const entries = await readdir("/proc").catch(() => []);
  const lines = entries
    .filter((name) => /^\d+$/.test(name))
    .map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      if (!environment.split("\0").includes(`TMPDIR=${temporary}`)) return [];
      return [await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")];
    });
  return (await Promise.all(lines)).flat();
}

describe("with a language host and a plugin on PATH, and plugins in PULUMI_HOME", () => {
  let tools: OfficialTools;
  let run: Ended;
  let uses: ToolUse[];

  beforeAll(async () => {
    tools = await installOfficialTools(join(root, "installed"), {
      onPath: ["kubernetes"],
      inHome: ["okta", "random"],
      helm: toolchain.helm.path,
    });
    run = await sandbox(tools);
    uses = await tools.uses();
  });

  test("rehearses the same program", async () => {
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^ *rehearsed dev: true, 202$/m);
    expect(run.stdout).toContain("no changes");
    expect(run.stdout).toContain("no Okta object and no Helm release of this run is left");
    expect(run.code).toBe(0);
    await expectNothingLeft();
  });

  test("says that they are real, and where each comes from", () => {
    expect(run.stdout).toMatch(/^your program +real +language host$/m);
    expect(run.stdout).toMatch(/^plugin okta +\S+ +real +official, in PULUMI_HOME$/m);
    expect(run.stdout).toMatch(/^plugin kubernetes +\S+ +real +official, on PATH$/m);
    expect(run.stdout).toMatch(/^plugin random +\S+ +real +official, in PULUMI_HOME$/m);
  });

  test("uses them, for previews and for updates", () => {
    const used = new Set(uses.map(({ tool }) => tool));
    expect([...used].sort()).toEqual(["kubernetes", "language host", "okta", "program", "random"]);
    const dryRuns = uses.flatMap(({ args }) => (args ? [args.includes("--dry-run")] : []));
    expect(dryRuns).toContain(true);
    expect(dryRuns).toContain(false);
  });

  test("runs the program from a project folder of its own, by the stack's entry module", () => {
    for (const { args = [] } of uses.filter(({ tool }) => tool === "program")) {
      expect(args.at(-1)).toBe("index.ts");
      expect(args[args.indexOf("--pwd") + 1]).toMatch(new RegExp(`^${temporary}/.*/project/src$`));
    }
  });

  test("lets nothing of the user's own org, cluster and backend through", () => {
    // A plugin that is only asked for its version gets no variable but PATH; a shell adds some.
    const asked = uses.filter(({ environment }) => environment.PULUMI_HOME === undefined);
    for (const { environment } of asked) {
      const names = Object.keys(environment).filter(
        (name) => !/^(PATH|PWD|OLDPWD|SHLVL|_)$/.test(name),
      );
      expect(names).toEqual([]);
    }
    for (const { environment } of uses.filter((use) => !asked.includes(use))) {
      for (const [name, value] of Object.entries(USERS_OWN)) {
        expect(environment[name], name).not.toBe(value);
      }
      expect(environment.PULUMI_HOME).toMatch(new RegExp(`^${temporary}/`));
      expect(environment.HOME).toBe(environment.PULUMI_HOME);
      expect(environment.HTTPS_PROXY).toBe(CLOSED_PORT);
      expect(environment.no_proxy?.split(",")).toContain("127.0.0.1");
    }
  });
});

describe("with PULUMI_IGNORE_AMBIENT_PLUGINS", () => {
  test("passes over what is on PATH, as the engine does", async () => {
    const tools = await installOfficialTools(join(root, "ignored"), {
      onPath: ["kubernetes"],
      inHome: ["okta", "random"],
      helm: toolchain.helm.path,
    });
    const run = await sandbox(tools, { PULUMI_IGNORE_AMBIENT_PLUGINS: "true" });
    expect(run.stderr).toBe("");
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^your program +real +run inline: no language host$/m);
    expect(run.stdout).toMatch(/^plugin okta +\S+ +real +official, in PULUMI_HOME$/m);
    expect(run.stdout).toMatch(/^plugin kubernetes +\S+ +stands in/m);
    const used = new Set((await tools.uses()).map(({ tool }) => tool));
    expect([...used].sort()).toEqual(["okta", "random"]);
    await expectNothingLeft();
  });
});

describe("with Pulumi as its installer puts it into PULUMI_HOME", () => {
  test("runs its engine and language host, and stops both on Ctrl-C", async () => {
    const tools = await installOfficialTools(join(root, "installer"), {
      onPath: [],
      inHome: ["okta", "kubernetes", "random"],
      helm: toolchain.helm.path,
      engine: toolchain.pulumi.path,
    });
    const env = { PULUMI_IGNORE_AMBIENT_PLUGINS: "true" };
    const run = await sandbox(tools, env, "pulumi up");
    expect(run.stdout).toMatch(/^pulumi +\S+ +real +path$/m);
    expect(run.stdout).toMatch(/^your program +real +language host$/m);
    expect(run.stdout).toContain("Interrupted: stopping everything.");
    expect(run.code).toBe(130);
    const used = new Set((await tools.uses()).map(({ tool }) => tool));
    expect([...used]).toContain("program");
    await expectNothingLeft();
  });
});
