import { sentence } from "../../terminal.ts";
import { plain } from "../plain.ts";

/** The stable code of an expected failure; undefined: it is a bug. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/**
 * Expected failures carry a code and get one sentence; anything else is a bug and shows its stack.
 *
 * @param columns of the terminal; undefined where there is none
 */
export function explain(error: unknown, columns: number | undefined): string {
  if (!(error instanceof Error)) return plain(String(error));
  const code = codeOf(error);
  if (code === undefined) return plain(error.stack ?? error.message);
  return plain(sentence(`${error.message} (${code})`, columns));
}
