import { chmod, copyFile, link, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installStandIns, STAND_INS, type StandInName } from "../../plugins/install.ts";

/**
 * A machine on which Pulumi's language host and provider plugins are installed, as far as their
 * places and protocols go: what runs in them is this project's.
 */
export interface OfficialTools {
  /** Folder with what is on PATH. */
  bin: string;
  /** The user's PULUMI_HOME with the rest. */
  pulumiHome: string;
  /** What the tools were run with: `{ tool, environment, args? }`, in order. */
  uses(): Promise<ToolUse[]>;
}

export interface ToolUse {
  tool: string;
  /** Arguments that the program was run with; only of the language host. */
  args?: string[];
  environment: Record<string, string>;
}

export interface InstallOptions {
  onPath: StandInName[];
  inHome: StandInName[];
  /** What the kubernetes plugin runs. */
  helm: string;
  /** Engine to install with the language host in PULUMI_HOME/bin. Default: the language host is on PATH. */
  engine?: string;
}

/** Installs the tools below `root`. */
export async function installOfficialTools(
  root: string,
  options: InstallOptions,
): Promise<OfficialTools> {
  const bin = join(root, "bin");
  const pulumiHome = join(root, "pulumi-home");
  const log = join(root, "uses.log");
  await mkdir(bin, { recursive: true });
  const names = [...options.onPath, ...options.inHome];
  const versions = Object.fromEntries(names.map((name) => [name, STAND_INS[name]]));
  await installStandIns(pulumiHome, versions, {
    node: process.execPath,
    helm: options.helm,
  });
  for (const name of names) {
    const folder = join(pulumiHome, "plugins", `resource-${name}-v${STAND_INS[name]}`);
    const executable = join(folder, `pulumi-resource-${name}`);
    const real = join(folder, "plugin");
    await rename(executable, real);
    const place = options.onPath.includes(name) ? join(bin, `pulumi-resource-${name}`) : executable;
    await writeExecutable(place, real, name, log);
    if (place !== executable) continue;
    await writeFile(join(folder, "README.md"), "An official plugin brings other files as well.\n");
  }
  const host = `${process.execPath} ${join(import.meta.dirname, "language-host.ts")}`;
  const place = options.engine === undefined ? bin : join(pulumiHome, "bin");
  await mkdir(place, { recursive: true });
  await writeExecutable(join(place, "pulumi-language-nodejs"), host, "language host", log);
  if (options.engine !== undefined) await duplicate(options.engine, join(place, "pulumi"));
  return { bin, pulumiHome, uses: () => readUses(log) };
}

/** The engine looks for the language host beside the file that a symbolic link leads to. */
async function duplicate(file: string, copy: string): Promise<void> {
  await link(file, copy).catch(() => copyFile(file, copy));
}

/** A shell line that notes its use before it becomes the command. */
async function writeExecutable(
  path: string,
  command: string,
  tool: string,
  log: string,
): Promise<void> {
  const note = `JSON.stringify({tool:"${tool}",environment:process.env})`;
  const text =
    "#!/bin/sh\n" +
    `'${process.execPath}' -p '${note}' >> '${log}'\n` +
    `TOOL_LOG='${log}' exec ${command} "$@"\n`;
  await writeFile(path, text);
  await chmod(path, 0o755);
}

async function readUses(log: string): Promise<ToolUse[]> {
  const lines = (await readFile(log, "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as ToolUse);
}
