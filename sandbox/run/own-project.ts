import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readYaml, writeYaml } from "./engine-yaml.ts";
import { isProviderSetting } from "./overlay.ts";
import { isMapping } from "./project.ts";

/**
 * The `Pulumi.yaml` of a run: the user's, without settings of the providers and without another folder
 * for the stacks' settings, either of which would go past the settings of the run.
 *
 * @param root folder of the user's project, whose `Pulumi.yaml` was read before
 */
export async function ownProject(root: string): Promise<string> {
  const project = readYaml(await readFile(join(root, "Pulumi.yaml"), "utf8"));
  const { stackConfigDir: _, config, ...rest } = project as Record<string, unknown>;
  if (!isMapping(config)) return writeYaml(rest);
  const own = Object.entries(config).filter(([key]) => !isProviderSetting(key));
  return writeYaml({ ...rest, config: Object.fromEntries(own) });
}
