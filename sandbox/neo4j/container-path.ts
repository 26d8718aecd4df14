import { join, resolve } from "node:path";

/**
 * Where a path inside the container is on this machine. Whatever it is, it stays below the
 * container's root: a relative one starts there, and `..` ends there.
 */
export function containerPath(root: string, path: string): string {
  return join(root, resolve("/", path));
}
