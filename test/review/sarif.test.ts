import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordedPreview } from "../support/recorded-preview.ts";
import { CASES } from "../support/review-cases.ts";
import { HOSTILE, renamed } from "./hostile.ts";
import { run } from "./run.ts";

/** That of @microsoft/sarif-matcher-utils 1.0.0-beta.0 (MIT), without its descriptions. */
const SCHEMA = join(import.meta.dirname, "../support/fixtures/sarif-2.1.0.schema.json");
const GAIN = recordedPreview("reader-to-publisher", "dedicated");

let folder: string;
let isSarif: (log: unknown) => boolean;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "review-"));
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  isSarif = ajv.compile(JSON.parse(await readFile(SCHEMA, "utf8")));
});

afterAll(() => rm(folder, { recursive: true }));

interface Result {
  ruleId: string;
  message: { text: string };
  locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
  partialFingerprints: Record<string, string>;
}

async function sarif(preview: string, ...argv: string[]) {
  const file = join(folder, "review.sarif");
  const { err } = await run(preview, "--preview", "-", "--sarif", file, ...argv);
  expect(err).toBe("");
  const text = await readFile(file, "utf8");
  const log = JSON.parse(text);
  expect(isSarif(log)).toBe(true);
  const [{ results, tool }] = log.runs as [
    { results: Result[]; tool: { driver: { rules: { id: string }[] } } },
  ];
  return { text, log, results, rules: tool.driver.rules.map(({ id }) => id) };
}

test("the schema refuses what is no SARIF", async () => {
  const { log } = await sarif(GAIN);
  expect(isSarif({ ...log, version: "2.0.0" })).toBe(false);
  expect(isSarif({ ...log, runs: [{ results: [] }] })).toBe(false);
});

test.each(CASES)("$name has a result for each change, and its rule", async ({ name, base }) => {
  const preview = recordedPreview(name, base);
  const { changes } = JSON.parse((await run(preview, "--preview", "-", "--json")).out);
  const { results, rules } = await sarif(preview);
  const codes = changes.map(({ code }: { code: string }) => code);
  expect(results.map(({ ruleId }) => ruleId)).toEqual(codes);
  expect(rules).toEqual([...new Set(codes)].sort());
});

test("a whole one", async () => {
  const { text } = await sarif(GAIN);
  await expect(text).toMatchFileSnapshot("../golden/review/reader-to-publisher.sarif");
});

test("results are at the settings of the stack, in the folder of the project", async () => {
  const at = async (preview: string, ...argv: string[]) => {
    const { results } = await sarif(preview, ...argv);
    return results[0]?.locations[0]?.physicalLocation.artifactLocation.uri;
  };
  expect(await at(GAIN)).toBe("Pulumi.dedicated.yaml");
  expect(await at(GAIN, "--project", "some where")).toBe("some%20where/Pulumi.dedicated.yaml");
  const prod = GAIN.replaceAll("urn:pulumi:dedicated::", "urn:pulumi:prod::");
  expect(await at(prod)).toBe("Pulumi.prod.yaml");
});

test("a result is known again by its change, whatever else changes", async () => {
  const prints = async (preview: string) =>
    (await sarif(preview)).results.map((one) => one.partialFingerprints["accessChange/v1"]);
  const [gained, lost] = await prints(GAIN);
  const also = await prints(recordedPreview("mass-change", "dedicated"));
  expect(gained).not.toBe(lost);
  expect(await prints(GAIN)).toEqual([gained, lost]);
  expect(also).not.toContain(gained);
});

test.each(HOSTILE)("a name is no link, and hides nothing: %j", async (name) => {
  const { results } = await sarif(renamed(GAIN, name));
  for (const { message } of results) {
    expect(message.text).not.toContain("](");
    expect(message.text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});

test("it is a file", async () => {
  const { status, err } = await run(GAIN, "--preview", "-", "--sarif", "-");
  expect(status).toBe(2);
  expect(err).toMatch(/^--sarif takes a file.*\(review-usage\)\n$/);
});
