import { Command, InvalidArgumentError } from "commander";
import { SETTING } from "./overlay.ts";

/** The options of `npm run sandbox`, and what its help says of them. It throws where commander would exit. */
export function commandLine(write: (text: string) => void): Command {
  return new Command("npm run sandbox --")
    .description(
      "Rehearses a Pulumi stack on loopback: preview, up, the proof, a second preview, destroy. " +
        "Nothing leaves this machine but downloads of tools; no Okta org is touched, and no cluster " +
        "but the one that --kubeconfig names.\n" +
        "Exit status: 0 rehearsed (and proven, if there is a verifier), 1 failed, 2 usage, " +
        "3 rehearsed but not proven, 124 the time was over, 130 interrupted.",
    )
    .option("--project <dir>", "folder of the Pulumi project", ".")
    .option("--stack <name>", "stack to rehearse: its settings are Pulumi.<name>.yaml", "dev")
    .option(
      "--beside <dir>",
      "deploy this project's stack first: the rehearsed one builds on it (repeatable)",
      listed,
      [],
    )
    .option("--once", "destroy and stop after the proof, in place of staying up", false)
    .option("--keep", "keep a copy of the run's folder: state, logs, mounted configuration", false)
    .option("--check <file>", "judge the settings with this program first: see sandbox/README.md")
    .option("--no-check", "start without that, whatever --check says")
    .option("--verify <file>", "prove the deployed stack with this program: see sandbox/README.md")
    .option("--no-verify", "prove nothing, whatever --verify says")
    .option(
      "--policy-pack <dir>",
      "judge each preview and up with this policy pack of Pulumi's (repeatable)",
      listed,
      [],
    )
    .option(
      "--policy-pack-config <file>",
      "settings of the packs, JSON: none, or one for each pack (repeatable)",
      listed,
      [],
    )
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
    .option(
      "--okta-seed <file>",
      "what the org has before the stack: groups, users and the like, JSON as npm run okta -- --seed takes it",
    )
    .option("--okta-port <port>", "loopback port of the Okta emulator (0: a free one)", port, 0)
    .option("--bolt-port <port>", "loopback port at which Neo4j's Bolt stays (0: a free one)", port)
    .option("--http-port <port>", "loopback port at which Neo4j's HTTP stays (0: a free one)", port)
    .option(
      "--apply",
      "have the running sandbox of the stack apply the changed settings, and prove them",
      false,
    )
    .option("--verbose", "show all output of the engine and the tools", false)
    .option("--quiet", "show the verdict, and what failed", false)
    .option("--json", "print the outcome as JSON, and everything else on standard error", false)
    .option("--junit <file>", "write a JUnit report: a test case per stage")
    .option(
      "--timeout <duration>",
      "end the run after this time, as Ctrl-C does: 90s, 10m or 1h",
      duration,
    )
    .option("--doctor", "print where each tool comes from, and stop", false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} });
}

function setting(value: string): string {
  if (SETTING.test(value)) return value;
  throw new InvalidArgumentError("it is a key with its namespace, such as app:neo4j.chart.path");
}

function listed(value: string, before: string[]): string[] {
  return [...before, value];
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

const UNITS = { s: 1, m: 60, h: 3600 };

/** @returns milliseconds */
function duration(value: string): number {
  const [, number, unit] = /^([1-9]\d{0,5})([smh])$/.exec(value) ?? [];
  const seconds = Number(number) * UNITS[unit as keyof typeof UNITS];
  if (number !== undefined && seconds <= 24 * UNITS.h) return seconds * 1000;
  throw new InvalidArgumentError("it is a whole number with s, m or h, of a day at most");
}
