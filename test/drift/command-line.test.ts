import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { main } from "../../drift/main.ts";
import { captured } from "../support/captured.ts";
import { stateBefore } from "../support/recorded-state.ts";

const STATE = JSON.stringify(stateBefore("dedicated"));
const ORG = { OKTA_ORG_URL: "http://127.0.0.1:9", OKTA_ACCESS_TOKEN: "hush-hush" };
const BOLT = "bolt://127.0.0.1:9";

async function run(argv: string[], environment: Record<string, string> = {}, state = STATE) {
  return captured((streams) =>
    main(argv, {
      ...streams,
      input: Readable.from([state]),
      environment: { ...ORG, ...environment },
    }),
  );
}

describe("usage", () => {
  test.each([
    [
      ["--neo4j", "http://graph.example.com"],
      "--neo4j takes an address that begins with one of bolt://, neo4j://",
    ],
    [
      ["--neo4j", "bolt:graph.example.com"],
      "--neo4j takes an address that begins with one of bolt://",
    ],
    [["--neo4j", "bolt://neo4j:sesame@graph.example.com"], "--neo4j takes no user and no password"],
    [
      ["--neo4j", BOLT],
      "the login to Neo4j needs NEO4J_USERNAME and NEO4J_PASSWORD, or NEO4J_OKTA_BREAK_GLASS_PASSWORD, in the environment, or --stack NAME",
    ],
    [["--max-requests", "0"], "it takes a whole number from 1 to 999999"],
  ])("%j is refused, and no password repeated", async (argv, sentence) => {
    const { status, err } = await run(["--state", "-", ...argv]);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
    expect(err).toMatch(/See npm run drift -- --help\. \(drift-usage\)\n$/);
    expect(err).not.toContain("sesame");
  });

  test("a stack without Neo4j, or with several, has none to look at", async () => {
    const password = { NEO4J_PASSWORD: "sesame" };
    const argv = ["--state", "-", "--neo4j", BOLT];
    const { version, deployment } = stateBefore("dedicated");
    const isRelease = ({ type }: { type: string }) => type.endsWith(":Release");
    const without = deployment.resources.filter((one) => !isRelease(one));
    const twice = [...deployment.resources, ...deployment.resources.filter(isRelease)];
    for (const [resources, what] of [
      [without, "no Neo4j"],
      [twice, "2 Neo4j servers"],
    ] as const) {
      const state = JSON.stringify({ version, deployment: { resources } });
      expect(await run(argv, password, state)).toMatchObject({
        status: 2,
        err: `--neo4j is for a stack with one Neo4j; this one declares ${what} in the clear. Fix: leave it out. (drift-neo4j)\n`,
      });
    }
  });
});

describe("with --stack", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "drift-pulumi-"));
    vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  /** A program in the place of Pulumi, which prints the state, and this for an output. */
  async function pulumiPrints(output: string) {
    await writeFile(join(folder, "state.json"), STATE);
    const script = `#!/bin/sh\nif [ "$2" = export ]; then cat ${folder}/state.json; else echo '${output}'; fi\n`;
    await writeFile(join(folder, "pulumi"), script);
    await chmod(join(folder, "pulumi"), 0o755);
  }

  test("the password is the stack's output, and nobody is asked before it is there", async () => {
    await pulumiPrints('"no login"');
    const refused = await run(["--stack", "prod", "--neo4j", BOLT]);
    expect(refused).toMatchObject({
      status: 2,
      err: expect.stringContaining(
        "the output breakGlass of prod is no login: give NEO4J_USERNAME",
      ),
    });
    expect(refused.err).not.toContain("requests to Okta");
    await pulumiPrints('{"username":"neo4j","password":"sesame"}');
    const { status, err } = await run(["--stack", "prod", "--neo4j", BOLT, "--max-requests", "1"]);
    expect(status).toBe(3);
    expect(err).toContain("requests to Okta");
    expect(err).toContain("The budget of 1 requests to Okta is used up.");
    expect(err).not.toContain("sesame");
  });
});
