import type { ErrorCode } from "../access/errors.ts";
import { jsonText } from "../access/json.ts";
import { exitOf, type Surroundings } from "../command/command.ts";
import { readGiven, stateText } from "../review/input.ts";
import { readState } from "../review/state.ts";
import { compare, renderComparison } from "./compare.ts";
import { readExpectation } from "./expectation.ts";
import { renderCsv } from "./formats/csv.ts";
import { renderHtml } from "./formats/html.ts";
import { renderMarkdown } from "./formats/markdown.ts";
import { renderTable } from "./formats/table.ts";
import { inventoryOf } from "./inventory.ts";
import { type Options, parseOptions } from "./options.ts";
import type { Inventory } from "./schema.ts";
import { handOver } from "./sheet.ts";
import { requireDatabase, whoHas } from "./who.ts";

const EXIT = { done: 0, differs: 1, notLookedAt: 3 } as const;

const USAGE: readonly ErrorCode[] = [
  "access-usage",
  "access-account-unknown",
  "access-expectation",
];

/** @returns the exit status: 0 listed or as expected, 1 not as expected, 2 usage, 3 could not look */
export async function main(argv: string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (!options) return EXIT.done;
    const inventory = inventoryOf(readState(await stateText(options, around)));
    if (options.expect !== undefined) return await expected(options.expect, inventory, around);
    around.write(rendered(options, inventory));
    return EXIT.done;
  } catch (error) {
    return exitOf(error, around, USAGE);
  }
}

async function expected(
  file: string,
  inventory: Inventory,
  { input, write }: Surroundings,
): Promise<number> {
  requireDatabase(inventory);
  const text = await readGiven(file, input, "access-expectation");
  const name = file === "-" ? "standard input" : file;
  const comparison = compare(readExpectation(text, name, inventory), inventory);
  write(renderComparison(comparison, name, inventory));
  if (comparison.differences.length > 0) return EXIT.differs;
  return comparison.unknown.length > 0 ? EXIT.notLookedAt : EXIT.done;
}

function rendered(
  { markdown, html, csv, json, who, account }: Options,
  inventory: Inventory,
): string {
  if (who !== undefined) return whoHas(who, inventory);
  if (account !== undefined) return handOver(account, inventory);
  if (json) return jsonText(inventory);
  if (markdown) return renderMarkdown(inventory);
  if (html) return renderHtml(inventory);
  return csv ? renderCsv(inventory) : renderTable(inventory);
}
