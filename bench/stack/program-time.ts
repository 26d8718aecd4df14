import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { median } from "@neo4j-okta/sandbox/bench";
import type { Project } from "./projects.ts";

/** What `evaluate.ts` reads from its standard input. */
export interface Evaluation {
  /** URL of the program's entry module. */
  entry: string;
  project: string;
  /** Stack configuration with its namespace, as the engine hands it out. */
  config: Record<string, string>;
  times: number;
}

/** Milliseconds that a program takes by itself, with an engine that answers at once. */
export interface ProgramTime {
  /** The first time in a process: modules are loaded. */
  first: number;
  /** Afterwards, at the median. */
  again: number;
}

/**
 * Evaluates a program under Pulumi's mocks, in a process of its own.
 *
 * @param program its root, project name, and entry module relative to the root
 * @param settings without their namespace
 * @param times how often; with 1, `again` is NaN. Default: 6
 * @throws Error with what the process printed when the program fails
 */
export async function programTime(
  program: Project,
  settings: Record<string, unknown>,
  times = 6,
): Promise<ProgramTime> {
  const taken = await evaluate({
    entry: pathToFileURL(join(program.root, program.main)).href,
    project: program.name,
    config: Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [
        `${program.name}:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
    times,
  });
  const [first = Number.NaN, ...again] = taken;
  return { first, again: median(again) };
}

async function evaluate(evaluation: Evaluation): Promise<number[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "evaluate.ts")], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify(evaluation));
  const [output, errors, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    }),
  ]);
  if (status !== 0) throw new Error(`The program failed under the benchmark: ${errors.trim()}`);
  return JSON.parse(output) as number[];
}
