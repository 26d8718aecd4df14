import { createHash } from "node:crypto";
import { join } from "node:path";
import { programId } from "./build.ts";
import { cacheKey } from "./cache.ts";
import { keptDigests } from "./digests.ts";
import { pinnedGo } from "./go-toolchain.ts";
import { type LocateOptions, surroundings } from "./locate.ts";

/** What a CI needs to keep the tools from one run to the next. */
export interface CiCache {
  /** The folder that holds the tools, and nothing of any run. */
  path: string;
  /** Equal for the same tools, whoever made them. */
  key: string;
}

/**
 * Names what is pinned now: versions, sources and flags of the builds, downloads, digests that a team keeps, and the
 * platform. Asks no server, and looks at no tool.
 *
 * @throws SandboxError `toolchain-digests`, `toolchain-platform`
 */
export async function ciCache(options: LocateOptions = {}): Promise<CiCache> {
  const { cache, catalogue, platform, project } = surroundings(options);
  const tools = catalogue.map((spec) => [
    cacheKey(spec, platform),
    spec.release,
    programId(spec.build),
  ]);
  const pinned = [tools, pinnedGo(platform), (await keptDigests(project))?.digests];
  const digest = createHash("sha256").update(JSON.stringify(pinned)).digest("hex");
  const { os, arch } = platform;
  return {
    path: join(cache, "tools"),
    key: `neo4j-okta-toolchain-${os}-${arch}-${digest.slice(0, 20)}`,
  };
}
