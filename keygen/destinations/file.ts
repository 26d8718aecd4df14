import { Neo4jOktaError } from "../../access/errors.ts";
import { writePrivateFile } from "../../command/private-file.ts";

/**
 * Writes a private key into a new file that only its owner reads.
 *
 * @throws Neo4jOktaError `keygen-output`, also for a file that is there
 */
export function writeKeyFile(path: string, pem: string): Promise<void> {
  return writePrivateFile(path, pem, (code) => {
    const [what, fix] =
      code === "EEXIST"
        ? ["is there already, and may be a key in use", "give another name"]
        : [
            `cannot be written: ${code}`,
            "give a file in a folder that exists and that you may write to",
          ];
    return new Neo4jOktaError("keygen-output", `--output ${path} ${what}. Fix: ${fix}.`);
  });
}
