import { open, unlink } from "node:fs/promises";
import { Neo4jOktaError } from "../../access/errors.ts";

/**
 * Writes a private key into a new file that only its owner reads.
 *
 * @throws Neo4jOktaError `keygen-output`, also for a file that is there
 */
export async function writeKeyFile(path: string, pem: string): Promise<void> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(pem);
      await file.sync();
    } catch (error) {
      await unlink(path);
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const [what, fix] =
      code === "EEXIST"
        ? ["is there already, and may be a key in use", "give another name"]
        : [
            `cannot be written: ${code}`,
            "give a file in a folder that exists and that you may write to",
          ];
    throw new Neo4jOktaError("keygen-output", `--output ${path} ${what}. Fix: ${fix}.`);
  }
}
