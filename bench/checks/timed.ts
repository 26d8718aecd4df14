import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { programTime } from "../stack/program-time.ts";
import { type Project, writeProject } from "../stack/projects.ts";

/** Milliseconds of processor time of one evaluation in a process of its own, as in a preview. */
export interface CheckTimes {
  /** The whole program. */
  program: number;
  /** Reading and checking the settings. */
  checks: number;
  /** Loading the code for that. */
  loading: number;
}

/**
 * Writes a project that runs a program as it is and notes what its settings cost: in place of the
 * module that reads and checks them stands one that calls it and looks at the clock.
 *
 * @param directory a folder to make
 */
export async function writeTimed(directory: string, program: Project): Promise<Project> {
  const root = pathToFileURL(join(program.root, "/"));
  const url = (path: string) => JSON.stringify(new URL(path, root).href);
  const source = `import { registerHooks } from "node:module";

const timed = new URL("settings.js", import.meta.url).href;
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url === ${url("infra/settings.ts")} ? { ...found, url: timed, format: "module" } : found;
  },
});
export const { access, credentials, breakGlass } = await import(${url(program.main)});
`;
  const project = await writeProject(directory, program.root, program.name, source);
  await writeFile(
    join(directory, "settings.js"),
    `import { writeFileSync } from "node:fs";

const since = (before) => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const atFirst = process.cpuUsage();
const { readSettings: read, settingPath } = await import(${url("infra/settings.ts?timed")});
const loading = since(atFirst);
export { settingPath };
export function readSettings() {
  const before = process.cpuUsage();
  const settings = read();
  const times = { loading, checks: since(before) };
  writeFileSync(new URL("times.json", import.meta.url), JSON.stringify(times));
  return settings;
}
`,
  );
  return project;
}

/** Evaluates a project of {@link writeTimed}. */
export async function checkTimes(
  project: Project,
  settings: Record<string, unknown>,
): Promise<CheckTimes> {
  const { first: program } = await programTime(project, settings, 1);
  const times = await readFile(join(project.root, "times.json"), "utf8");
  return { program, ...(JSON.parse(times) as Pick<CheckTimes, "checks" | "loading">) };
}
