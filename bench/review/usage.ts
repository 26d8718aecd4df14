import { writeSync } from "node:fs";

/** Preloaded: a process says what it has used when it ends, on a pipe of its own. */
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ milliseconds: (userCPUTime + systemCPUTime) / 1000, maxRSS }));
});
