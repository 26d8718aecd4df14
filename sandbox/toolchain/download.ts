import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { x as extract } from "tar";
import type { Staging } from "./cache.ts";
import type { Surroundings } from "./locate.ts";
import { formatBytes } from "./progress.ts";
import { checksumOf, type Release } from "./releases.ts";

/** What can be had, or why it cannot. */
export type Offer<T> = T | { reason: string };

/**
 * Asks for the published checksum of a release: one small request, which is also the test of whether
 * its server can be reached.
 */
export async function offerDownload(
  release: Release | undefined,
  around: Surroundings,
): Promise<Offer<{ release: Release; sha256: string }>> {
  if (release === undefined) return { reason: "none is published for this platform" };
  const answer = await probe(release.checksums, around);
  if ("reason" in answer) return answer;
  const sha256 = checksumOf(answer.text, basename(new URL(release.url).pathname));
  if (sha256 !== undefined) return { release, sha256 };
  return { reason: `${release.checksums} lists no SHA-256 of the file` };
}

/** Asks for a small text, giving up after `probeMs`; asks nobody under `NEO4J_OKTA_NO_DOWNLOAD`. */
export async function probe(
  url: string,
  { env, signal, timings: { probeMs } }: Surroundings,
  method: "GET" | "HEAD" = "GET",
): Promise<Offer<{ text: string }>> {
  if (/^(1|true|yes)$/i.test(env.NEO4J_OKTA_NO_DOWNLOAD ?? "")) {
    return { reason: "downloads switched off by NEO4J_OKTA_NO_DOWNLOAD" };
  }
  const { host } = new URL(url);
  const timeout = AbortSignal.timeout(probeMs);
  try {
    const response = await fetch(url, { method, signal: anyOf(timeout, signal) });
    const text = await response.text();
    return response.ok ? { text } : { reason: `${url} answers ${response.status}` };
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted) return { reason: `${host} did not answer within ${probeMs / 1000} s` };
    return { reason: `${host} cannot be reached (${reasonOf(error)})` };
  }
}

/**
 * Streams a release into a staging folder, and unpacks it there once its SHA-256 is right.
 *
 * @param onBytes called with what has arrived, e.g. `12 MB of 94 MB`
 * @throws Error if the file is not the published one, is cut off, or stops arriving
 */
export async function downloadRelease(
  release: Release,
  executable: string,
  staging: Staging,
  sha256: string,
  around: Surroundings,
  onBytes: (text: string) => void,
): Promise<void> {
  const file = join(staging.scratch, basename(new URL(release.url).pathname));
  const digest = await receive(release.url, file, around, onBytes);
  if (digest !== sha256) {
    throw new Error(`${release.url} has SHA-256 ${digest}, published is ${sha256}`);
  }
  const target = join(staging.files, executable);
  if (release.archive) await extract({ file, cwd: staging.files, strip: 1 });
  else await rename(file, target);
  await chmod(target, 0o755);
}

/**
 * Streams a file to disk.
 *
 * @returns its SHA-256
 * @throws Error if it does not arrive whole
 */
export async function receive(
  url: string,
  file: string,
  around: Surroundings,
  onBytes: (text: string) => void,
): Promise<string> {
  const { idleMs } = around.timings;
  const stalled = new AbortController();
  const silence = setTimeout(
    () => stalled.abort(new Error(`${url} sent nothing for ${idleMs / 1000} s`)),
    idleMs,
  );
  const signal = anyOf(stalled.signal, around.signal);
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    const length = Number(response.headers.get("content-length") ?? 0);
    const total = length > 0 ? ` of ${formatBytes(length)}` : "";
    const hash = createHash("sha256");
    let received = 0;
    await pipeline(
      Readable.fromWeb(response.body),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          silence.refresh();
          hash.update(chunk);
          received += chunk.length;
          onBytes(`${formatBytes(received)}${total}`);
          yield chunk;
        }
      },
      createWriteStream(file),
      { signal },
    );
    return hash.digest("hex");
  } catch (error) {
    around.signal?.throwIfAborted();
    if (stalled.signal.aborted) throw stalled.signal.reason;
    throw new Error(`${url} did not arrive whole: ${reasonOf(error)}`, { cause: error });
  } finally {
    clearTimeout(silence);
  }
}

function anyOf(own: AbortSignal, given: AbortSignal | undefined): AbortSignal {
  return given ? AbortSignal.any([own, given]) : own;
}

/** The first line of what was thrown; for the bare "fetch failed", its cause instead. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message === "fetch failed" && error.cause !== undefined) return reasonOf(error.cause);
  return error.message.split("\n")[0] ?? "";
}
