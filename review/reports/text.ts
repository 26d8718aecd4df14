import { explanation, type Report, sections, summary, verdict } from "../report.ts";
import { wrap } from "./lines.ts";

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
    ...(report.unaffected ?? []).map((what) => wrap(`${what}.`, 0)),
    ...(besides === "" ? [] : [`Not in this stack, and so not looked at\n${besides}`]),
    [
      wrap(summary(report), 0),
      `${verdict(report)}${report.objections.length === 0 ? "." : ":"}`,
      ...report.objections.map((one) => wrap(`- ${one}`, 2)),
    ].join("\n"),
  ].join("\n\n")}\n`;
}
