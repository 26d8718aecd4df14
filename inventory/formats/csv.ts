import { stringify } from "csv-stringify/sync";
import { visible } from "../../access/visible.ts";
import { chain } from "../routes.ts";
import type { Inventory } from "../schema.ts";
import { COLUMNS } from "./columns.ts";

/** A row for each account (RFC 4180). No cell can be a formula: such a one begins with `'`. */
export function renderCsv({ accounts }: Inventory): string {
  const rows = accounts.map((account) => [
    ...Object.values(COLUMNS).map((cells) => plain(cells(account).join(", "))),
    plain(account.routes.map(chain).join("; ")),
  ]);
  return stringify([[...Object.keys(COLUMNS), "routes"], ...rows], { escape_formulas: true });
}

/** Nothing stands before a sign that would begin a formula. */
function plain(text: string): string {
  return visible(text).trim();
}
