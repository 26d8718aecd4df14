import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";

/**
 * Writes a Pulumi project that declares nothing, with the packages of `root`.
 *
 * @param directory an existing folder, which becomes the project
 */
export async function writeEmptyProject(
  directory: string,
  root: string,
): Promise<{ root: string; name: string; main: string }> {
  const project = { root: directory, name: "empty", main: "index.js" };
  const { name, main } = project;
  const runtime = { name: "nodejs", options: { typescript: false } };
  await writeFile(join(directory, "Pulumi.yaml"), stringify({ name, main, runtime }));
  await writeFile(join(directory, "package.json"), JSON.stringify({ name, type: "module" }));
  await writeFile(join(directory, main), "export {};\n");
  await symlink(join(root, "node_modules"), join(directory, "node_modules"));
  return project;
}
