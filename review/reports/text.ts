import { explanation, type Report, sections, summary, verdict } from "../report.ts";
import { visible } from "./visible.ts";

const WIDTH = 80;

/** The page for a terminal: 80 columns, the verdict last. */
export function renderText(report: Report): string {
  const parts = sections(report).map(({ heading, changes }) => {
    const blocks = changes.map((change) => {
      const { sentence, owner } = change;
      const what = `${sentence}${owner === undefined ? "" : ` (owner: ${owner})`}.`;
      return [wrap(what, 2), ...explanation(change).map((one) => wrap(one, 4))].join("\n");
    });
    return `${heading}\n${blocks.join("\n")}`;
  });
  const besides = report.notLookedAt.map((what) => wrap(`- ${what}`, 2)).join("\n");
  return `${[
    ...parts,
    ...(besides === "" ? [] : [`Not in this stack, and so not looked at\n${besides}`]),
    [
      wrap(summary(report), 0),
      `${verdict(report)}${report.objections.length === 0 ? "." : ":"}`,
      ...report.objections.map((one) => wrap(`- ${one}`, 2)),
    ].join("\n"),
  ].join("\n\n")}\n`;
}

/** Breaks a line at spaces, with all its lines that far in, and those of a list two further. */
function wrap(text: string, indent: number): string {
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
