import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const USAGE = pathToFileURL(join(import.meta.dirname, "usage.ts")).href;

/** What a process has used in its life. */
export interface Used {
  /** Of processor time. */
  milliseconds: number;
  /** The most memory that it had at once. */
  megabytes: number;
}

/**
 * Runs a module as a process of its own.
 *
 * @throws Error with what it said when it ends with a status above 1
 */
export async function used(module: string, ...args: string[]): Promise<Used> {
  const child = spawn(process.execPath, ["--import", USAGE, module, ...args], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const [errors, usage, status] = await Promise.all([
    text(child.stderr as Readable),
    text(child.stdio[3] as Readable),
    new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    }),
  ]);
  if (status === null || status > 1) throw new Error(`${module} failed: ${errors.trim()}`);
  const { milliseconds, maxRSS } = JSON.parse(usage) as { milliseconds: number; maxRSS: number };
  return { milliseconds, megabytes: maxRSS / 1024 };
}
