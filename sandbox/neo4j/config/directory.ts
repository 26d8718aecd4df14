import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { BootError } from "./boot-error.ts";

export interface SettingFiles {
  /** Setting name to raw value, sorted by name. No trimming, no properties syntax. */
  values: Map<string, string>;
  warnings: string[];
}

/**
 * Reads a configuration directory the way Neo4j does when `neo4j.conf` is a directory: the name of
 * each file is a setting, its whole content the value. Names that start with a dot are skipped (a
 * projected volume keeps its generations in them), and so are subdirectories. Links are followed.
 *
 * @throws BootError config-directory if the directory or a file in it cannot be read
 */
export function readSettingFiles(directory: string): SettingFiles {
  const values = new Map<string, string>();
  const warnings: string[] = [];
  for (const name of listDirectory(directory)) {
    if (name.startsWith(".")) continue;
    const path = join(directory, name);
    try {
      const status = statSync(path);
      if (status.isDirectory()) {
        warnings.push(`Ignoring subdirectory in config directory [${path}].`);
      } else if (status.isFile()) {
        values.set(name, readFileSync(path, "utf8"));
      }
    } catch {
      throw new BootError("config-directory", `Unable to load config file [${path}].`, name);
    }
  }
  return { values, warnings };
}

function listDirectory(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new BootError(
      "config-directory",
      missing
        ? `Config file [${directory}] does not exist.`
        : `Unable to load config file [${directory}]; it must be a directory with one file per setting.`,
    );
  }
}
