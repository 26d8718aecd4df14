import { visible } from "./visible.ts";

/** Columns of a terminal that every page fits in. */
const WIDTH = 80;

/** Breaks a line at spaces, with all its lines that far in, and those of a list two further. */
export function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of visible(text).split(" ")) {
    if (line !== "" && indent + 2 + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  const further = text.startsWith("- ") ? indent + 2 : indent;
  return [...lines, line]
    .map((one, index) => `${" ".repeat(index === 0 ? indent : further)}${one}`)
    .join("\n");
}
