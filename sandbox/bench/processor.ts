import { readFileSync } from "node:fs";

/** Linux counts in hundredths of a second here, whatever the kernel's own clock (proc(5)). */
const TICKS_PER_SECOND = 100;

/**
 * Seconds of processor time that this process and every process it has seen end have used, theirs
 * included. Undefined where the system does not tell, which is everywhere but on Linux.
 */
export function processorSeconds(): number | undefined {
  const ended = endedChildren();
  if (ended === undefined) return undefined;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + ended;
}

function endedChildren(): number | undefined {
  try {
    return childSeconds(readFileSync("/proc/self/stat", "utf8"));
  } catch {
    return undefined;
  }
}

/** `cutime` and `cstime` of a line of /proc/PID/stat, in seconds. */
export function childSeconds(stat: string): number {
  return seconds(stat, 13);
}

/** `utime` and `stime` of a line of /proc/PID/stat, in seconds. */
export function ownSeconds(stat: string): number {
  return seconds(stat, 11);
}

/** The name in such a line may hold spaces. */
function seconds(stat: string, first: number): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[first]) + Number(fields[first + 1])) / TICKS_PER_SECOND;
}
