import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { SandboxError, type SandboxErrorCode } from "../errors.ts";
import { readYaml } from "./engine-yaml.ts";
import { isMapping } from "./project.ts";

/** A policy pack of Pulumi's, as its files say. Paths are absolute. */
export interface PolicyPack {
  /** Holds its `PulumiPolicy.yaml`. */
  folder: string;
  /** The language host that runs it, e.g. `nodejs`. */
  runtime: string;
  /** JSON file with its settings; undefined: it has none. */
  config: string | undefined;
}

/** What the engine is told of policy packs, as the Automation API has it. */
export interface PolicyPacks {
  /** Folders or executables. */
  policyPacks: string[];
  /** None, or one for each pack, in the same order. */
  policyPackConfigs: string[];
}

/**
 * The packs that judge the rehearsed stack. A pack is code: it runs as the user, in the run's own
 * environment, and sees the stack's secrets.
 *
 * @param packs folders with a `PulumiPolicy.yaml`
 * @param configs JSON files with the packs' settings: none, or one for each pack
 * @throws SandboxError `policy-pack-missing`, `policy-pack-config`
 */
export async function findPolicyPacks(
  packs: readonly string[],
  configs: readonly string[],
): Promise<PolicyPack[]> {
  if (configs.length > 0 && configs.length !== packs.length) {
    throw refused(
      "policy-pack-config",
      `${configs.length} --policy-pack-config for ${packs.length} --policy-pack. ` +
        "Fix: give none, or one for each pack, in the same order.",
    );
  }
  for (const config of configs) await assertConfig(config);
  return Promise.all(packs.map((pack, index) => readPack(pack, configs[index])));
}

async function readPack(pack: string, config: string | undefined): Promise<PolicyPack> {
  const folder = resolve(pack);
  const text = await readFile(join(folder, "PulumiPolicy.yaml"), "utf8").catch(() => "");
  const { runtime } = asMapping(() => readYaml(text));
  const name = asMapping(() => runtime).name ?? runtime;
  if (typeof name === "string") {
    return { folder, runtime: name, config: config && resolve(config) };
  }
  throw refused(
    "policy-pack-missing",
    `--policy-pack ${pack}: ${folder} has no PulumiPolicy.yaml that names a runtime. Fix: name the folder of a policy pack.`,
  );
}

/** @returns an empty mapping for what is none */
function asMapping(read: () => unknown): Record<string, unknown> {
  try {
    const value = read();
    return isMapping(value) ? value : {};
  } catch {
    return {};
  }
}

async function assertConfig(file: string): Promise<void> {
  const value = await readFile(file, "utf8")
    .then(JSON.parse)
    .catch((error: Error) => error);
  if (isMapping(value) && !(value instanceof Error)) return;
  const why = value instanceof Error ? value.message : "it holds no JSON object";
  throw refused(
    "policy-pack-config",
    `--policy-pack-config ${file}: ${why}. Fix: name a JSON file that maps names of policies to their settings.`,
  );
}

function refused(code: SandboxErrorCode, message: string): SandboxError {
  return new SandboxError(code, message, { exitCode: 2 });
}
