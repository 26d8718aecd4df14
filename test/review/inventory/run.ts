import { Readable } from "node:stream";
import { main } from "../../../review/inventory/main.ts";

/** Runs `npm run access` in this process with a text on its standard input. */
export async function run(input: string, ...argv: string[]) {
  let out = "";
  let err = "";
  const status = await main(argv, {
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      err += text;
    },
    input: Readable.from([input]),
  });
  return { status, out, err };
}

/** The same for a state. */
export function access(state: unknown, ...argv: string[]) {
  return run(JSON.stringify(state), "--state", "-", ...argv);
}
