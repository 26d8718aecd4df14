import { type FileHandle, open } from "node:fs/promises";

/** Longer files are no keys. */
const MAX_BYTES = 64 * 1024;

/**
 * A private key that a variable has: PEM or JWK as text, or else the path of a file with one.
 *
 * @returns or what is wrong, as the rest of a sentence after "needs"; it holds no part of a key
 */
export async function readPrivateKey(
  variable: string,
  value: string,
): Promise<{ privateKey: string } | string> {
  if (/^\s*(?:-----BEGIN|\{)/.test(value)) return { privateKey: value };
  let file: FileHandle | undefined;
  try {
    file = await open(value, "r");
    const stat = await file.stat();
    if (stat.isDirectory() || stat.size > MAX_BYTES) {
      return `a file with a private key in ${variable}`;
    }
    if ((stat.mode & 0o007) !== 0) {
      return `a file in ${variable} that others on this machine can neither read nor write: chmod o= ${value}`;
    }
    return { privateKey: await file.readFile("utf8") };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : code;
    return `a private key in ${variable}: PEM text, or the path of a file with it (${why})`;
  } finally {
    await file?.close();
  }
}
