import { CommanderError } from "commander";
import { SandboxError, type SandboxErrorCode } from "../errors.ts";
import { swallowedOption } from "../npm-options.ts";
import { commandLine } from "./command-line.ts";

/** What the command line asks for. */
export interface Options {
  /** Folder of the Pulumi project. */
  project: string;
  stack: string;
  /** Folders of projects whose stacks are there already. */
  beside: string[];
  once: boolean;
  keep: boolean;
  doctor: boolean;
  /** True: shows all output of the tools. */
  verbose: boolean;
  /** True: shows the verdict and failures alone. */
  quiet: boolean;
  /** True: prints the outcome as JSON, and everything else on standard error. */
  json: boolean;
  /** File for a JUnit report. */
  junit?: string;
  /** Milliseconds for the whole run. */
  timeout?: number;
  /** File of the program that judges the settings. */
  check?: string;
  /** File of the verifier. */
  verify?: string;
  /** Folders of policy packs that judge the rehearsed stack. */
  policyPack: string[];
  /** Files with their settings: none, or one for each. */
  policyPackConfig: string[];
  chart?: string;
  /** Addresses of repositories that Helm may fetch charts from, beside Neo4j's own. */
  chartRepository: string[];
  chartSetting?: string;
  /** File that names a cluster of the user's; undefined: the sandbox starts one. */
  kubeconfig?: string;
  context?: string;
  /** Name or address of this machine, by which that cluster reaches the emulated Okta. */
  oktaHost?: string;
  caSetting?: string;
  oktaPort: number;
  /** File of what the org has before the stack. */
  oktaSeed?: string;
  /** Ports of this machine at which Neo4j stays; undefined: whatever its Pod has, 0: a free one. */
  boltPort?: number;
  httpPort?: number;
  /** True: the running sandbox of the stack applies the stack's file again. */
  apply: boolean;
}

/**
 * Reads the command line.
 *
 * @returns undefined when the help has been printed.
 * @throws SandboxError with exit status 2 on an option that is unknown or malformed.
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = commandLine(write);
  try {
    command.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return undefined;
    const sentence = `${error.message.replace(/^error: /, "")}. See --help.`;
    throw usage(swallowedOption(command, process.env) ?? sentence);
  }
  const taken = swallowedOption(command, process.env);
  if (taken !== undefined) throw usage(taken);
  const { verify, check, ...options } = command.opts<Options & Programs>();
  refuseCombination(options);
  return {
    ...options,
    ...(typeof verify === "string" ? { verify } : {}),
    ...(typeof check === "string" ? { check } : {}),
  };
}

function usage(message: string): SandboxError {
  return new SandboxError("sandbox-usage", message, { exitCode: 2 });
}

/** Options that `--no-...` takes back. */
type Programs = { verify?: string | boolean; check?: string | boolean };

/** Whether options are given that only the start of a sandbox can heed. Those of the project's own script are no matter. */
function takesOthers(options: Omit<Options, "verify" | "check">): boolean {
  const { once, keep, doctor, verbose, kubeconfig, chart, boltPort, httpPort } = options;
  const lists = [options.beside, options.chartRepository, options.policyPack];
  return (
    once ||
    keep ||
    doctor ||
    verbose ||
    options.oktaPort !== 0 ||
    [kubeconfig, chart, boltPort, httpPort, options.oktaSeed].some(
      (value) => value !== undefined,
    ) ||
    lists.some((list) => list.length > 0)
  );
}

/** Options that exclude each other, and what a cluster of the user's needs and cannot have. */
function refuseCombination(options: Omit<Options, "verify" | "check">) {
  const { kubeconfig, context, oktaHost, beside, quiet, verbose, json, doctor } = options;
  const refuse = (code: SandboxErrorCode, message: string): never => {
    throw new SandboxError(code, message, { exitCode: 2 });
  };
  if (quiet && verbose) refuse("sandbox-usage", "--quiet and --verbose exclude each other.");
  if (json && doctor) refuse("sandbox-usage", "--json does not go with --doctor.");
  if (options.boltPort && options.boltPort === options.httpPort) {
    refuse("sandbox-usage", "--bolt-port and --http-port are two ports.");
  }
  if (options.apply && takesOthers(options)) {
    refuse(
      "sandbox-usage",
      "--apply goes with --project, --stack, --json, --junit, --quiet and --timeout alone: the running sandbox keeps the options that it was started with.",
    );
  }
  if (kubeconfig !== undefined && oktaHost === undefined) {
    refuse(
      "okta-host-missing",
      "--kubeconfig needs --okta-host. Fix: name the address of this machine that the cluster reaches, such as that of the bridge of kind or k3d.",
    );
  }
  const alone = context === undefined ? "--okta-host" : "--context";
  if (kubeconfig === undefined && (context ?? oktaHost) !== undefined) {
    refuse("sandbox-usage", `${alone} goes with --kubeconfig FILE. See --help.`);
  }
  if (kubeconfig !== undefined && beside.length > 0) {
    refuse("sandbox-usage", "--beside cannot be used with --kubeconfig: one stack at a time.");
  }
}
