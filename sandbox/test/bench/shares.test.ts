import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { withShares } from "../../bench/shares.ts";

const WORK = "for (let n = 0; n < 3e8; n += 1);";

/** A process by that name, which works for a while. */
async function run(argv0: string, ...argv: string[]): Promise<void> {
  const [first = "--", ...rest] = argv;
  await once(spawn(process.execPath, ["-e", WORK, first, ...rest], { argv0 }), "close");
}

test.runIf(process.platform === "linux")("each process's time is told by what it is", async () => {
  const own = await withShares(async () => {
    for (let n = 0; n < 3e8; n += 1);
    return "done";
  });
  expect(own.result).toBe("done");
  expect(own.shares?.program).toBeGreaterThan(0.05);
  expect(own.shares).toMatchObject({ engine: 0, plugins: 0 });

  const { shares } = await withShares(async () => {
    await Promise.all([run("pulumi"), run("/a/pulumi-resource-okta"), run("kube-apiserver")]);
  });
  expect(shares?.engine).toBeGreaterThan(0.05);
  expect(shares?.plugins).toBeGreaterThan(0.05);
});
