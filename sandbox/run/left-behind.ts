import { readdir, readFile } from "node:fs/promises";

/**
 * Ends the language hosts and plugins that an engine left behind when it gave up: they notice only
 * minutes later that it is gone. They are known by the PULUMI_HOME that they were started with.
 * Needs `/proc`: on other systems than Linux they end by themselves.
 *
 * @returns the ids of the processes that were ended.
 */
export async function endLeftBehind(pulumiHome: string): Promise<number[]> {
  const entries = await readdir("/proc").catch(() => []);
  const ended: number[] = [];
  for (const pid of entries.filter((name) => /^\d+$/.test(name)).map(Number)) {
    // Other users' processes, and those that have just ended, cannot be read.
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    if (!environment.split("\0").includes(`PULUMI_HOME=${pulumiHome}`)) continue;
    try {
      process.kill(pid, "SIGKILL");
      ended.push(pid);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
  return ended;
}
