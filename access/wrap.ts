/** Columns that fit on every terminal. */
const WIDTH = 80;
/** A terminal with fewer columns breaks lines better by itself; one that does not know its own has 0. */
const NARROW = 40;

/** How {@link wrapped} sets a line. */
export interface Wrapping {
  /** Columns, at most, unless a single word has more. Default: 80. */
  width?: number;
  /** What the first line begins with. Default: nothing. */
  first?: string;
  /** What every further line begins with. Default: `first`. */
  further?: string;
}

/** Breaks a line at its spaces so that it fits on a terminal. */
export function wrapped(line: string, wrapping: Wrapping = {}): string {
  const { width = WIDTH, first = "", further = first } = wrapping;
  const lines: string[] = [];
  let current = first;
  let begun = false;
  for (const word of line.split(" ")) {
    const longer = begun ? `${current} ${word}` : `${current}${word}`;
    if (begun && longer.length > width) {
      lines.push(current);
      current = `${further}${word}`;
    } else current = longer;
    begun = true;
  }
  return [...lines, current].join("\n");
}

/**
 * A sentence for standard error: broken on a terminal, and one line where a program or a log takes it.
 *
 * @param columns of the terminal; undefined where there is none
 */
export function sentence(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < NARROW) return text;
  const lines = text.split("\n");
  return lines.map((line) => wrapped(line, { width: Math.min(columns, WIDTH) })).join("\n");
}
