import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Command } from "./running-service.ts";

const EXAMPLES = join(import.meta.dirname, "../../../examples");

/** An example in one language. */
export interface Language {
  name: string;
  /** Installs and builds it in a folder of its own. @throws why it cannot run here */
  prepare(folder: string): Promise<Command>;
}

/** Milliseconds for one step with empty caches. */
const LIMIT = 240_000;

async function run(program: string, words: string[], cwd = EXAMPLES): Promise<void> {
  await promisify(execFile)(program, words, { cwd, timeout: LIMIT });
}

export const LANGUAGES: readonly Language[] = [
  {
    name: "python",
    prepare: async (folder) => {
      const cwd = join(EXAMPLES, "python");
      const program = join(folder, "bin/python");
      await run("python3", ["-m", "venv", folder]);
      await run(program, ["-m", "pip", "install", "-q", "-r", join(cwd, "requirements.txt")]);
      return { program, words: ["-B", "service.py"], cwd };
    },
  },
  {
    name: "java",
    prepare: async (folder) => {
      await cp(join(EXAMPLES, "java"), folder, { recursive: true });
      await run("mvn", ["-q", "-B", "-ntp", "compile"], folder);
      // Two JVMs of this size, and compiled once, are enough for two cores.
      const words = ["-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
      const classes = ["-cp", "target/classes:target/lib/*", "example.Service"];
      return { program: "java", words: [...words, ...classes], cwd: folder };
    },
  },
  {
    name: "go",
    prepare: async (folder) => {
      const cwd = join(EXAMPLES, "go");
      const program = join(folder, "service");
      await run("go", ["build", "-mod=readonly", "-o", program, "."], cwd);
      return { program, words: [], cwd };
    },
  },
];
