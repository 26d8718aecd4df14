import { execFile } from "node:child_process";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { readYaml, writeYaml } from "./engine-yaml.ts";
import type { StackConfig } from "./overlay.ts";
import type { Settings } from "./project.ts";

/** A stack's file. */
interface StackFile {
  /** Of the key that its secrets are encrypted with. A file without one gets one with its first secret. */
  encryptionsalt?: string;
  config?: Settings;
}

/** Replaces a stack's settings. Of the secrets those that it has already are kept as they are. */
export async function replaceSettings(
  { name, workspace }: Stack,
  { plain, secret }: StackConfig,
): Promise<void> {
  const file = join(workspace.workDir, `Pulumi.${name}.yaml`);
  const document = readYaml(await readFile(file, "utf8")) as StackFile;
  const known = Object.entries(document.config ?? {}).filter(
    ([key, value]) => isEncrypted(value) && Object.hasOwn(secret, key),
  );
  const config: Settings = { ...plain, ...Object.fromEntries(known) };
  const missing = Object.entries(secret).filter(([key]) => !(key in config));
  const add = async ([key, value]: [string, string]) => {
    const given = await withSecret(workspace, name, file, key, value);
    config[key] = given.config?.[key];
    return given;
  };
  const [first, ...others] = missing;
  if (first !== undefined && document.encryptionsalt === undefined) {
    const { encryptionsalt } = await add(first);
    Object.assign(document, { encryptionsalt });
    await writeFile(file, writeYaml({ ...document, config }));
    missing.splice(0, missing.length, ...others);
  }
  // Side by side: most of an engine's time for one is the derivation of the key.
  await Promise.all(missing.map(add));
  await writeFile(file, writeYaml({ ...document, config }));
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}

/**
 * A copy of the stack's file, with a secret in it. The value goes in by standard input: every user of the machine
 * can read a command line, where the SDK puts values.
 */
async function withSecret(
  { workDir, envVars, pulumiHome, pulumiCommand }: Stack["workspace"],
  stack: string,
  file: string,
  key: string,
  value: string,
): Promise<StackFile> {
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
  const document = readYaml(await readFile(copy, "utf8")) as StackFile;
  await rm(copy);
  return document;
}
