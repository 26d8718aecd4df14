import { entriesOf, type Format } from "./format.ts";

/** One object, the contract's keys to their values. */
export const json: Format = {
  hasSecrets: true,
  options: [],
  render: (handed) => `${JSON.stringify(Object.fromEntries(entriesOf(handed)), null, 2)}\n`,
};
