import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Harness, loadProgram, startHarness, type World } from "@neo4j-okta/sandbox/harness";
import { cacheDirectory, locateToolchain } from "@neo4j-okta/sandbox/toolchain";
import { stringify } from "yaml";
import { blindState } from "../../../gitops/steps/blind.ts";
import { GitHubApi } from "./github-api.ts";
import { readerToken } from "./reader-token.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const STACK = "e2e-gitops";
const FILE = join(ROOT, `Pulumi.${STACK}.yaml`);
/** A language host for tests, as the official one cannot be had everywhere. */
const LANGUAGE_HOST = join(ROOT, "sandbox/test/support/language-host.ts");

/** How the official host runs a pack: in the pack's folder, by the pack's own SDK. */
const POLICY_PACK = 'require("@pulumi/pulumi/cmd/run-policy-pack")';

/** How a step ended. */
export interface Ended {
  code: number;
  log: string;
  /** The page, if the step wrote one. */
  page: string | undefined;
}

/** A deployed stack in one world, a GitHub beside it, and gitops/ci.sh. */
export interface Ground {
  world: Harness["world"];
  github: GitHubApi;
  /** Folder of everything here. */
  root: string;
  /** Folder of what steps write. */
  out: string;
  /** File with a copy of the state without a secret. */
  known: string;
  /**
   * Variables of who has no right at all, of who may read, and of who deploys. Beside these a step has
   * no variable of this process.
   */
  bare: Record<string, string>;
  reader: Record<string, string>;
  deployer: Record<string, string>;
  /** The variable by which `verify` reaches what was deployed. */
  proof(): Promise<Record<string, string>>;
  /** Writes the stack's file, as a commit would. */
  commit(settings: Record<string, unknown>): Promise<void>;
  /** Runs gitops/ci.sh. */
  ci(step: string, environment: Record<string, string>): Promise<Ended>;
  stop(): Promise<void>;
}

/** Starts everything, and deploys the stack with these settings. */
export async function startGround(settings: Record<string, unknown>): Promise<Ground> {
  const root = await mkdtemp(join(tmpdir(), "gitops-"));
  const github = new GitHubApi();
  await github.start();
  const report = { step: () => {}, heading: () => {}, output: () => {}, line: () => {} };
  const harness = await startHarness({ program: await loadProgram(ROOT), report });
  const stop = async () => {
    await harness.stop();
    await github.stop();
    await rm(FILE, { force: true });
    await rm(root, { recursive: true });
  };
  try {
    const { okta, kubeconfigPath } = harness.world;
    const out = join(root, "out");
    const bare = {
      PATH: `${await tools(join(root, "bin"))}:${process.env.PATH}`,
      HOME: join(root, "home"),
      PULUMI_HOME: join(harness.directory, "pulumi-home"),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      NEO4J_OKTA_CACHE: cacheDirectory(process.env),
      STACK,
      OUT: out,
    };
    const backend = { PULUMI_BACKEND_URL: pathToFileURL(await folder(root, "backend")).href };
    const passphrase = join(root, "passphrase");
    await writeFile(passphrase, "a production secret");
    const deployer = {
      ...bare,
      ...backend,
      PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
      OKTA_ACCESS_TOKEN: okta.accessToken,
      KUBECONFIG: kubeconfigPath,
    };
    const run = async (command: string, args: string[], env: Record<string, string>) => {
      const { code, log } = await ended(command, args, env);
      return {
        code,
        log,
        page: await readFile(join(out, "page.md"), "utf8").catch(() => undefined),
      };
    };
    const init = ["stack", "init", STACK, "--non-interactive"];
    const { code, log } = await run("pulumi", init, deployer);
    if (code !== 0) throw new Error(log);
    const [salt = ""] = (await readFile(FILE, "utf8"))
      .split("\n")
      .filter((line) => line.startsWith("encryptionsalt"));
    const ground: Ground = {
      world: harness.world,
      github,
      root,
      out,
      known: join(root, "known-state.json"),
      bare,
      reader: { ...bare, ...backend, OKTA_ACCESS_TOKEN: await readerToken(harness.world) },
      deployer,
      proof: () => proof(harness.world, root),
      commit: (settings) => {
        const own = Object.entries(settings).map(([key, value]) => [
          key.includes(":") ? key : `neo4j-okta:${key}`,
          value,
        ]);
        const config = { ...Object.fromEntries(own), "okta:httpProxy": okta.url };
        return writeFile(FILE, `${salt}\n${stringify({ config })}`);
      },
      ci: (step, environment) => run(join(ROOT, "gitops/ci.sh"), [step], environment),
      stop,
    };
    await ground.commit(settings);
    const up = ["up", "--stack", STACK, "--yes", "--skip-preview", "--non-interactive"];
    const first = await run("pulumi", up, deployer);
    if (first.code !== 0) throw new Error(first.log);
    const exported = join(root, "exported.json");
    await run("pulumi", ["stack", "export", "--stack", STACK, "--file", exported], deployer);
    await writeFile(ground.known, blindState(await readFile(exported, "utf8")));
    return ground;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ports on this machine, and the key of the sandbox's that signs for accounts on private keys. */
async function proof({ reach, signingKey }: World, root: string): Promise<Record<string, string>> {
  const at = async (scheme: string, inside: number) => {
    const { host, port } = await reach.endpoint("neo4j", "neo4j", inside);
    return `--${scheme}-uri ${scheme}://${host}:${port}`;
  };
  const secrets = await folder(root, "secrets");
  await writeFile(join(secrets, "graph-reporting"), signingKey.privateKey);
  await writeFile(join(secrets, "graph-reporting.kid"), signingKey.kid);
  return {
    VERIFY_OPTIONS: `--secrets ${secrets} ${await at("bolt", 7687)} ${await at("http", 7474)}`,
  };
}

async function folder(root: string, name: string): Promise<string> {
  await mkdir(join(root, name));
  return join(root, name);
}

/** A folder with the engine and a language host, as on a machine of a pipeline. */
async function tools(bin: string): Promise<string> {
  await mkdir(bin);
  const { pulumi } = await locateToolchain({ only: ["pulumi"] });
  await symlink(pulumi.path, join(bin, "pulumi"));
  const run = async (name: string, words: string) => {
    await writeFile(join(bin, name), `#!/bin/sh\nexec '${process.execPath}' ${words} "$@"\n`);
    await chmod(join(bin, name), 0o755);
  };
  await run("pulumi-language-nodejs", `'${LANGUAGE_HOST}'`);
  await run("pulumi-analyzer-policy-nodejs", `-e '${POLICY_PACK}' pack`);
  return bin;
}

function ended(
  command: string,
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number; log: string }> {
  return new Promise((settle) => {
    execFile(command, args, { cwd: ROOT, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      settle({ code: error ? Number(error.code) : 0, log: `${stdout}${stderr}` });
    });
  });
}
