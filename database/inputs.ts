import { text } from "node:stream/consumers";
import { z } from "zod";
import { Neo4jOktaError } from "../access/errors.ts";
import { jsonOf } from "../access/json.ts";
import { readGivenFile } from "../command/given-file.ts";

/**
 * First passwords by user; none without a file. Nothing of it is ever in a message.
 *
 * @throws Neo4jOktaError `database-passwords`
 */
export async function readPasswords(
  path: string | undefined,
  input: NodeJS.ReadableStream,
): Promise<ReadonlyMap<string, string>> {
  if (path === undefined) return new Map();
  const content = path === "-" ? await text(input) : await readInput(path);
  const passwords = z.record(z.string(), z.string()).safeParse(jsonOf(content));
  if (passwords.success) return new Map(Object.entries(passwords.data));
  throw new Neo4jOktaError(
    "database-passwords",
    `--passwords ${path} is no JSON object of user names and passwords.`,
  );
}

function readInput(path: string): Promise<string> {
  return readGivenFile(path, (what) => {
    return new Neo4jOktaError("database-passwords", `--passwords ${path} ${what}`);
  });
}
