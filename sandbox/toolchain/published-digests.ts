import { SandboxError } from "../errors.ts";
import { toolCatalogue } from "./catalogue.ts";
import { DIGESTS_FILE, type Digests, keptDigests } from "./digests.ts";
import { offerDownload } from "./download.ts";
import { type LocateOptions, surroundings } from "./locate.ts";
import type { Platform } from "./platform.ts";
import { PLUGIN_DOWNLOADS } from "./plugin-store.ts";

/** The machines that a team may have. */
const PLATFORMS: readonly Platform[] = (["linux", "darwin"] as const).flatMap((os) => [
  { os, arch: "x64" },
  { os, arch: "arm64" },
]);

/**
 * What `toolchain-digests.json` has to hold: the digests that are published now of every pinned tool
 * for every platform, and those of plugins that the team keeps already.
 *
 * @throws SandboxError `toolchain-digests` if a server does not answer
 */
export async function publishedDigests(options: LocateOptions = {}): Promise<Digests> {
  const around = surroundings(options);
  const { catalogue = toolCatalogue } = options;
  const specs = PLATFORMS.flatMap((platform) => catalogue(platform));
  const releases = specs.flatMap(({ release }) => release ?? []);
  const found = await Promise.all(
    releases.map(async (release) => {
      const offer = await offerDownload(release, around);
      if (!("reason" in offer)) return [release.url, offer.sha256] as const;
      throw new SandboxError(
        "toolchain-digests",
        `${release.url} has no digest to be had: ${offer.reason}. Fix: let this machine reach the server, and write ${DIGESTS_FILE} then.`,
      );
    }),
  );
  const kept = Object.entries((await keptDigests(around.project))?.digests ?? {});
  const plugins = kept.filter(([url]) => url.startsWith(PLUGIN_DOWNLOADS));
  return Object.fromEntries([...found, ...plugins].sort(([a], [b]) => (a < b ? -1 : 1)));
}
