import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { World } from "../support/world.ts";
import { withoutProgress } from "./without-progress.ts";

const CLI = join(import.meta.dirname, "../../verify/cli.ts");

function verify(argv: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, ...argv], (_error, out, err) => {
      resolve({ status: child.exitCode ?? -1, out, err: withoutProgress(err) });
    });
  });
}

test("is a process that ends with its verdict, also while a server does not answer", async () => {
  const folder = await mkdtemp(join(tmpdir(), "verify-cli-"));
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const world = await World.start();
  try {
    const contract = join(folder, "outputs.json");
    await writeFile(contract, JSON.stringify(world.outputs));
    const proven = await verify(["--contract", contract, "--break-glass"]);
    expect(proven).toMatchObject({ status: 0, err: "" });
    expect(proven.out).toMatch(
      /Proven: 3 accounts, \d+ checks passed; optional ones not made: \d+\.\n$/,
    );
    const { port } = silent.address() as AddressInfo;
    const { outputs } = world;
    const access = { ...outputs.access, discoveryUri: `http://127.0.0.1:${port}/` };
    await writeFile(contract, JSON.stringify({ ...outputs, access }));
    const cut = await verify([
      "--contract",
      contract,
      "--timeout",
      "1",
      "--trusted-host",
      `127.0.0.1:${port}`,
    ]);
    expect(cut).toMatchObject({ status: 3, err: "" });
    expect(cut.out).toContain("the time limit was reached");
  } finally {
    silent.closeAllConnections();
    silent.close();
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
