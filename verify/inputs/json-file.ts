import { readGivenFile } from "../../command/given-file.ts";
import { VerifyError } from "../errors.ts";

/**
 * Reads a JSON object. Nothing of its content is ever in an error message, as it may be a secret.
 *
 * @param option the option that named the file, for the message
 * @throws {VerifyError} `verify-file-missing` or `verify-file-not-json`
 */
export async function readJsonFile(path: string, option: string): Promise<Record<string, unknown>> {
  const text = await readText(path, option);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {}
  throw new VerifyError("verify-file-not-json", `${option} ${path} does not hold a JSON object.`);
}

/** Reads a text file. @throws {VerifyError} `verify-file-missing` */
export function readText(path: string, option: string): Promise<string> {
  return readGivenFile(path, (what) => {
    return new VerifyError("verify-file-missing", `${option} ${path} ${what}`);
  });
}
