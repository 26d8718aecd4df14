import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { locateToolchain } from "@neo4j-okta/sandbox/toolchain";

const ROOT = join(import.meta.dirname, "../..");
const PACK = join(ROOT, "policy");

/**
 * Puts a `pulumi` into a folder that runs the policy pack without a language host: it gives the real
 * engine the pack as a program, which starts the pack as an official language host does. What the engine
 * printed last is in the file `printed`.
 */
export async function writePulumi(folder: string): Promise<void> {
  const { pulumi } = await locateToolchain({ project: ROOT, only: ["pulumi"] });
  const runner = join(folder, "pack");
  const run = 'require("@pulumi/pulumi/cmd/run-policy-pack")';
  await executable(runner, `cd '${PACK}' && exec '${process.execPath}' -e '${run}' pack "$1" .`);
  await executable(
    join(folder, "pulumi"),
    `for a; do shift; [ "$a" = '${PACK}' ] && a='${runner}'; set -- "$@" "$a"; done
export PULUMI_HOME='${folder}' PULUMI_SKIP_UPDATE_CHECK=true
'${pulumi.path}' "$@" > '${folder}/printed'; status=$?; cat '${folder}/printed'; exit $status`,
  );
}

async function executable(file: string, script: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}
