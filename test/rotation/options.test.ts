import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { main } from "../../rotation/main.ts";
import { captured } from "../support/captured.ts";

describe("a wrong command line", () => {
  const base = ["--contract", "access.json", "--account", "dashboard"];
  const state = ["--state", "kubernetes:ops/rotation"];
  test.each([
    [
      [...base, ...state],
      "say where the service reads its credential: one of --secret, --output and --to",
    ],
    [
      [...base, ...state, "--to", "x"],
      "--to and --secret-command go together: what was delivered is read back",
    ],
    [
      [...base, "--state", "s.json", "--output", "x"],
      "--state s.json is a file: it has to be one that every run sees, or two runs rotate one account at once. Give --shared if it is, or kubernetes:NAMESPACE/NAME",
    ],
    [[...base, ...state, "--all", "--output", "x"], "give either --account NAME or --all"],
    [
      ["--contract", "x", "--all", "--undo", ...state, "--output", "x"],
      "--undo takes --account NAME, not --all",
    ],
    [
      ["--contract", "x", "--all", "--first", ...state, "--output", "x"],
      "--first takes --account NAME, not --all",
    ],
    [
      [...base, ...state, "--output", "x", "--soak", "1 week"],
      "option '--soak <time>' argument '1 week' is invalid. it takes a whole number and s, m, h or d, e.g. 90m",
    ],
    [
      [...base, ...state, "--output", "x", "--bolt-uri", "http://x"],
      "option '--bolt-uri <uri>' argument 'http://x' is invalid. it begins with none of bolt://, neo4j://, bolt+s://, neo4j+s://, bolt+ssc://, neo4j+ssc://",
    ],
  ])("is refused: %j", async (argv, message) => {
    expect(
      await captured((streams) =>
        main(argv, { ...streams, input: Readable.from([]), environment: {} }),
      ),
    ).toEqual({
      status: 2,
      out: "",
      err: `${message}. See npm run rotate -- --help. (rotation-usage)\n`,
    });
  });
});
