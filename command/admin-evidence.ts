import writeFileAtomic from "write-file-atomic";
import type { AdminEvidence } from "../access/admin-evidence.ts";
import { jsonText } from "../access/json.ts";

/**
 * Writes evidence, whole or not at all. It holds no secret.
 *
 * @param refuse makes the error, of the system's code
 */
export async function writeAdminEvidence(
  path: string,
  evidence: AdminEvidence,
  refuse: (code: string) => Error,
): Promise<void> {
  try {
    await writeFileAtomic(path, jsonText(evidence), { mode: 0o644 });
  } catch (error) {
    throw refuse(String((error as NodeJS.ErrnoException).code));
  }
}
