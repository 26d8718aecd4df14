import Table from "cli-table3";

const EDGES = ["top", "bottom", "left", "mid", "right"] as const;
const NO_BORDER = Object.fromEntries(
  EDGES.flatMap((edge) => [edge, `${edge}-left`, `${edge}-mid`, `${edge}-right`]).map((name) => [
    name,
    "",
  ]),
);

/** Columns as wide as their widest cell, without borders or colours, for terminals and logs. */
export function renderTable(header: string[], rows: string[][]): string {
  const table = new Table({
    head: header,
    chars: { ...NO_BORDER, middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
