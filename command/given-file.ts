import { readFile } from "node:fs/promises";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "you may not read it",
};

/**
 * The text of a file that somebody names.
 *
 * @param refuse makes the error, of what is wrong with the file and the fix
 */
export async function readGivenFile(
  path: string,
  refuse: (what: string) => Error,
): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const fix = "Fix: name a file that you may read.";
    throw refuse(`cannot be read: ${REASONS[code] ?? code}. ${fix}`);
  }
}
