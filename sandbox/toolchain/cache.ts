import { randomBytes } from "node:crypto";
import {
  access,
  constants,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { join, resolve } from "node:path";
import envPaths from "env-paths";
import { SandboxError } from "../errors.ts";
import type { ToolSpec } from "./catalogue.ts";
import { reasonOf } from "./download.ts";
import type { Platform } from "./platform.ts";

/** Name of a tool's entry, e.g. `etcd-3.6.5-linux-x64`. */
export function cacheKey({ name, version }: ToolSpec, { os, arch }: Platform): string {
  return `${name}-${version}-${os}-${arch}`;
}

/** A complete cache entry. */
export interface CacheEntry {
  /** Absolute path of the executable. */
  path: string;
  origin: "download" | "build";
  /** Of a build: which program it is (`programId`). */
  program?: string | undefined;
}

/** A folder that becomes the cache entry as a whole, or is discarded as a whole. */
export interface Staging {
  /** What the entry will hold. */
  files: string;
  /** For intermediate files; never part of the entry. */
  scratch: string;
  /** Turns the staged files into the entry in one rename; `executable` is a name inside `files`. */
  commit(executable: string, origin: CacheEntry["origin"], program?: string): Promise<CacheEntry>;
  /** Removes everything that was not committed. */
  discard(): Promise<void>;
}

const MANIFEST = "entry.json";

/**
 * The user's cache folder for this project: `directory` if given, else `NEO4J_OKTA_CACHE`, else the
 * platform's own place (`$XDG_CACHE_HOME/neo4j-okta`, `~/.cache/neo4j-okta`, `~/Library/Caches/neo4j-okta`).
 */
export function cacheDirectory(env: NodeJS.ProcessEnv, directory?: string): string {
  const chosen = directory ?? env.NEO4J_OKTA_CACHE;
  if (chosen !== undefined && chosen !== "") return resolve(chosen);
  return envPaths("neo4j-okta", { suffix: "" }).cache;
}

/** Folders below the cache whose programs or compiled modules are run, whose states are destroyed by, or whose sandboxes are asked. */
const TRUSTED = ["", "tools", "pulumi-home", "rehearsals", "running", "node"];

/**
 * Refuses a cache in which somebody else can put programs that this user would run.
 *
 * @param user id of this user; undefined: the system has none. Default: the process's
 * @throws SandboxError `toolchain-cache`
 */
export async function assertOwnCache(cache: string, user = process.getuid?.()): Promise<void> {
  for (const folder of TRUSTED.map((name) => join(cache, name))) {
    const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw unusable(folder, `cannot be used (${reasonOf(error)})`, error);
    });
    if (found === undefined) continue;
    if (!found.isDirectory()) throw unusable(folder, "is not a folder");
    if (user === undefined) continue;
    if (found.uid !== user) throw unusable(folder, "belongs to another user");
    if ((found.mode & 0o002) !== 0) throw unusable(folder, "can be written by every user");
  }
}

function unusable(folder: string, how: string, cause?: unknown): SandboxError {
  return new SandboxError(
    "toolchain-cache",
    `The cache folder ${folder} ${how}. ` +
      "Fix: set NEO4J_OKTA_CACHE to a folder of your own that only you can write, on a disk with 2 GB free.",
    { cause },
  );
}

/** The folder of the tools' entries, made if it is missing. */
export async function ensureTools(cache: string): Promise<string> {
  const tools = join(cache, "tools");
  try {
    await mkdir(tools, { recursive: true, mode: 0o700 });
    await access(tools, constants.W_OK);
  } catch (error) {
    throw unusable(cache, `cannot be written (${reasonOf(error)})`, error);
  }
  return tools;
}

/** The entry for `key`, or undefined if there is none that is whole. */
export async function readEntry(cache: string, key: string): Promise<CacheEntry | undefined> {
  const directory = join(cache, "tools", key);
  try {
    const manifest: Omit<CacheEntry, "path"> & { executable: string; bytes: number } = JSON.parse(
      await readFile(join(directory, MANIFEST), "utf8"),
    );
    const { executable, bytes, origin, program } = manifest;
    const path = join(directory, executable);
    const { size } = await stat(path);
    await access(path, constants.X_OK);
    return size === bytes ? { path, origin, program } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Opens a staging folder for `key`, after removing what killed runs left of theirs.
 * The caller holds the lock of `key`, so no other staging folder of it is alive.
 */
export async function stage(cache: string, key: string): Promise<Staging> {
  const tools = await ensureTools(cache);
  for (const name of await readdir(tools)) {
    if (name.startsWith(`${key}.tmp-`)) await removeTree(join(tools, name));
  }
  const root = join(tools, `${key}.tmp-${randomBytes(6).toString("hex")}`);
  const files = join(root, "files");
  const scratch = join(root, "scratch");
  await mkdir(files, { recursive: true });
  await mkdir(scratch);
  return {
    files,
    scratch,
    async commit(executable, origin, program) {
      const { size } = await stat(join(files, executable));
      const manifest = { executable, origin, program, bytes: size };
      await writeFile(join(files, MANIFEST), JSON.stringify(manifest));
      const entry = join(tools, key);
      await rm(entry, { recursive: true, force: true });
      await rename(files, entry);
      return { path: join(entry, executable), origin, program };
    },
    discard: () => removeTree(root),
  };
}

/** Bytes of everything below `directory`; 0 if it does not exist. */
export async function directorySize(directory: string): Promise<number> {
  let total = 0;
  for (const name of await readdir(directory, { recursive: true }).catch(() => [])) {
    const found = await stat(join(directory, name)).catch(() => undefined);
    if (found?.isFile()) total += found.size;
  }
  return total;
}

function removeTree(directory: string): Promise<void> {
  return rm(directory, { recursive: true, force: true, maxRetries: 3 });
}
