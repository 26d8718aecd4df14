import { Readable } from "node:stream";
import { main } from "../../keygen/main.ts";
import { captured, type Run } from "../support/captured.ts";

/** Runs `npm run keygen`, with this on standard input. */
export function keygen(argv: string[], input = ""): Promise<Run> {
  return captured((streams) => main(argv, { ...streams, input: Readable.from([input]) }));
}
