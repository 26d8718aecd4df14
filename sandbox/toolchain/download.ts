import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { x as extract } from "tar";
import type { Staging } from "./cache.ts";
import type { Offers } from "./plan.ts";
import { formatBytes } from "./progress.ts";
import { checksumOf, type Release } from "./releases.ts";

/** How long a server may be silent. */
export interface DownloadTimings {
  /** Milliseconds for the first answer, which tells whether the server can be reached at all. */
  probeMs: number;
  /** Milliseconds without one byte of a file. */
  idleMs: number;
}

/** Whether downloads are switched off by the user (`NEO4J_OKTA_NO_DOWNLOAD`). */
export function downloadsForbidden(env: NodeJS.ProcessEnv): boolean {
  return /^(1|true|yes)$/i.test(env.NEO4J_OKTA_NO_DOWNLOAD ?? "");
}

/**
 * Asks for the published checksum of a release: one small request, which is also the test of whether
 * its server can be reached.
 */
export async function offerDownload(
  release: Release | undefined,
  options: DownloadTimings & { env: NodeJS.ProcessEnv; signal: AbortSignal | undefined },
): Promise<Offers["download"]> {
  if (release === undefined)
    return { available: false, reason: "none is published for this platform" };
  if (downloadsForbidden(options.env)) {
    return { available: false, reason: "switched off by NEO4J_OKTA_NO_DOWNLOAD" };
  }
  const answer = await probe(release.checksums, options);
  if (!answer.reachable) return { available: false, reason: answer.reason };
  const sha256 = checksumOf(answer.text, basename(new URL(release.url).pathname));
  if (sha256 !== undefined) return { available: true, sha256 };
  return { available: false, reason: `${release.checksums} lists no SHA-256 of the file` };
}

/** Asks for a small text, giving up after `probeMs`. */
export async function probe(
  url: string,
  options: { probeMs: number; signal?: AbortSignal | undefined; method?: "GET" | "HEAD" },
): Promise<{ reachable: true; text: string } | { reachable: false; reason: string }> {
  const { host } = new URL(url);
  const timeout = AbortSignal.timeout(options.probeMs);
  try {
    const response = await fetch(url, {
      method: options.method ?? "GET",
      signal: options.signal ? AbortSignal.any([timeout, options.signal]) : timeout,
    });
    const text = await response.text();
    if (response.ok) return { reachable: true, text };
    return { reachable: false, reason: `${url} answers ${response.status}` };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (timeout.aborted) {
      return {
        reachable: false,
        reason: `${host} did not answer within ${options.probeMs / 1000} s`,
      };
    }
    return { reachable: false, reason: `${host} cannot be reached (${reasonOf(error)})` };
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
  options: DownloadTimings & {
    sha256: string;
    signal: AbortSignal | undefined;
    onBytes: (text: string) => void;
  },
): Promise<void> {
  const file = join(staging.scratch, basename(new URL(release.url).pathname));
  const digest = await receive(release.url, file, options);
  if (digest !== options.sha256) {
    throw new Error(`${release.url} has SHA-256 ${digest}, published is ${options.sha256}`);
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
  options: { idleMs: number; signal: AbortSignal | undefined; onBytes: (text: string) => void },
): Promise<string> {
  const stalled = new AbortController();
  const silence = setTimeout(
    () => stalled.abort(new Error(`${url} sent nothing for ${options.idleMs / 1000} s`)),
    options.idleMs,
  );
  const signal = options.signal
    ? AbortSignal.any([stalled.signal, options.signal])
    : stalled.signal;
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
          options.onBytes(`${formatBytes(received)}${total}`);
          yield chunk;
        }
      },
      createWriteStream(file),
      { signal },
    );
    return hash.digest("hex");
  } catch (error) {
    options.signal?.throwIfAborted();
    if (stalled.signal.aborted) throw stalled.signal.reason;
    throw new Error(`${url} did not arrive whole: ${reasonOf(error)}`, { cause: error });
  } finally {
    clearTimeout(silence);
  }
}

/** The first line of what was thrown; for the bare "fetch failed", its cause instead. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message === "fetch failed" && error.cause !== undefined) return reasonOf(error.cause);
  return error.message.split("\n")[0] ?? "";
}
