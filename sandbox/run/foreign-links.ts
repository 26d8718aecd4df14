import { readdir, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { SandboxError } from "../errors.ts";

/** Whether a link leads from the file's folder to a file outside of it. Of a missing file: false. */
export function leadsOut(file: string): Promise<boolean> {
  return leavesFolder(dirname(file), file);
}

/**
 * Refuses a chart in a folder with links to files outside of it. Helm follows them, and a template
 * could put what they hold into settings, which a server that does not boot prints.
 *
 * @param chart relative to `root`, as a setting has it, without the blanks that Helm drops; anything but a folder is left to Helm
 * @throws SandboxError `chart-links`
 */
export async function refuseForeignLinks(root: string, chart: string): Promise<void> {
  const folder = resolve(root, chart.trim());
  const manifest = await stat(join(folder, "Chart.yaml")).catch(() => undefined);
  if (manifest === undefined) return;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink() || !(await leavesFolder(folder, path))) continue;
    throw new SandboxError(
      "chart-links",
      `the chart ${chart} has a link to a file outside of it: ${relative(folder, path)}. ` +
        "Fix: put the file itself there; Helm would follow the link and take the file for the chart's own.",
    );
  }
}

async function leavesFolder(folder: string, path: string): Promise<boolean> {
  try {
    const [target, home] = await Promise.all([realpath(path), realpath(folder)]);
    return relative(home, target).split(sep)[0] === "..";
  } catch {
    return false;
  }
}
