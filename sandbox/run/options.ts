import { Command, CommanderError, InvalidArgumentError } from "commander";
import { SandboxError, type SandboxErrorCode } from "../errors.ts";
import { swallowedOption } from "../npm-options.ts";
import { SETTING } from "./overlay.ts";

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
  /** File of the program that judges the settings. */
  check?: string;
  /** File of the verifier. */
  verify?: string;
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
}

/**
 * Reads the command line.
 *
 * @returns undefined when the help has been printed.
 * @throws SandboxError with exit status 2 on an option that is unknown or malformed.
 */
export function parseOptions(argv: string[], write: (text: string) => void): Options | undefined {
  const command = new Command("npm run sandbox --")
    .description(
      "Rehearses a Pulumi stack on loopback: preview, up, the proof, a second preview, destroy. " +
        "Nothing leaves this machine but downloads of tools; no Okta org is touched, and no cluster " +
        "but the one that --kubeconfig names.\n" +
        "Exit status: 0 rehearsed (and proven, if there is a verifier), 1 failed, 2 usage, " +
        "3 rehearsed but not proven, 130 interrupted.",
    )
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option("--stack <name>", "stack to rehearse: its settings are Pulumi.<name>.yaml", "dev")
    .option(
      "--beside <dir>",
      "deploy this project's stack first: the rehearsed one builds on it (repeatable)",
      (dir: string, before: string[]) => [...before, dir],
      [],
    )
    .option("--once", "destroy and stop after the proof, in place of staying up", false)
    .option("--keep", "keep a copy of the run's folder: state, logs, mounted configuration", false)
    .option("--check <file>", "judge the settings with this program first: see sandbox/README.md")
    .option("--no-check", "start without that, whatever --check says")
    .option("--verify <file>", "prove the deployed stack with this program: see sandbox/README.md")
    .option("--no-verify", "prove nothing, whatever --verify says")
    .option("--chart <path>", "install this Neo4j chart (a folder or .tgz)")
    .option(
      "--chart-repository <url>",
      "let Helm fetch charts from here too, not from Neo4j's own alone (repeatable)",
      repository,
      [],
    )
    .option(
      "--chart-setting <key>",
      "setting that takes a chart's path: project:key.field",
      setting,
    )
    .option("--kubeconfig <file>", "deploy into this cluster, with its own images and Neo4j")
    .option("--context <name>", "context of --kubeconfig (default: its current one)")
    .option(
      "--okta-host <address>",
      "name or IP of this machine that --kubeconfig's cluster reaches",
    )
    .option(
      "--ca-setting <key>",
      "setting that lists certificates to trust: --okta-host's is added",
      setting,
    )
    .option("--okta-port <port>", "loopback port of the Okta emulator (0: a free one)", port, 0)
    .option("--verbose", "show all output of the engine and the tools", false)
    .option("--doctor", "print where each tool comes from, and stop", false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} });
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

/** What belongs to a cluster of the user's, and what cannot be had there. */
function refuseCombination(
  options: Pick<Options, "kubeconfig" | "context" | "oktaHost" | "beside">,
) {
  const { kubeconfig, context, oktaHost, beside } = options;
  const refuse = (code: SandboxErrorCode, message: string): never => {
    throw new SandboxError(code, message, { exitCode: 2 });
  };
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

function setting(value: string): string {
  if (SETTING.test(value)) return value;
  throw new InvalidArgumentError("it is a key with its namespace, such as app:neo4j.chart.path");
}

function repository(value: string, before: string[]): string[] {
  if (/^(https?|oci):\/\/[^/]/.test(value) && URL.canParse(value)) return [...before, value];
  throw new InvalidArgumentError("it is an address such as https://charts.example.com");
}

function port(value: string): number {
  const number = Number(value);
  if (!/^\d{1,5}$/.test(value) || number > 65_535) {
    throw new InvalidArgumentError("a port is a whole number from 0 to 65535");
  }
  return number;
}
