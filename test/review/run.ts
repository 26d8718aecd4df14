import { Readable } from "node:stream";
import { main } from "../../review/main.ts";
import { captured } from "../support/captured.ts";

/** Runs `npm run review` in this process with a text on its standard input. */
export async function run(input: string, ...argv: string[]) {
  return captured((streams) => main(argv, { ...streams, input: Readable.from([input]) }));
}
