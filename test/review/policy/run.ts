import { Readable } from "node:stream";
import { main } from "../../../review/policy/main.ts";

/** Runs `npm run policy` in this process with a text on its standard input. */
export async function policy(input: string, ...argv: string[]) {
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
