import { execFile } from "node:child_process";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { readYaml, writeYaml } from "./engine-yaml.ts";
import type { StackConfig } from "./overlay.ts";
import type { Settings } from "./project.ts";

/** Replaces a stack's settings. Secrets that it has already are kept as they are. */
export async function replaceSettings(
  { name, workspace }: Stack,
  { plain, secret }: StackConfig,
): Promise<void> {
  const file = join(workspace.workDir, `Pulumi.${name}.yaml`);
  const document = readYaml(await readFile(file, "utf8")) as { config?: Settings };
  const known = Object.entries(document.config ?? {}).filter(([, value]) => isEncrypted(value));
  const config = { ...plain, ...Object.fromEntries(known) };
  const missing = Object.entries(secret).filter(([key]) => !(key in config));
  // Side by side: most of an engine's time for one is the derivation of the key.
  const added = missing.map(async ([key, value]) => [
    key,
    await encrypted(workspace, name, file, key, value),
  ]);
  const all = { ...config, ...Object.fromEntries(await Promise.all(added)) };
  await writeFile(file, writeYaml({ ...document, config: all }));
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}

/**
 * The value as the stack's file has it, from a copy of that file. It goes in by standard input: every user of
 * the machine can read a command line, where the SDK puts values.
 */
async function encrypted(
  { workDir, envVars, pulumiHome, pulumiCommand }: Stack["workspace"],
  stack: string,
  file: string,
  key: string,
  value: string,
): Promise<unknown> {
  const copy = `${file}.${key.replaceAll(":", "-")}.yaml`;
  await copyFile(file, copy);
  const command = ["config", "set", "--secret", "--non-interactive", "--stack", stack];
  const running = promisify(execFile)(
    pulumiCommand.command,
    [...command, "--config-file", copy, key],
    { cwd: workDir, env: { ...process.env, PULUMI_HOME: pulumiHome, ...envVars } },
  );
  // An engine that ends before it has read the value says why by its exit status.
  running.child.stdin?.on("error", () => {}).end(value);
  await running;
  const { config } = readYaml(await readFile(copy, "utf8")) as { config: Settings };
  await rm(copy);
  return config[key];
}
