import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { main } from "../../verify/main.ts";
import { captured, type Run } from "../support/captured.ts";
import { World } from "../support/world.ts";
import { withoutProgress } from "./without-progress.ts";

/** The command line in this process, in a world that is as declared before each test. */
export interface CommandLine {
  world: World;
  /** A folder that ends with the test file. */
  folder: string;
  /** File with the stack's outputs. */
  contract: string;
  /** Writes a file into the folder; gives its path. */
  file(name: string, content: string): Promise<string>;
  /** Errors come without the lines of progress. */
  run(argv: string[], environment?: Record<string, string>): Promise<Run>;
  /** The variables of `--okta-api`. */
  readBack(): Record<string, string>;
}

/** For a whole test file: starts the world and stops it. */
export function commandLine(): CommandLine {
  const line = { file, run, readBack } as CommandLine;
  let restore = () => {};
  beforeAll(async () => {
    line.folder = await mkdtemp(join(tmpdir(), "verify-main-"));
    line.world = await World.start();
    restore = line.world.snapshot();
    line.contract = await file("outputs.json", JSON.stringify(line.world.outputs));
  });
  beforeEach(() => restore());
  afterAll(async () => {
    await line.world.stop();
    await rm(line.folder, { recursive: true, force: true });
  });
  return line;

  async function file(name: string, content: string): Promise<string> {
    const path = join(line.folder, name);
    await writeFile(path, content);
    return path;
  }

  function readBack(): Record<string, string> {
    const { okta } = line.world;
    return { OKTA_ORG_URL: okta.url, OKTA_ACCESS_TOKEN: okta.accessToken };
  }
}

async function run(argv: string[], environment: Record<string, string> = {}): Promise<Run> {
  const run = await captured((streams) => main(argv, { ...streams, environment }));
  return { ...run, err: withoutProgress(run.err) };
}
