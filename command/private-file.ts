import { open, unlink } from "node:fs/promises";

/**
 * Writes a secret into a new file that only its owner reads, whole or not at all.
 *
 * @param refuse makes the error, of the system's code: EEXIST for a file that is there
 */
export async function writePrivateFile(
  path: string,
  text: string,
  refuse: (code: string) => Error,
): Promise<void> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } catch (error) {
      await unlink(path);
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw refuse(String((error as NodeJS.ErrnoException).code));
  }
}
