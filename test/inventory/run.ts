import { Readable } from "node:stream";
import { main } from "../../inventory/main.ts";
import { captured } from "../support/captured.ts";

/** Runs `npm run access` in this process with a text on its standard input. */
export async function run(input: string, ...argv: string[]) {
  return captured((streams) => main(argv, { ...streams, input: Readable.from([input]) }));
}

/** The same for a state. */
export function access(state: unknown, ...argv: string[]) {
  return run(JSON.stringify(state), "--state", "-", ...argv);
}
