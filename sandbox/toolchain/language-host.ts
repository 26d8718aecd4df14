import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findOnPath, ignoresAmbientPlugins, isExecutable, pulumiHome } from "./survey.ts";

/** The program that runs Pulumi programs of one language for the engine. */
export interface LocatedLanguageHost {
  /** `inline`: there is none; a Node.js program then runs inside the sandbox's own process. */
  origin: "path" | "engine" | "home" | "inline";
  /** Absolute path of the executable; undefined for `inline`. */
  path: string | undefined;
}

/**
 * Finds Pulumi's language host: on PATH, beside the engine (where official installations
 * have it), in PULUMI_HOME/bin. The engine reaches the first and the last by PATH, so it does not
 * use them under PULUMI_IGNORE_AMBIENT_PLUGINS.
 *
 * @param options.pulumi the engine's executable
 * @param options.runtime the `runtime` of Pulumi.yaml. Default: nodejs
 */
export async function locateLanguageHost(options: {
  pulumi: string | undefined;
  runtime?: string | undefined;
  env?: NodeJS.ProcessEnv;
}): Promise<LocatedLanguageHost> {
  const env = options.env ?? process.env;
  const executable = `pulumi-language-${options.runtime ?? "nodejs"}`;
  const ambient = !ignoresAmbientPlugins(env);
  const [onPath] = ambient ? await findOnPath(executable, env) : [];
  if (onPath !== undefined) return { origin: "path", path: onPath };
  if (options.pulumi !== undefined) {
    const engine = await realpath(options.pulumi).catch(() => options.pulumi ?? "");
    const beside = join(dirname(engine), executable);
    if (await isExecutable(beside)) return { origin: "engine", path: beside };
  }
  const inHome = join(pulumiHome(env), "bin", executable);
  if (ambient && (await isExecutable(inHome))) return { origin: "home", path: inHome };
  return { origin: "inline", path: undefined };
}
