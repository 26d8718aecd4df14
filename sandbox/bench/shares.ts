import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { ownSeconds } from "./processor.ts";

/** Whose processor time it is. Anything else, such as a control plane, is nobody's. */
type Part = "program" | "engine" | "plugins";

/** Seconds of processor time. */
export type Shares = Readonly<Record<Part, number>>;

interface Process {
  pid: number;
  parent: number;
  seconds: number;
}

interface Seen {
  part: Part | undefined;
  before: number;
  now: number;
}

const INTERVAL_MS = 50;

/**
 * Tells apart what a piece of work costs: the program (this process, and a language host's), the
 * engine, and its provider plugins. It looks every 50 ms: what a process uses after the last look
 * before its end is missed.
 *
 * @returns the work's result, and its shares: undefined where there is no Linux /proc
 */
export async function withShares<T>(
  work: () => Promise<T>,
): Promise<{ result: T; shares: Shares | undefined }> {
  const seen = new Map<number, Seen>();
  for (const { pid, seconds } of descendants()) {
    seen.set(pid, { part: pid === process.pid ? "program" : undefined, before: seconds, now: 0 });
  }
  const look = () => {
    for (const { pid, parent, seconds } of descendants()) {
      const inherited = parent === process.pid ? undefined : seen.get(parent)?.part;
      const known = seen.get(pid) ?? { part: partOf(commandLine(pid), inherited), before: 0 };
      seen.set(pid, { ...known, now: seconds });
    }
  };
  const timer = setInterval(look, INTERVAL_MS);
  try {
    const result = await work();
    look();
    return { result, shares: seen.size === 0 ? undefined : sharesOf([...seen.values()]) };
  } finally {
    clearInterval(timer);
  }
}

/** @param inherited whose its parent is */
function partOf(commandLine: readonly string[], inherited: Part | undefined): Part | undefined {
  const name = basename(commandLine[0] ?? "");
  if (name === "pulumi") return "engine";
  if (name.startsWith("pulumi-language-")) return "program";
  const isStandIn = commandLine[1]?.endsWith("/plugins/main.ts");
  return isStandIn || name.startsWith("pulumi-resource-") ? "plugins" : inherited;
}

function sharesOf(processes: readonly Seen[]): Shares {
  const of = (part: Part) =>
    processes
      .filter((process) => process.part === part)
      .reduce((total, { before, now }) => total + now - before, 0);
  return { program: of("program"), engine: of("engine"), plugins: of("plugins") };
}

/** This process and all below it, parents first; none where the system does not tell. */
function descendants(): Process[] {
  const children = Map.groupBy(processes(), ({ parent }) => parent);
  const own = [...children.values()].flat().filter(({ pid }) => pid === process.pid);
  for (const { pid } of own) own.push(...(children.get(pid) ?? []));
  return own;
}

function processes(): Process[] {
  try {
    return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? read(Number(name)) : []));
  } catch {
    return [];
  }
}

function read(pid: number): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return [{ pid, parent, seconds: ownSeconds(stat) }];
  } catch {
    return []; // It has ended.
  }
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}
