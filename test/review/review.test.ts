import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { reportSchema } from "../../review/report.ts";
import { recordedPreview } from "../support/recorded-preview.ts";
import { run } from "./run.ts";

const SCHEMA = z.toJSONSchema(reportSchema);
const GAIN = recordedPreview("reader-to-publisher", "dedicated");
const WIDER = recordedPreview("lifetime-longer", "dedicated");

test("the published JSON Schema is the one that holds", async () => {
  const text = `${JSON.stringify(SCHEMA, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../docs/schemas/review.schema.json");
});

test("--json is what the schema says, and holds the same changes", async () => {
  const { out, status } = await run(GAIN, "--preview", "-", "--json");
  const report = JSON.parse(out);
  expect(new Ajv2020().validate(SCHEMA, report)).toBe(true);
  expect(report.changes).toMatchObject([
    { category: "gained", subject: "graph-reporting", role: "publisher" },
    { category: "lost", subject: "graph-reporting", role: "reader" },
  ]);
  expect(status).toBe(0);
});

describe("the gate", () => {
  test.each([
    [GAIN, "gain", 1, 10],
    [GAIN, "loss", 1, 11],
    [GAIN, "widening,break,outage,unknown", 0, 0],
    [WIDER, "widening", 1, 12],
    [WIDER, "never", 0, 0],
  ])("objects to what it is told to (%#)", async (preview, list, status, detailed) => {
    const argv = ["--preview", "-", "--fail-on", list];
    expect((await run(preview, ...argv)).status).toBe(status);
    expect((await run(preview, ...argv, "--detailed-exitcode")).status).toBe(detailed);
  });

  test("objects to many changes at once, unless they are allowed", async () => {
    const argv = ["--preview", "-", "--fail-on", "never", "--allow-mass-change"];
    const { out, status } = await run(GAIN, ...argv, "0");
    expect(status).toBe(1);
    expect(out).toMatch(
      /The gate objects:\n {2}- 1 of 3 accounts are removed or changed at once, more than 0\. If that is\n {4}meant: --allow-mass-change 1\n$/,
    );
    expect((await run(GAIN, ...argv, "0", "--detailed-exitcode")).status).toBe(16);
    expect((await run(GAIN, ...argv, "1")).status).toBe(0);
  });
});

describe("what is no whole preview is refused, and never taken for no change", () => {
  const parsed = JSON.parse(GAIN);
  const withStep = (step: unknown) => ({ ...parsed, steps: [...parsed.steps, step] });
  const { op: _op, ...step } = parsed.steps[0];
  test.each([
    ["", "is not one JSON document; it may have been cut off"],
    [GAIN.slice(0, -10), "is not one JSON document; it may have been cut off"],
    ["[]", "is no preview: it has no steps with a summary of changes"],
    ['{"version":3,"deployment":{}}', "is no preview"],
    [
      { ...parsed, steps: parsed.steps.filter((one: { op: string }) => one.op !== "same") },
      "leaves out \\d+ unchanged resources",
    ],
    [{ ...parsed, steps: null }, "leaves out \\d+ unchanged resources"],
    [{ ...parsed, maybeCorrupt: true }, "Pulumi says that the preview may be wrong"],
    [
      { ...parsed, diagnostics: [{ severity: "error", message: "boom\nmore" }] },
      "The preview failed: boom\\.",
    ],
    [
      withStep({ op: "migrate", ...step }),
      'has a step "migrate", which this version does not know',
    ],
    [withStep({ op: "create", urn: 7 }), "A step of the preview has another form than expected"],
  ])("%#", async (preview, sentence) => {
    const text = typeof preview === "string" ? preview : JSON.stringify(preview);
    const { status, out, err } = await run(text, "--preview", "-");
    expect({ status, out }).toEqual({ status: 3, out: "" });
    expect(err).toMatch(new RegExp(`${sentence}[\\s\\S]*\\(review-preview\\)\\n$`));
  });

  test("a file that is not there", async () => {
    const { status, err } = await run("", "--preview", "/nowhere/preview.json");
    expect(status).toBe(3);
    expect(err).toMatch(/^\/nowhere\/preview\.json cannot be read: ENOENT.*\(review-preview\)\n$/);
  });
});

describe("usage", () => {
  test.each([
    [[], "give either --stack NAME or --preview FILE"],
    [["--stack", "dev", "--preview", "x"], "give either --stack NAME or --preview FILE"],
    [["--stack", "--x"], "--stack --x is no stack name"],
    [
      ["--preview", "-", "--fail-on", "gains"],
      "it takes gain, loss, widening, break, outage, unknown or never",
    ],
    [["--preview", "-", "--allow-mass-change", "-1"], "it takes a whole number"],
    [["--wrong"], "unknown option '--wrong'"],
  ])("%j is refused", async (argv, sentence) => {
    const { status, err } = await run("", ...argv);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
    expect(err).toMatch(/See npm run review -- --help\. \(review-usage\)\n$/);
  });

  test("--help fits on a terminal", async () => {
    const { status, out } = await run("", "--help");
    expect(status).toBe(0);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(out).toContain("--fail-on <list>");
  });
});

test("names cannot move the cursor, hide or turn text", async () => {
  const evil = "etl\u001b[2J\u202e\u200b\r\nloader";
  const preview = GAIN.replaceAll('"graph-reporting"', JSON.stringify(evil));
  const { out } = await run(preview, "--preview", "-");
  expect(out).toContain("gains publisher");
  expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test.each([
  ["a secret", "[secret]"],
  ["not known yet", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
])("a mapping that is %s is never taken for none", async (_what, value) => {
  const preview = JSON.parse(GAIN);
  const release = preview.steps.find(({ urn }: { urn: string }) => urn.endsWith("neo4j-release"));
  const name = "dbms.security.oidc.okta-backend.authorization.group_to_role_mapping";
  release.newState.inputs.values.config[name] = value;
  const { status, out } = await run(JSON.stringify(preview), "--preview", "-");
  expect(status).toBe(1);
  expect(out).toContain("Who has which role in neo4j/neo4j cannot be told.");
  expect(out).toContain("the page has changes of the kind unknown");
});
