import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { ownDirectory } from "../process/guard.ts";
import { type Changes, createEngine, type Engine } from "./engine.ts";
import { readYaml, writeYaml } from "./engine-yaml.ts";
import { projectAutomation } from "./inline.ts";
import { createState, type StackState } from "./kept-state.ts";
import { type Endpoints, overlaySettings } from "./overlay.ts";
import { ChartVersions } from "./pinned-version.ts";
import { type Program, type Settings, withNamespaces } from "./project.ts";
import { pinnedOverride } from "./replaced-chart.ts";
import { describeTools, prepareTools, type Tools, type ToolsOptions } from "./tools.ts";
import { undo } from "./undo.ts";
import type { UsersCluster } from "./users-cluster.ts";
import { createWorkspace } from "./workspace.ts";
import { startWorld, type World } from "./world.ts";

export interface HarnessOptions extends Omit<ToolsOptions, "realCluster"> {
  /** Where the stacks go. Default: a cluster of the harness's own. */
  cluster?: UsersCluster | undefined;
  /** Setting that lists certificates to trust, and gets the CA of an org that answers by https. Default: none. */
  caSetting?: string | undefined;
  /** Loopback port of the Okta emulator. Default 0: a free one. */
  oktaPort?: number;
  /** Told what `pulumi --json` would print, event by event. Default: nobody is told. */
  onEvent?: (event: EngineEvent) => void;
}

/** One world, for programs that are applied to it again and again with other settings. */
export interface Harness {
  readonly world: World;
  /** The run's own folder. It ends with the harness. */
  readonly directory: string;
  /** Opens a stack without settings. Its state ends with the harness. */
  openStack(options?: StackOptions): Promise<HarnessStack>;
  /** Stops the world and deletes every file of the harness. Stacks are not destroyed. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Default: the harness's. Another one's SDKs must ask for the same plugins. */
  program?: Program;
  /** Default `test`. */
  name?: string;
  /** Default: one that ends with the harness. */
  state?: StackState;
  /** Variables of its engine, beside those of every run. Default: none. */
  environment?: Record<string, string>;
}

/** One stack of a harness. */
export interface HarnessStack {
  readonly engine: Engine;
  /** Folder of its state and its workspace. */
  readonly directory: string;
  /**
   * Replaces the settings. A key without a namespace is in the project's. Nothing runs yet.
   *
   * @throws SandboxError `setting-encrypted`
   */
  configure(settings: Settings): Promise<void>;
  /** Destroys it even when the run has been interrupted: see `undo.ts`. */
  undo(options?: { orgIsGone?: boolean }): Promise<Changes>;
}

/** @throws what the first part that does not start throws; nothing is left behind then. */
export async function startHarness(options: HarnessOptions): Promise<Harness> {
  const { report, signal, oktaPort = 0, cluster } = options;
  const tools = await prepareTools({ ...options, realCluster: cluster !== undefined });
  report.line(`${describeTools(tools)}\n`);
  const owned = await ownDirectory("neo4j-okta-sandbox-");
  const directory = owned.path;
  let world: World | undefined;
  const stop = async () => {
    await world?.stop();
    await owned.remove();
  };
  try {
    const pulumiHome = join(directory, "pulumi-home");
    await tools.installPlugins(pulumiHome);
    // Loaded while the cluster starts; what is wrong with it is told when a stack is opened.
    if (tools.languageHost === undefined) projectAutomation(options.program).catch(() => {});
    const binaries = tools.toolchain;
    const started = await startWorld({ directory, binaries, cluster, oktaPort, report });
    world = started;
    signal?.throwIfAborted();
    const versions = new ChartVersions(report, tools.chart.version);
    const onEvent = (event: EngineEvent) => {
      started.notice(event);
      if (cluster === undefined) versions.see(event);
      options.onEvent?.(event);
    };
    const place = { options, world: started, tools, pulumiHome, parent: directory, onEvent };
    return { world: started, directory, openStack: (stack = {}) => openStack(stack, place), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Place {
  options: HarnessOptions;
  world: World;
  tools: Tools;
  pulumiHome: string;
  parent: string;
  onEvent: (event: EngineEvent) => void;
}

async function openStack(
  { program, name = "test", environment = {}, state }: StackOptions,
  { options, world, tools, pulumiHome, parent, onEvent }: Place,
): Promise<HarnessStack> {
  const opened = program ?? options.program;
  const directory = await mkdtemp(join(parent, "stack-"));
  const { caSetting, report } = options;
  const { ca } = world;
  const endpoints: Endpoints = {
    oktaUrl: world.okta.url,
    oktaAccessToken: world.okta.accessToken,
    kubeconfig: world.kubeconfig,
    trust: caSetting && ca ? { setting: caSetting, certificate: ca } : undefined,
  };
  const stack = await createWorkspace({
    program: opened,
    stack: name,
    config: overlaySettings({}, endpoints),
    directory,
    pulumi: tools.toolchain.pulumi.path,
    pulumiHome,
    languageHost: tools.languageHost,
    state: state ?? (await createState(directory)),
  });
  Object.assign(stack.workspace.envVars, environment);
  const file = join(directory, "project", `Pulumi.${name}.yaml`);
  const { signal } = options;
  const { failed } = world;
  return {
    engine: createEngine(
      stack,
      report,
      signal ? AbortSignal.any([signal, failed]) : failed,
      onEvent,
    ),
    directory,
    undo: (undoing) => undo(stack, report, undoing),
    configure: async (settings) => {
      const own = withNamespaces(opened, settings);
      const override = await pinnedOverride(tools, own, pulumiHome);
      await replaceSettings(file, overlaySettings(own, endpoints, override).plain);
    },
  };
}

/** Keeps the providers' encrypted credentials and the salt of the stack's file. */
async function replaceSettings(file: string, plain: Settings): Promise<void> {
  const document = readYaml(await readFile(file, "utf8")) as { config: Settings };
  const secrets = Object.entries(document.config).filter(
    ([, value]) => typeof value === "object" && value !== null && "secure" in value,
  );
  const config = { ...plain, ...Object.fromEntries(secrets) };
  await writeFile(file, writeYaml({ ...document, config }));
}
