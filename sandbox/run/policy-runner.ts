import { chmod, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { SandboxError } from "../errors.ts";
import { quoted } from "../plugins/install.ts";
import { cacheDirectory, locateLanguageHost } from "../toolchain/index.ts";
import type { PolicyPack, PolicyPacks } from "./policy-packs.ts";

const MODULE = "@pulumi/pulumi/cmd/run-policy-pack";

/**
 * The packs as the engine can run them. Where there is a language host it runs a pack's folder. Where there
 * is none, a pack for Node.js becomes an executable, which the engine starts as it is (from 3.255 on): it does what the
 * language host does, by the pack's own `@pulumi/pulumi`.
 *
 * @param pulumi the engine's executable
 * @param directory where executables go
 * @throws SandboxError `language-host-missing`, `policy-pack-packages`
 */
export async function runnablePacks(
  packs: readonly PolicyPack[],
  pulumi: string,
  directory: string,
): Promise<PolicyPacks> {
  const policyPacks: string[] = [];
  for (const { folder, runtime } of packs) {
    const host = await locateLanguageHost({ pulumi, runtime });
    if (host.path !== undefined) policyPacks.push(folder);
    else if (runtime === "nodejs") policyPacks.push(await writeRunner(folder, directory));
    else throw noLanguageHost(folder, runtime);
  }
  return { policyPacks, policyPackConfigs: packs.flatMap(({ config }) => config ?? []) };
}

async function writeRunner(folder: string, directory: string): Promise<string> {
  try {
    createRequire(join(folder, "package.json")).resolve(MODULE);
  } catch {
    throw new SandboxError(
      "policy-pack-packages",
      `the policy pack in ${folder} has no @pulumi/pulumi. Fix: install its packages there (npm install).`,
    );
  }
  const runners = join(directory, "policy-packs");
  await mkdir(runners, { recursive: true });
  const file = join(runners, `pack-${encodeURIComponent(folder).slice(-100)}`);
  const lines = [
    "#!/bin/sh",
    `cd ${quoted(folder)} || exit 1`,
    // In the temporary folder, its default, other users could put what is run next.
    `export TS_NODE_CACHE_DIRECTORY=${quoted(join(cacheDirectory(process.env), "node", "ts-node"))}`,
    // Node.js takes the word after its script's text for the script's name.
    `exec ${quoted(process.execPath)} -e ${quoted(`require("${MODULE}")`)} pack "$1" .`,
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  await chmod(file, 0o755);
  return file;
}

function noLanguageHost(folder: string, runtime: string): SandboxError {
  const executable = `pulumi-language-${runtime}`;
  return new SandboxError(
    "language-host-missing",
    `the runtime of the policy pack in ${folder} is ${runtime}, and there is no ${executable} on PATH or beside pulumi. ` +
      `Only packs for Node.js run without one. Fix: install Pulumi with its language hosts, or put ${executable} on PATH.`,
  );
}
