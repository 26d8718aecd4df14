import { createHash } from "node:crypto";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { locateToolchain } from "../../toolchain/locate.ts";
import { publishedDigests } from "../../toolchain/published-digests.ts";
import {
  FAKE_VERSION,
  FAST,
  type FakeMachine,
  fakeCatalogue,
  fakeMachine,
} from "./support/fakes.ts";
import { type FileServer, send, serve } from "./support/server.ts";

const sha256 = (body: string): string => createHash("sha256").update(body).digest("hex");
const GOOD = `#!/bin/sh\necho "etcd Version: ${FAKE_VERSION}"\n`;
const OTHER = `#!/bin/sh\n# replaced\necho "etcd Version: ${FAKE_VERSION}"\n`;
const KEY = "etcd-1.2.3-linux-x64";

let machine: FakeMachine;
let server: FileServer;
/** What the server has now, with its digest beside it as its publisher would write it. */
let published: string;
let project: string;
beforeEach(async () => {
  machine = await fakeMachine();
  project = join(machine.root, "team", "app");
  await mkdir(project, { recursive: true });
  published = GOOD;
  server = await serve({
    "/etcd": (request, response) => send(published)(request, response),
    "/sums": (request, response) => send(sha256(published))(request, response),
  });
});
afterEach(async () => {
  await server.stop();
  await machine.remove();
});

const options = () => ({
  env: machine.env,
  cacheDirectory: machine.cache,
  project,
  platform: { os: "linux", arch: "x64" },
  catalogue: fakeCatalogue(machine.root, {
    url: `${server.url}/etcd`,
    checksums: `${server.url}/sums`,
    archive: false,
  }),
  timings: FAST,
});
const locate = async () => (await locateToolchain(options())).etcd;
const keep = (text: string, folder = project) =>
  writeFile(join(folder, "toolchain-digests.json"), text);
const keepDigest = (digest: string, folder?: string) =>
  keep(JSON.stringify({ [`${server.url}/etcd`]: digest }), folder);
const note = () => join(machine.cache, "tools", `${KEY}.sha256`);
const forget = () => rm(join(machine.cache, "tools", KEY), { recursive: true });
const unfetched = () => expect(server.requests).not.toContain("GET /etcd");

describe("the first download", () => {
  test("is noted beside its entry, and the same file may come again", async () => {
    await locate();
    expect(await readFile(note(), "utf8")).toBe(`${sha256(GOOD)}  ${server.url}/etcd\n`);
    await forget();
    expect(await locate()).toMatchObject({ origin: "download" });
  });

  test("makes a later one of the same version with another digest refused", async () => {
    await locate();
    await forget();
    published = OTHER;
    server.requests.length = 0;
    await expect(locate()).rejects.toMatchObject({
      code: "toolchain-digest",
      message:
        `${server.url}/etcd is published with SHA-256 ${sha256(OTHER)}, but its first download on this ` +
        `machine had ${sha256(GOOD)}. It is not fetched. Fix: compare both with what the project itself ` +
        `announces; if the new one is right, remove ${note()}.`,
    });
    unfetched();
    await expect(access(join(machine.cache, "tools", KEY))).rejects.toThrow("ENOENT");
    await rm(note());
    expect(await locate()).toMatchObject({ origin: "download" });
  });
});

describe("digests that a team keeps", () => {
  test("let their own download in, from the folder above the project as well", async () => {
    await keepDigest(sha256(GOOD), join(machine.root, "team"));
    expect(await locate()).toMatchObject({ origin: "download" });
    expect(await locate()).toMatchObject({ origin: "cache" });
  });

  test("refuse another one", async () => {
    await keepDigest(sha256(OTHER));
    const file = join(project, "toolchain-digests.json");
    await expect(locate()).rejects.toMatchObject({
      code: "toolchain-digest",
      message:
        `${server.url}/etcd is published with SHA-256 ${sha256(GOOD)}, but ${file} has ${sha256(OTHER)}. It is not ` +
        "fetched. Fix: compare both with what the project itself announces; if the new one is right, write it there.",
    });
    unfetched();
  });

  test("refuse one that is not among them", async () => {
    await keep("{}");
    await expect(locate()).rejects.toMatchObject({
      code: "toolchain-digest",
      message: expect.stringMatching(
        /has no digest of it\. It is not fetched\. Fix: add it \(npm run --silent toolchain -- --digests prints the file\)\.$/,
      ),
    });
    unfetched();
  });

  test("hold for what the cache has already", async () => {
    await locate();
    await keepDigest(sha256(OTHER));
    await expect(locate()).rejects.toMatchObject({ code: "toolchain-digest" });
    await keepDigest(sha256(GOOD));
    expect(await locate()).toMatchObject({ origin: "cache" });
    await rm(note());
    expect(await locate()).toMatchObject({ origin: "download" });
  });

  test.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["a digest that is none", JSON.stringify({ "https://h/f": "abc" })],
    ["an address that is none", JSON.stringify({ etcd: "0".repeat(64) })],
  ])("are refused when their file holds %s", async (_what, text) => {
    await keep(text);
    await expect(locate()).rejects.toMatchObject({
      code: "toolchain-digests",
      message: expect.stringMatching(
        /toolchain-digests\.json has another form \(.+\)\. Allowed: a JSON object of download addresses to SHA-256 digests\. Fix: correct it, or remove it and write it anew/,
      ),
    });
  });

  test("are refused when their file cannot be read", async () => {
    await mkdir(join(project, "toolchain-digests.json"));
    await expect(locate()).rejects.toMatchObject({
      code: "toolchain-digests",
      message: expect.stringContaining("cannot be read (EISDIR"),
    });
  });
});

describe("what a team is to keep", () => {
  test("is what is published now, and the plugins that it kept", async () => {
    const plugin = "https://get.pulumi.com/releases/plugins/pulumi-resource-okta-v1.tar.gz";
    const kept = { [plugin]: "a".repeat(64), [`${server.url}/old`]: "b".repeat(64) };
    await keep(JSON.stringify(kept));
    expect(await publishedDigests(options())).toEqual({
      [`${server.url}/etcd`]: sha256(GOOD),
      [plugin]: "a".repeat(64),
    });
  });

  test("cannot be told without the servers", async () => {
    const without = { ...options(), env: { ...machine.env, NEO4J_OKTA_NO_DOWNLOAD: "1" } };
    await expect(publishedDigests(without)).rejects.toMatchObject({
      code: "toolchain-digests",
      message: `${server.url}/etcd has no digest to be had: downloads switched off by NEO4J_OKTA_NO_DOWNLOAD. Fix: let this machine reach the server, and write toolchain-digests.json then.`,
    });
  });
});
