import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const NODE_MODULES = resolve(import.meta.dirname, "../../../node_modules");

/**
 * Writes a policy pack of Pulumi's whose policies are advisory: a JavaScript entry that imports TypeScript, with the
 * packages of this repository.
 *
 * @param folder is made
 * @returns the path of settings that make its first policy mandatory
 */
export async function writePolicyPack(folder: string): Promise<string> {
  await mkdir(folder);
  const files = {
    "PulumiPolicy.yaml": "runtime: nodejs\nmain: index.js\n",
    "package.json": JSON.stringify({ name: "tiny", version: "1.2.3", type: "module" }),
    "index.js": 'import "./pack.ts";\n',
    "strict.json": JSON.stringify({ "app-is-renamed": "mandatory" }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await cp(join(import.meta.dirname, "policies.ts"), join(folder, "pack.ts"));
  await symlink(NODE_MODULES, join(folder, "node_modules"));
  return join(folder, "strict.json");
}
