import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const ZIZMOR = "zizmor==1.32.0";

const run = promisify(execFile);

/** Path of zizmor in a folder of its own; undefined: there is no Python, or no PyPI. */
async function install(folder: string): Promise<string | undefined> {
  const pip = ["-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--target", folder];
  try {
    await run("python3", [...pip, ZIZMOR]);
    return join(folder, "bin/zizmor");
  } catch {
    return undefined;
  }
}

test("zizmor has nothing to say of the workflows, where they are copied, and of the action", async ({
  skip,
}) => {
  const folder = await mkdtemp(join(tmpdir(), "zizmor-"));
  try {
    const zizmor = await install(join(folder, "python"));
    if (zizmor === undefined) return skip(`${ZIZMOR} cannot be had: it needs python3 and PyPI`);
    const repository = join(folder, "repository");
    await mkdir(repository);
    await cp(join(ROOT, ".github"), join(repository, ".github"), { recursive: true });
    await cp(join(ROOT, "gitops/github"), join(repository, "gitops/github"), { recursive: true });
    await cp(join(ROOT, "gitops/github"), join(repository, ".github/workflows"), {
      recursive: true,
      filter: (source) => !source.endsWith("action.yml"),
    });
    const { stdout } = await run(zizmor, [
      "--offline",
      "--no-progress",
      "--format",
      "json",
      repository,
    ]);
    expect(JSON.parse(stdout)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
