import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { Seed } from "../okta/seed/file.ts";
import { ownDirectory } from "../process/guard.ts";
import {
  type BegunStack,
  beginStack,
  type Ground,
  type HarnessStack,
  openStack,
  type StackOptions,
} from "./harness-stack.ts";
import { projectAutomation } from "./inline.ts";
import type { During } from "./outcome/journal.ts";
import { ChartVersions } from "./pinned-version.ts";
import { describeTools, prepareTools, type ToolsOptions } from "./tools.ts";
import type { UsersCluster } from "./users-cluster.ts";
import { startWorld, type World } from "./world.ts";

export interface HarnessOptions extends Omit<ToolsOptions, "realCluster"> {
  /** Where the stacks go. Default: a cluster of the harness's own. */
  cluster?: UsersCluster | undefined;
  /** Setting that lists certificates to trust, and gets the CA of an org that answers by https. Default: none. */
  caSetting?: string | undefined;
  /** Name of the program's stack that is opened first: its engine starts beside the cluster. Default: none does. */
  first?: string | undefined;
  /** Loopback port of the Okta emulator. Default 0: a free one. */
  oktaPort?: number;
  /** What the org has before any stack. Default: what every org has. */
  seed?: Seed | undefined;
  /** Notes the stages of its start. Default: nobody does. */
  during?: During;
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

/** @throws what the first part that does not start throws; nothing is left behind then. */
export async function startHarness(options: HarnessOptions): Promise<Harness> {
  const { report, signal, oktaPort = 0, seed, cluster, caSetting } = options;
  const { during = (_name, work) => work() } = options;
  const tools = await during("tools", () =>
    prepareTools({ ...options, realCluster: cluster !== undefined }),
  );
  report.line(`${describeTools(tools)}\n`);
  const owned = await ownDirectory("neo4j-okta-sandbox-");
  const directory = owned.path;
  let world: World | undefined;
  let first: Promise<BegunStack> | undefined;
  const stop = async () => {
    await Promise.all([world?.stop(), first?.catch(() => {})]);
    await owned.remove();
  };
  try {
    const pulumiHome = join(directory, "pulumi-home");
    await tools.installPlugins(pulumiHome);
    const ground: Ground = { program: options.program, tools, pulumiHome, parent: directory };
    // Started while the cluster starts; what is wrong with it is told when the stack is opened.
    if (options.first !== undefined) first = beginStack({ name: options.first }, ground);
    else if (tools.languageHost === undefined) projectAutomation(options.program).catch(() => {});
    first?.catch(() => {});
    const binaries = tools.toolchain;
    const started = await during("world", () =>
      startWorld({ directory, binaries, cluster, oktaPort, seed, report }),
    );
    world = started;
    signal?.throwIfAborted();
    const versions = new ChartVersions(report, tools.chart.version);
    const onEvent = (event: EngineEvent) => {
      started.notice(event);
      if (cluster === undefined) versions.see(event);
      options.onEvent?.(event);
    };
    const around = { world: started, caSetting, report, signal, onEvent };
    return {
      world: started,
      directory,
      stop,
      openStack: async (stack = {}) => {
        const { program = options.program, name, state } = stack;
        const isFirst = name === options.first && program === options.program && !state;
        const begun = (isFirst && first) || beginStack(stack, ground);
        if (isFirst) first = undefined;
        return openStack(await begun, stack, ground, around);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
