import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { judge, readAccepted } from "../../drift/accept.ts";
import { main } from "../../drift/main.ts";
import { captured } from "../support/captured.ts";

const GAIN = {
  category: "gained" as const,
  code: "role-gained" as const,
  subject: "etl-loader",
  accounts: ["etl-loader"],
  sentence: "etl-loader gains admin",
  causes: [],
  effects: [],
};

test("an accepted difference stays on the page, and is open again after its last day", () => {
  const accepted = readAccepted(
    "- { code: role-gained, subject: etl-loader, until: 2026-12-31, reason: agreed with security }",
    "known.yaml",
  );
  expect(judge([GAIN], accepted, "2026-12-31")).toEqual({
    changes: [{ ...GAIN, causes: ["it is accepted until 2026-12-31: agreed with security"] }],
    open: [],
  });
  const late = judge([GAIN], accepted, "2027-01-01");
  expect(late.open).toEqual(late.changes);
  expect(late.changes[0]?.causes).toEqual(["its acceptance ended on 2026-12-31"]);
  const other = { ...GAIN, subject: "reporting" };
  expect(judge([other], accepted, "2026-12-31")).toEqual({ changes: [other], open: [other] });
});

test("the list in docs/drift.md is accepted as it stands", () => {
  const docs = readFileSync(join(import.meta.dirname, "../../docs/drift.md"), "utf8");
  const [, yaml = ""] = /```yaml\n(.+?)```/s.exec(docs) ?? [];
  expect(readAccepted(yaml, "docs/drift.md")).toMatchObject([
    { code: "role-gained" as const, subject: "helpdesk-bot", until: "2027-01-31" },
  ]);
});

test("an empty file accepts nothing", () => {
  expect(readAccepted("", "known.yaml")).toEqual([]);
});

test.each([
  ["- { code: role-gained", "known.yaml is not YAML: "],
  ["- { code: role-gaind, subject: b, until: 2026-12-31, reason: c }", "known.yaml: 0.code: "],
  ["- { code: hidden, subject: b, until: soon, reason: c }", "known.yaml: 0.until: "],
  ["- { code: hidden, subject: b, until: 2026-12-31 }", "known.yaml: 0.reason: "],
  ["- { code: hidden, subject: b, until: 2026-12-31, reason: c, by: d }", 'Unrecognized key: "by"'],
])("refuses %j", (text, sentence) => {
  expect(() => readAccepted(text, "known.yaml")).toThrow(
    expect.objectContaining({ code: "drift-accept", message: expect.stringContaining(sentence) }),
  );
});

describe("usage", () => {
  async function run(argv: string[], environment: Record<string, string> = {}) {
    return captured((streams) =>
      main(argv, { ...streams, input: Readable.from(["{}"]), environment }),
    );
  }
  const ORG = { OKTA_ORG_URL: "http://127.0.0.1:9", OKTA_ACCESS_TOKEN: "hush-hush" };

  test.each([
    [[], "give either --stack NAME or --state FILE"],
    [["--stack", "--x"], "--stack --x is no stack name"],
    [["--state", "-"], "npm run drift needs OKTA_ORG_URL and a credential in the environment"],
  ])("%j is refused", async (argv, sentence) => {
    const { status, err } = await run(argv);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
    expect(err).toMatch(/See npm run drift -- --help\. \(drift-usage\)\n$/);
  });

  test("what is no state, or no file of accepted differences, is told", async () => {
    expect(await run(["--state", "-"], ORG)).toMatchObject({
      status: 3,
      err: expect.stringMatching(/^The state .+ \(review-state\)\n$/),
    });
    expect(await run(["--state", "-", "--accept", "/nowhere"], ORG)).toMatchObject({
      status: 2,
      err: expect.stringMatching(
        /^\/nowhere cannot be read: there is no such file.+ \(drift-accept\)\n$/,
      ),
    });
  });

  test("--help fits on a terminal", async () => {
    const { status, out } = await run(["--help"]);
    expect(status).toBe(0);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});
