import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";
import type { Changes } from "./changes.ts";
import { createEngine, type Engine } from "./engine.ts";
import { stateJson } from "./engine-command.ts";
import { createState, type StackState } from "./kept-state.ts";
import { type Endpoints, overlaySettings } from "./overlay.ts";
import type { PolicyPack } from "./policy-packs.ts";
import { runnablePacks } from "./policy-runner.ts";
import { type Program, type Settings, withNamespaces } from "./project.ts";
import { pinnedOverride } from "./replaced-chart.ts";
import type { Reporter } from "./reporter.ts";
import { replaceSettings } from "./stack-settings.ts";
import type { Tools } from "./tools.ts";
import { undo } from "./undo.ts";
import { createWorkspace, linkProject } from "./workspace.ts";
import type { World } from "./world.ts";

export interface StackOptions {
  /** Default: the harness's. Another one's SDKs must ask for the same plugins. */
  program?: Program;
  /** Default `test`. */
  name?: string;
  /** Default: one that ends with the harness. */
  state?: StackState;
  /** Variables of its engine, beside those of every run. Default: none. */
  environment?: Record<string, string>;
  /** Judge each preview and up of it. Default: none. */
  policies?: readonly PolicyPack[];
}

/** One stack of a harness. */
export interface HarnessStack {
  readonly engine: Engine;
  /** Folder of its state and its workspace. */
  readonly directory: string;
  /**
   * Replaces the settings. A key without a namespace is in the project's. Nothing runs yet.
   *
   * @param oktaCredential variables that say as whom the okta provider asks from now on, e.g. OKTA_API_TOKEN. Default:
   * none, and the org's own access token, which may do everything
   * @throws SandboxError `setting-encrypted`
   */
  configure(settings: Settings, oktaCredential?: Readonly<Record<string, string>>): Promise<void>;
  /** An engine that knows nothing of what the world's failures did to the one before. */
  renewEngine(): Engine;
  /** What `pulumi stack export` prints, secrets encrypted. */
  state(): Promise<string>;
  /** Destroys it even when the run has been interrupted: see `undo.ts`. */
  undo(options?: { orgIsGone?: boolean }): Promise<Changes>;
}

/** What a stack needs before there is a world: where it is, and what runs it. */
export interface Ground {
  program: Program;
  tools: Tools;
  pulumiHome: string;
  /** The folder below which each stack has its own. */
  parent: string;
}

/** A stack whose engine has been started. It has no settings yet. */
export interface BegunStack {
  program: Program;
  name: string;
  directory: string;
  stack: Stack;
}

/** @throws what `createWorkspace` throws */
export async function beginStack(
  { program, name = "test", state }: StackOptions,
  ground: Ground,
): Promise<BegunStack> {
  const { tools, pulumiHome, parent } = ground;
  const begun = program ?? ground.program;
  const directory = await mkdtemp(join(parent, "stack-"));
  const stack = await createWorkspace({
    program: begun,
    stack: name,
    directory,
    pulumi: tools.toolchain.pulumi.path,
    pulumiHome,
    languageHost: tools.languageHost,
    state: state ?? (await createState(directory)),
  });
  return { program: begun, name, directory, stack };
}

/** The world that a stack's providers are sent to, and who is told of its engine. */
export interface Surroundings {
  world: World;
  /** Setting that lists certificates to trust. */
  caSetting?: string | undefined;
  report: Reporter;
  signal?: AbortSignal | undefined;
  onEvent: (event: EngineEvent) => void;
}

/** Gives a stack that has begun its providers' endpoints and credentials. */
export async function openStack(
  { program, directory, stack }: BegunStack,
  { environment = {}, policies = [] }: StackOptions,
  { tools, pulumiHome }: Ground,
  { world, caSetting, report, signal, onEvent }: Surroundings,
): Promise<HarnessStack> {
  const { ca } = world;
  const endpoints: Endpoints = {
    oktaUrl: world.okta.url,
    oktaAccessToken: world.okta.accessToken,
    kubeconfig: world.kubeconfig,
    trust: caSetting && ca ? { setting: caSetting, certificate: ca } : undefined,
  };
  await replaceSettings(stack, overlaySettings({}, endpoints));
  Object.assign(stack.workspace.envVars, environment);
  const packs = await runnablePacks(policies, tools.toolchain.pulumi.path, directory);
  /** Variables of the credential that `configure` has given. */
  const credentials: string[] = [];
  const renewEngine = () => {
    const { failed } = world;
    const ends = signal ? AbortSignal.any([signal, failed]) : failed;
    return createEngine(stack, report, ends, onEvent, packs);
  };
  return {
    engine: renewEngine(),
    renewEngine,
    directory,
    state: () => stateJson(stack, signal),
    undo: (undoing) => undo(stack, report, undoing),
    configure: async (settings, oktaCredential) => {
      const { envVars } = stack.workspace;
      for (const name of credentials.splice(0)) delete envVars[name];
      Object.assign(envVars, oktaCredential);
      credentials.push(...Object.keys(oktaCredential ?? {}));
      const oktaAccessToken = oktaCredential === undefined ? endpoints.oktaAccessToken : undefined;
      // Settings may name files that came into the project's folder since it was linked.
      await linkProject(program, stack.workspace.workDir);
      const own = withNamespaces(program, settings);
      const override = await pinnedOverride(tools, own, pulumiHome);
      await replaceSettings(
        stack,
        overlaySettings(own, { ...endpoints, oktaAccessToken }, override),
      );
    },
  };
}
