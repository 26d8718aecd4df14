import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureTools } from "../../toolchain/cache.ts";
import { obtainGo, offerGo } from "../../toolchain/go-toolchain.ts";
import { surroundings } from "../../toolchain/locate.ts";
import { FAST, type FakeMachine, fakeMachine } from "./support/fakes.ts";
import { type FileServer, send, serve } from "./support/server.ts";

const BASE = "/golang.org/toolchain/@v/v0.0.1-go1.26.8.linux-amd64";
const PREFIX = "golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64/";

let machine: FakeMachine;
let proxy: FileServer | undefined;

beforeEach(async () => {
  machine = await fakeMachine();
  await ensureTools(machine.cache);
});

afterEach(async () => {
  await proxy?.stop();
  proxy = undefined;
  await machine.remove();
});

/** A zip file of stored entries. */
function zip(files: Record<string, string>): Buffer {
  const entries = Object.entries(files).map(([name, text]) => ({
    name: Buffer.from(name),
    data: Buffer.from(text),
  }));
  const head = (signature: number, { name, data }: (typeof entries)[number], central: boolean) => {
    const header = Buffer.alloc(central ? 46 : 30);
    header.writeUInt32LE(signature);
    const at = central ? 16 : 14;
    header.writeUInt32LE(crc32(data), at);
    header.writeUInt32LE(data.length, at + 4);
    header.writeUInt32LE(data.length, at + 8);
    header.writeUInt16LE(name.length, at + 12);
    return header;
  };
  let offset = 0;
  const locals = entries.map((entry) =>
    Buffer.concat([head(0x04034b50, entry, false), entry.name, entry.data]),
  );
  const central = entries.map((entry, index) => {
    const header = head(0x02014b50, entry, true);
    header.writeUInt32LE(offset, 42);
    offset += locals[index]?.length ?? 0;
    return Buffer.concat([header, entry.name]);
  });
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const ZIP = zip({
  [`${PREFIX}bin/go`]: "#!/bin/sh\n",
  [`${PREFIX}pkg/tool/linux_amd64/compile`]: "#!/bin/sh\n",
  [`${PREFIX}src/fmt/print.go`]: "package fmt\n",
  "elsewhere/file": "no file of the toolchain",
});

function around(env: NodeJS.ProcessEnv = machine.env) {
  return surroundings({
    env,
    cacheDirectory: machine.cache,
    platform: { os: "linux", arch: "x64" },
    timings: FAST,
  });
}

test("the first proxy of GOPROXY is asked for the pinned toolchain", async () => {
  proxy = await serve({ [`${BASE}.mod`]: send("module golang.org/toolchain\n") });
  const found = await offerGo(around({ GOPROXY: `off,${proxy.url}/|https://proxy.example` }));
  expect(found).toEqual({
    version: "go1.26.8",
    distribution: {
      url: `${proxy.url}${BASE}.zip`,
      sha256: "30c2b1bf7dcc88d3eb0a1364e47ddd9128edb3110a30e8a0ef61cd5856b31de7",
    },
  });
});

test.each([
  [{ GOPROXY: "direct" }, "GOPROXY names no module proxy"],
  [{ NEO4J_OKTA_NO_DOWNLOAD: "1" }, "downloads switched off by NEO4J_OKTA_NO_DOWNLOAD"],
])("with %j it cannot be had: %s", async (env, reason) => {
  expect(await offerGo(around(env))).toEqual({ reason });
});

test("a proxy that has it not says so", async () => {
  proxy = await serve({});
  expect(await offerGo(around({ GOPROXY: proxy.url }))).toEqual({
    reason: `${proxy.url}${BASE}.mod answers 404`,
  });
});

test("what is fetched is unpacked once, programs can run, and nothing lands outside", async () => {
  proxy = await serve({ "/go.zip": send(ZIP) });
  const sha256 = createHash("sha256").update(ZIP).digest("hex");
  const from = { url: `${proxy.url}/go.zip`, sha256 };
  const go = await obtainGo(from, around(), () => {});
  expect(go).toBe(join(machine.cache, "tools", "go-1.26.8-linux-x64", "bin", "go"));
  const root = join(go, "../..");
  expect(statSync(go).mode & 0o111).not.toBe(0);
  expect(statSync(join(root, "pkg/tool/linux_amd64/compile")).mode & 0o111).not.toBe(0);
  expect(statSync(join(root, "src/fmt/print.go")).mode & 0o111).toBe(0);
  expect(readFileSync(join(root, "src/fmt/print.go"), "utf8")).toBe("package fmt\n");
  expect(existsSync(join(root, "file"))).toBe(false);
  expect(await obtainGo(from, around(), () => {})).toBe(go);
  expect(proxy.requests).toEqual(["GET /go.zip"]);
});

test("another file than the pinned one is refused, and nothing of it stays", async () => {
  proxy = await serve({ "/go.zip": send(ZIP) });
  const from = { url: `${proxy.url}/go.zip`, sha256: "0".repeat(64) };
  await expect(obtainGo(from, around(), () => {})).rejects.toThrow(
    /go\.zip has SHA-256 [0-9a-f]{64}, pinned is 0{64}$/,
  );
  expect(await readdir(join(machine.cache, "tools"))).toEqual([]);
});
