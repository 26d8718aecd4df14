import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ownDirectory } from "../../process/guard.ts";

test("an owned folder is private, and gone after remove", async () => {
  const directory = await ownDirectory("guard-test-");
  expect((await stat(directory.path)).mode & 0o777).toBe(0o700);
  await mkdir(join(directory.path, "deep/er"), { recursive: true });
  await writeFile(join(directory.path, "deep/er/file"), "", { mode: 0o400 });
  await directory.remove();
  expect(existsSync(directory.path)).toBe(false);
});

test("an owned folder does not outlive a killed process", async () => {
  const module = new URL("../../process/guard.ts", import.meta.url).href;
  const program = `
    const { ownDirectory } = await import(${JSON.stringify(module)});
    console.log((await ownDirectory("guard test-")).path);
    setInterval(() => {}, 1e6);`;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const path = String((await once(owner.stdout, "data"))[0]).trim();
  expect(existsSync(path)).toBe(true);
  owner.kill("SIGKILL");
  await vi.waitFor(() => expect(existsSync(path)).toBe(false), { timeout: 10_000 });
});
