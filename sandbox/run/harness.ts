import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { parse, stringify } from "yaml";
import { ownDirectory } from "../process/guard.ts";
import { createEngine, type Engine } from "./engine.ts";
import { type Endpoints, overlayConfig } from "./overlay.ts";
import type { Project } from "./project.ts";
import type { Reporter } from "./reporter.ts";
import { prepareTools, type Tools } from "./tools.ts";
import { createWorkspace } from "./workspace.ts";
import { startWorld, type World } from "./world.ts";

export interface HarnessOptions {
  report: Reporter;
  /** Told what `pulumi --json` would print, event by event. Default: nobody is told. */
  onEvent?: (event: EngineEvent) => void;
}

/** One world, for programs that are applied to it again and again with other settings. */
export interface Harness {
  readonly world: World;
  /**
   * Opens a stack without settings; its state ends with the harness.
   *
   * @param environment variables of its engine, beside those of every run. Default: none.
   */
  openStack(
    program: Pick<Project, "root" | "name" | "main">,
    environment?: Record<string, string>,
  ): Promise<HarnessStack>;
  /** Stops the world and deletes every file of the harness. Stacks are not destroyed. */
  stop(): Promise<void>;
}

/** One stack, named `test`, of a harness. */
export interface HarnessStack {
  readonly engine: Engine;
  /** Folder of its state and its workspace. */
  readonly directory: string;
  /** Replaces the settings, given without the project's namespace. Nothing runs yet. */
  configure(settings: Record<string, unknown>): Promise<void>;
}

const STACK = "test";

/** @throws what the first part that does not start throws; nothing is left behind then. */
export async function startHarness(options: HarnessOptions): Promise<Harness> {
  const { report } = options;
  const { signal } = new AbortController();
  const tools = await prepareTools({ chart: undefined, report, signal });
  const owned = await ownDirectory("neo4j-okta-harness-");
  try {
    const pulumiHome = join(owned.path, "pulumi-home");
    await tools.installPlugins(pulumiHome);
    const world = await startWorld({
      directory: owned.path,
      binaries: tools.binaries,
      oktaPort: 0,
      report,
    });
    const { onEvent } = options;
    const place = { world, tools, pulumiHome, report, onEvent, parent: owned.path };
    return {
      world,
      openStack: (program, environment = {}) =>
        openStack({ ...program, stack: STACK, config: {} }, { ...place, environment }),
      stop: async () => {
        await world.stop();
        await owned.remove();
      },
    };
  } catch (error) {
    await owned.remove();
    throw error;
  }
}

interface Place {
  world: World;
  tools: Tools;
  pulumiHome: string;
  report: Reporter;
  onEvent: ((event: EngineEvent) => void) | undefined;
  environment: Record<string, string>;
  parent: string;
}

async function openStack(project: Project, place: Place): Promise<HarnessStack> {
  const { world, tools, pulumiHome, report } = place;
  const directory = await mkdtemp(join(place.parent, "stack-"));
  const endpoints: Endpoints = {
    oktaUrl: world.okta.url,
    oktaAccessToken: world.okta.accessToken,
    kubeconfig: world.kubeconfig,
    ...(tools.chartPath === undefined ? {} : { chartPath: tools.chartPath }),
  };
  const stack = await createWorkspace({
    project,
    config: overlayConfig(project, endpoints),
    directory,
    pulumi: tools.pulumi,
    pulumiHome,
    languageHost: tools.languageHost,
    passphrase: randomBytes(24).toString("base64"),
  });
  Object.assign(stack.workspace.envVars, place.environment);
  const file = join(directory, "project", `Pulumi.${STACK}.yaml`);
  return {
    engine: createEngine(stack, report, world.failed, place.onEvent),
    directory,
    configure: (settings) => {
      const config = Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [`${project.name}:${key}`, value]),
      );
      return replaceSettings(file, overlayConfig({ ...project, config }, endpoints).plain);
    },
  };
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
