import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
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
  const { workDir } = workspace;
  const file = join(workDir, `Pulumi.${name}.yaml`);
  const document = readYaml(await readFile(file, "utf8")) as { config?: Settings };
  const encrypted = Object.entries(document.config ?? {}).filter(([, value]) => isEncrypted(value));
  const config = { ...plain, ...Object.fromEntries(encrypted) };
  await writeFile(file, writeYaml({ ...document, config }));
  for (const [key, value] of Object.entries(secret)) {
    if (!(key in config)) await setSecret(workspace, ["--stack", name, key], value);
  }
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}

/** By standard input: every user of the machine can read a command line, where the SDK puts values. */
async function setSecret(
  { workDir, envVars, pulumiHome, pulumiCommand }: Stack["workspace"],
  args: readonly string[],
  value: string,
): Promise<void> {
  const command = ["config", "set", "--secret", "--non-interactive", ...args];
  const running = promisify(execFile)(pulumiCommand.command, command, {
    cwd: workDir,
    env: { ...process.env, PULUMI_HOME: pulumiHome, ...envVars },
  });
  // An engine that ends before it has read the value says why by its exit status.
  running.child.stdin?.on("error", () => {}).end(value);
  await running;
}
