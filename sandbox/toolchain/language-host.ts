import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findOnPath, ignoresAmbientPlugins, isExecutable, pulumiHome } from "./survey.ts";

const EXECUTABLE = "pulumi-language-nodejs";

/** The program that runs a Node.js Pulumi program for the engine. */
export interface LocatedLanguageHost {
  /** `inline`: there is none, so the program runs inside the sandbox's own process. */
  origin: "path" | "engine" | "home" | "inline";
  /** Absolute path of the executable; undefined for `inline`. */
  path: string | undefined;
}

/**
 * Finds Pulumi's Node.js language host: on PATH, beside the engine (where official installations
 * have it), in PULUMI_HOME/bin. The engine reaches the first and the last by PATH, so it does not
 * use them under PULUMI_IGNORE_AMBIENT_PLUGINS.
 *
 * @param options.pulumi the engine's executable
 */
export async function locateLanguageHost(options: {
  pulumi: string | undefined;
  env?: NodeJS.ProcessEnv;
}): Promise<LocatedLanguageHost> {
  const env = options.env ?? process.env;
  const ambient = !ignoresAmbientPlugins(env);
  const [onPath] = ambient ? await findOnPath(EXECUTABLE, env) : [];
  if (onPath !== undefined) return { origin: "path", path: onPath };
  if (options.pulumi !== undefined) {
    const engine = await realpath(options.pulumi).catch(() => options.pulumi ?? "");
    const beside = join(dirname(engine), EXECUTABLE);
    if (await isExecutable(beside)) return { origin: "engine", path: beside };
  }
  const inHome = join(pulumiHome(env), "bin", EXECUTABLE);
  if (ambient && (await isExecutable(inHome))) return { origin: "home", path: inHome };
  return { origin: "inline", path: undefined };
}
