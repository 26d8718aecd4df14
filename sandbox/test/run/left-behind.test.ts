import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { endLeftBehind } from "../../run/left-behind.ts";

const started: ReturnType<typeof spawn>[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

async function plugin(pulumiHome: string) {
  const program = 'process.stdout.write("up"); setInterval(() => {}, 60_000)';
  const child = spawn(process.execPath, ["-e", program], {
    env: { ...process.env, PULUMI_HOME: pulumiHome },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  started.push(child);
  await once(child.stdout, "data");
  return child;
}

test.runIf(existsSync("/proc/self/environ"))("ends the processes of this run only", async () => {
  const mine = await plugin("/run/one");
  const others = await plugin("/run/one-more");
  const ended = once(mine, "exit");
  expect(await endLeftBehind("/run/one")).toEqual([mine.pid]);
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(others.exitCode).toBeNull();
  expect(others.signalCode).toBeNull();
  expect(await endLeftBehind("/run/one")).toEqual([]);
});
