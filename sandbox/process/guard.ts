import { spawn } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Something that cleans up after this process when this process can no longer do so itself. */
export interface Guard {
  /** Calls the guard off: what it watches has been cleaned up in the orderly way. */
  release(): void;
}

/** A folder of ours for as long as we live. */
export interface OwnedDirectory {
  readonly path: string;
  /** Deletes the folder and all in it. */
  remove(): Promise<void>;
}

/**
 * Both scripts read what they watch from the first line of standard input, and then wait for its
 * end, which comes when the parent is gone: the kernel closes the pipe even after SIGKILL. A second
 * line calls them off.
 */
const END_GROUP = (graceSeconds: number) => `
read -r group || exit 0
read -r released && exit 0
kill -s TERM -- "-$group" 2>/dev/null || exit 0
left=${graceSeconds}
while [ "$left" -gt 0 ] && kill -s 0 -- "-$group" 2>/dev/null; do sleep 1; left=$((left - 1)); done
kill -s KILL -- "-$group" 2>/dev/null
exit 0`;

/** Looks again after a second: processes that are just being ended may still have written there. */
const REMOVE_DIRECTORY = `
read -r directory || exit 0
read -r released && exit 0
left=15
while [ -e "$directory" ] && [ "$left" -gt 0 ]; do
  rm -rf -- "$directory" 2>/dev/null
  sleep 1
  left=$((left - 1))
done`;

/**
 * Ends a process group once this process is gone.
 * @param graceSeconds whole seconds between SIGTERM and SIGKILL
 */
export function guardProcessGroup(group: number, graceSeconds = 5): Guard {
  return startGuard(END_GROUP(graceSeconds), String(group));
}

/** Makes a private (0700) temporary folder that is deleted even if this process is killed. */
export async function ownDirectory(prefix: string): Promise<OwnedDirectory> {
  const path = await realpath(await mkdtemp(join(tmpdir(), prefix)));
  const guard = startGuard(REMOVE_DIRECTORY, path);
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      guard.release();
    },
  };
}

/** The guard has a session of its own, so that Ctrl-C in the terminal does not reach it. */
function startGuard(script: string, watched: string): Guard {
  const shell = spawn("/bin/sh", ["-c", script], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const pipe = shell.stdin as Socket;
  const ignore = () => {};
  shell.on("error", ignore);
  pipe.on("error", ignore);
  pipe.write(`${watched}\n`);
  shell.unref();
  pipe.unref();
  return { release: () => pipe.end("released\n") };
}
