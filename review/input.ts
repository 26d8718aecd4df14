import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { type ErrorCode, Neo4jOktaError } from "../access/errors.ts";

/**
 * The text of a file, or of standard input for `-`.
 *
 * @throws Neo4jOktaError with that code for a file that cannot be read
 */
export async function readGiven(
  file: string,
  input: NodeJS.ReadableStream,
  code: ErrorCode,
): Promise<string> {
  if (file === "-") return readAll(input);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new Neo4jOktaError(code, `${file} cannot be read: ${(error as Error).message}.`);
  }
}
