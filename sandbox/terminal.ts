import { Help } from "commander";

/** Columns that fit on every terminal. */
const WIDTH = 80;

/**
 * A sentence for standard error: broken on a terminal, and one line where a program or a log takes it.
 *
 * @param columns of the terminal; undefined where there is none
 */
export function sentence(text: string, columns: number | undefined): string {
  return columns === undefined ? text : new Help().boxWrap(text, Math.min(columns, WIDTH));
}
