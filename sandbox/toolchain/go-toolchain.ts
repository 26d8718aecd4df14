import { createWriteStream } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";
import { readEntry, stage } from "./cache.ts";
import { type Offer, probe, receive } from "./download.ts";
import type { Surroundings } from "./locate.ts";
import { withLock } from "./lock.ts";
import { goArch, type Platform } from "./platform.ts";
import { type Report, reportingBytes } from "./progress.ts";

/** The Go that is fetched where none is installed; the modules below `go/` ask for no newer one. */
const GO_VERSION = "1.26.8";

/**
 * SHA-256 of the toolchain's zip files, which are Go modules like any other one: the checksum of
 * what the module proxy served when this version was pinned.
 */
const DIGESTS: Readonly<Record<string, string>> = {
  "linux-amd64": "30c2b1bf7dcc88d3eb0a1364e47ddd9128edb3110a30e8a0ef61cd5856b31de7",
  "linux-arm64": "02b36b6787b3ac767668f630e2998df45a3b1f9ffee08d1bf3ef6487cd658d99",
  "darwin-amd64": "fe99a2009e5bb51e06d7784f1a486478673512041c2671157bd382806e2aedcf",
  "darwin-arm64": "0aad5fb52b88498885290178adc0bcfe429bc63012621af9f83282eb640bd9c7",
};

/** The version and the digest of the Go that is fetched for this platform; no digest: none is pinned. */
export function pinnedGo(platform: Platform): { version: string; sha256: string | undefined } {
  const name = `${platform.os}-${goArch(platform) ?? platform.arch}`;
  return { version: GO_VERSION, sha256: DIGESTS[name] };
}

/** A Go toolchain that a module proxy has. */
export interface GoDistribution {
  url: string;
  sha256: string;
}

/**
 * Asks the module proxy for the pinned Go toolchain, as `go` itself does when a module wants a newer one.
 *
 * @returns a `go` that can be fetched, or why it cannot
 */
export async function offerGo(
  around: Surroundings,
): Promise<Offer<{ version: string; distribution: GoDistribution }>> {
  const { os, arch } = around.platform;
  const name = `${os}-${goArch(around.platform) ?? arch}`;
  const { sha256 } = pinnedGo(around.platform);
  if (sha256 === undefined) return { reason: `no Go toolchain is pinned for ${name}` };
  const proxy = moduleProxy(around.env);
  if (proxy === undefined) return { reason: "GOPROXY names no module proxy" };
  const base = `${proxy}/golang.org/toolchain/@v/v0.0.1-go${GO_VERSION}.${name}`;
  const answer = await probe(`${base}.mod`, around);
  if ("reason" in answer) return answer;
  return { version: `go${GO_VERSION}`, distribution: { url: `${base}.zip`, sha256 } };
}

/** The first proxy of GOPROXY (https://go.dev/ref/mod#environment-variables). */
function moduleProxy({ GOPROXY = "https://proxy.golang.org" }: NodeJS.ProcessEnv) {
  return GOPROXY.split(/[,|]/)
    .map((entry) => entry.trim().replace(/\/$/, ""))
    .find((entry) => /^https?:\/\//.test(entry));
}

/**
 * The path of the pinned `go`: from the cache, else fetched into it.
 *
 * @throws Error if the file is not the pinned one, is cut off, or stops arriving
 */
export async function obtainGo(
  { url, sha256 }: GoDistribution,
  around: Surroundings,
  report: Report,
): Promise<string> {
  const { cache, platform, timings } = around;
  const key = `go-${GO_VERSION}-${platform.os}-${platform.arch}`;
  return withLock(key, around, report, async () => {
    const ready = await readEntry(cache, key);
    if (ready !== undefined) return ready.path;
    const staging = await stage(cache, key);
    try {
      const file = join(staging.scratch, "go.zip");
      const what = `fetching Go ${GO_VERSION} from ${new URL(url).host}`;
      await reportingBytes(what, report, timings.tickMs, async (onBytes) => {
        const digest = await receive(url, file, around, onBytes);
        if (digest !== sha256) throw new Error(`${url} has SHA-256 ${digest}, pinned is ${sha256}`);
        await unpack(file, staging.files, around.signal);
      });
      return (await staging.commit("bin/go", "download")).path;
    } finally {
      await staging.discard();
    }
  });
}

/** Files are below `golang.org/toolchain@<version>/`; the zip keeps no modes, so programs get theirs by place. */
async function unpack(
  file: string,
  target: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      const path = /^golang\.org\/toolchain@[^/]+\/(.+[^/])$/.exec(entry.fileName)?.[1];
      if (path === undefined) continue;
      const output = join(target, path);
      await mkdir(dirname(output), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(output));
      if (/^(bin|pkg\/tool)\//.test(path)) await chmod(output, 0o755);
    }
  } finally {
    zip.close();
  }
}
