import { homedir } from "node:os";
import { join } from "node:path";

/** The user's PULUMI_HOME, where Pulumi's installer puts `bin` and the engine puts plugins; default `~/.pulumi`. */
export function pulumiHome(env: NodeJS.ProcessEnv): string {
  const home = env.PULUMI_HOME;
  return home === undefined || home === "" ? join(env.HOME ?? homedir(), ".pulumi") : home;
}

/** Whether the user has told the engine to pass over plugins on PATH. */
export function ignoresAmbientPlugins(env: NodeJS.ProcessEnv): boolean {
  return /^(1|true)$/i.test(env.PULUMI_IGNORE_AMBIENT_PLUGINS ?? "");
}
