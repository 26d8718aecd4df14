import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import type { LoggedRequest } from "../../sandbox/okta/http/request-log.ts";
import {
  type Changes,
  createEngine,
  type Engine,
  pendingChanges,
} from "../../sandbox/run/engine.ts";
import { overlayConfig } from "../../sandbox/run/overlay.ts";
import type { Project } from "../../sandbox/run/project.ts";
import type { Reporter } from "../../sandbox/run/reporter.ts";
import { prepareTools } from "../../sandbox/run/tools.ts";
import { createWorkspace } from "../../sandbox/run/workspace.ts";
import { startWorld, type World } from "../../sandbox/run/world.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** What one `pulumi up` with other settings did. */
export interface Applied {
  changes: Changes;
  /** What the plugins asked the org for, in order. */
  requests: LoggedRequest[];
  /** What a preview right after it wants to change; empty when the program converges. */
  pending: string[];
}

/** The program in one world, applied again and again with other settings. */
export interface Rehearsal {
  world: World;
  engine: Engine;
  /** Everything that engine and node printed. */
  printed: string[];
  /** Folder of the state, PULUMI_HOME and the workspace. */
  directory: string;
  /** Runs up with these settings (without their namespace), then a preview. */
  apply(settings: Record<string, unknown>): Promise<Applied>;
  stop(): Promise<void>;
}

export async function startRehearsal(): Promise<Rehearsal> {
  const directory = await mkdtemp(join(tmpdir(), "neo4j-okta-rehearsal-"));
  const printed: string[] = [];
  const report = recorder(printed);
  const { signal } = new AbortController();
  const tools = await prepareTools({ chart: undefined, report, signal });
  const world = await startWorld({
    directory,
    binaries: tools.binaries,
    kubeconfig: undefined,
    oktaPort: 0,
    report,
  });
  const stop = async () => {
    await world.stop();
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const pulumiHome = join(directory, "pulumi-home");
    await tools.installPlugins(pulumiHome);
    const project = (config: Record<string, unknown>): Project => ({
      root: ROOT,
      name: "neo4j-okta",
      main: "infra/index.ts",
      stack: "test",
      config,
    });
    const endpoints = {
      oktaUrl: world.okta.url,
      oktaAccessToken: world.okta.accessToken,
      kubeconfig: world.kubeconfig,
      ...(tools.chartPath === undefined ? {} : { chartPath: tools.chartPath }),
    };
    const stack = await createWorkspace({
      project: project({}),
      config: overlayConfig(project({}), endpoints),
      directory,
      pulumi: tools.pulumi,
      pulumiHome,
      languageHost: tools.languageHost,
      passphrase: randomBytes(24).toString("base64"),
    });
    const engine = createEngine(stack, report, AbortSignal.any([signal, world.failed]));
    const file = join(directory, "project", "Pulumi.test.yaml");
    return {
      world,
      engine,
      printed,
      directory,
      stop,
      apply: async (settings) => {
        const config = Object.fromEntries(
          Object.entries(settings).map(([key, value]) => [`neo4j-okta:${key}`, value]),
        );
        await replaceSettings(file, overlayConfig(project(config), endpoints).plain);
        const first = world.okta.log.entries.length;
        const changes = await engine.up();
        const requests = world.okta.log.entries.slice(first);
        return { changes, requests, pending: pendingChanges(await engine.preview()) };
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Keeps the providers' encrypted credentials and the salt of the stack's file. */
async function replaceSettings(file: string, plain: Record<string, unknown>): Promise<void> {
  const document = parse(await readFile(file, "utf8")) as { config: Record<string, unknown> };
  const secrets = Object.entries(document.config).filter(
    ([, value]) => typeof value === "object" && value !== null && "secure" in value,
  );
  await writeFile(
    file,
    stringify({ ...document, config: { ...plain, ...Object.fromEntries(secrets) } }),
  );
}

function recorder(printed: string[]): Reporter {
  const push = (text = "") => void printed.push(text);
  return { step: push, output: push, heading: push, line: push };
}
