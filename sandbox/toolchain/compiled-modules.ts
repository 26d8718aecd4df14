import { mkdir } from "node:fs/promises";
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { assertOwnCache, cacheDirectory } from "./cache.ts";

/**
 * Lets Node.js keep what it has compiled, for this process and for those that it starts: a rehearsal starts more
 * than a dozen, most of them of the same modules. The place is `node` in the user's cache, or what
 * NODE_COMPILE_CACHE names already. Where others could write, nothing is kept: whoever uses the cache for
 * more refuses it.
 *
 * @param env gets NODE_COMPILE_CACHE
 */
export async function keepCompiledModules(env: NodeJS.ProcessEnv): Promise<void> {
  if (env.NODE_COMPILE_CACHE || env.NODE_DISABLE_COMPILE_CACHE) return;
  const cache = cacheDirectory(env);
  const directory = join(cache, "node");
  try {
    await assertOwnCache(cache);
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch {
    return;
  }
  env.NODE_COMPILE_CACHE = directory;
  enableCompileCache(directory);
}
