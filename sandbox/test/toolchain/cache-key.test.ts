import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ciCache } from "../../toolchain/cache-key.ts";
import { type ToolSpec, toolCatalogue } from "../../toolchain/catalogue.ts";
import type { Platform } from "../../toolchain/platform.ts";

const GO = join(import.meta.dirname, "../../toolchain/go");
const LINUX = { os: "linux", arch: "x64" };

let project: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "cache-key-"));
  await cp(GO, join(project, "go"), { recursive: true });
});

afterEach(() => rm(project, { recursive: true }));

/** The key of this platform's tools, with the modules in a copy, and one tool changed. */
async function key(platform = LINUX, change: (etcd: ToolSpec) => Partial<ToolSpec> = () => ({})) {
  const catalogue = (known: Platform) =>
    toolCatalogue(known).map((spec) => {
      const directory = spec.build.directory.replace(GO, join(project, "go"));
      const copy = { ...spec, build: { ...spec.build, directory } };
      return spec.name === "etcd" ? { ...copy, ...change(copy) } : copy;
    });
  return (await ciCache({ project, platform, catalogue, cacheDirectory: project })).key;
}

test("is the same wherever the repository is, and names the folder of the tools alone", async () => {
  const options = { project, platform: LINUX, cacheDirectory: "/cache" };
  const { key: here, path } = await ciCache(options);
  expect(path).toBe("/cache/tools");
  expect(here).toMatch(/^neo4j-okta-toolchain-linux-x64-[0-9a-f]{20}$/);
  expect(await key()).toBe(here);
});

test("changes with a version, a download, a source, a flag, the platform, and the team's digests", async () => {
  const keys = [
    await key(),
    await key({ os: "linux", arch: "arm64" }),
    await key({ os: "darwin", arch: "x64" }),
    await key(LINUX, () => ({ version: "0.0.1" })),
    await key(LINUX, () => ({ release: undefined })),
    await key(LINUX, ({ build }) => ({ build: { ...build, ldflags: "-s" } })),
  ];
  await writeFile(join(project, "go", "kubernetes", "go.sum"), "other\n");
  keys.push(await key());
  const digests = join(project, "toolchain-digests.json");
  await writeFile(digests, "{}");
  keys.push(await key());
  await writeFile(digests, JSON.stringify({ "https://example.com/x": "0".repeat(64) }));
  keys.push(await key());
  expect(new Set(keys).size).toBe(keys.length);
});
