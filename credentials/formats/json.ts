import { jsonText } from "../../access/json.ts";
import { entriesOf, type Format } from "./format.ts";

/** One object, the contract's keys to their values. */
export const json: Format = {
  hasSecrets: true,
  options: [],
  render: (handed) => jsonText(Object.fromEntries(entriesOf(handed))),
};
