import { visible } from "../../access/visible.ts";
import { wrapped } from "../../access/wrap.ts";

/** Columns of a terminal that every page fits in, with some room at the right. */
const WIDTH = 78;

/** Breaks a line at spaces, with all its lines that far in, and those of a list two further. */
export function wrap(text: string, indent: number): string {
  const first = " ".repeat(indent);
  const further = text.startsWith("- ") ? `${first}  ` : first;
  return wrapped(visible(text), { width: WIDTH, first, further });
}
