import { readFile, stat } from "node:fs/promises";
import { jsonOf } from "../access/json.ts";

/** What a file of evidence holds, or why it holds none, in words that go on after its name. */
export type EvidenceFile = { content: unknown } | { fault: string };

/** Bytes. Evidence has some hundred. */
const LARGEST = 16_384;

/** Reads it; whether it proves anything is not judged. */
export async function readEvidence(path: string): Promise<EvidenceFile> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return { fault: "is no file" };
    if (found.size > LARGEST) return { fault: "is too large for evidence" };
    return { content: jsonOf(await readFile(path, "utf8")) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { fault: code === "ENOENT" ? "is not there" : `cannot be read: ${code}` };
  }
}
