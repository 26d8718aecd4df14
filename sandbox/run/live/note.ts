import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { assertOwnCache } from "../../toolchain/index.ts";

/** Which stack a sandbox rehearses. */
export interface Identity {
  /** Absolute path of the project's folder. */
  root: string;
  stack: string;
}

const noteSchema = z.object({ version: z.literal(1), socket: z.string() });

/**
 * Notes in the user's cache folder where the sandbox of a stack can be told something. The newest sandbox
 * of a stack counts.
 *
 * @returns takes the note back, if it is still this sandbox's
 * @throws SandboxError `toolchain-cache`
 */
export async function noteSandbox(
  cache: string,
  identity: Identity,
  socket: string,
): Promise<() => Promise<void>> {
  await mkdir(join(cache, "running"), { recursive: true, mode: 0o700 });
  await assertOwnCache(cache);
  const file = noteFile(cache, identity);
  await writeFile(file, JSON.stringify({ version: 1, socket }), { mode: 0o600 });
  return async () => {
    if ((await readNote(file)) === socket) await rm(file, { force: true });
  };
}

/**
 * @returns the path of the socket of the sandbox that was started last for this stack; it may be gone
 * @throws SandboxError `toolchain-cache`
 */
export async function notedSandbox(cache: string, identity: Identity): Promise<string | undefined> {
  await assertOwnCache(cache);
  return readNote(noteFile(cache, identity));
}

async function readNote(file: string): Promise<string | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(file, "utf8"))).socket;
  } catch {
    return undefined;
  }
}

function noteFile(cache: string, { root, stack }: Identity): string {
  const name = createHash("sha256")
    .update(JSON.stringify([root, stack]))
    .digest("hex");
  return join(cache, "running", `${name.slice(0, 32)}.json`);
}
