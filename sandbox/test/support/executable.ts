import { execFileSync } from "node:child_process";

/**
 * Writes an executable file, and answers its path. A shell writes it: a descriptor of ours that is open for writing
 * could be inherited by a process that another test starts at this moment, and the file could not be run (ETXTBSY).
 */
export function writeExecutable(path: string, text: string): string {
  const script = 'cat > "$1" && chmod 755 "$1"';
  execFileSync("/bin/sh", ["-c", script, "sh", path], { input: text });
  return path;
}
