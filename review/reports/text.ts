import { CATEGORIES } from "../changes/change.ts";
import { HEADINGS, type Report, summary } from "../report.ts";

const WIDTH = 80;

/** The page for a terminal: 80 columns, the verdict last. */
export function renderText(report: Report): string {
  const sections = CATEGORIES.flatMap((category) => {
    const changes = report.changes.filter((change) => change.category === category);
    if (changes.length === 0) return [];
    const blocks = changes.map(({ sentence, owner, causes, effects }) =>
      [
        wrap(`${sentence}${owner === undefined ? "" : ` (owner: ${owner})`}.`, 2),
        ...causes.map((cause) => wrap(`Because ${cause}.`, 4)),
        ...effects.map((effect) => wrap(`${effect}.`, 4)),
      ].join("\n"),
    );
    return [`${HEADINGS[category]}\n${blocks.join("\n")}`];
  });
  const besides = report.notLookedAt.map((what) => wrap(`- ${what}`, 2)).join("\n");
  const verdict =
    report.objections.length === 0 ? "The gate does not object." : "The gate objects:";
  return `${[
    ...sections,
    ...(besides === "" ? [] : [`Not in this stack, and so not looked at\n${besides}`]),
    [
      wrap(summary(report), 0),
      verdict,
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

/** Without what moves a cursor, hides text or turns its direction. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
