import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordedPreview } from "../support/recorded-preview.ts";
import { CASES } from "../support/review-cases.ts";
import { regrouped, renamed } from "./hostile.ts";
import { run } from "./run.ts";

const GAIN = recordedPreview("reader-to-publisher", "dedicated");
const WIDER = recordedPreview("lifetime-longer", "dedicated");
const OTHER_DIGEST = `sha256:${"0".repeat(64)}`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "review-"));
});

afterAll(() => rm(folder, { recursive: true }));

interface Reviewed {
  digest: string;
  stack: string;
  changes: { sentence: string; causes: string[] }[];
}

async function reviewed(preview: string): Promise<Reviewed> {
  const { out, err } = await run(preview, "--preview", "-", "--json");
  expect(err).toBe("");
  return JSON.parse(out);
}

async function digest(preview: string): Promise<string> {
  return (await reviewed(preview)).digest;
}

/** A file with what `--json` prints of a preview. */
async function approvedFile(preview: string, edit = (text: string) => text): Promise<string> {
  const file = join(folder, "approved.json");
  await writeFile(file, edit((await run(preview, "--preview", "-", "--json")).out));
  return file;
}

/** Another preview of the same change: in another order, at another time, beside a change that is none of access. */
function again(preview: string): string {
  const { steps, changeSummary } = JSON.parse(preview) as {
    steps: { op: string; newState?: object }[];
    changeSummary: Record<string, number>;
  };
  const later = { created: "2031-01-31T01:02:03Z", modified: "2031-01-31T01:02:03Z" };
  const beside = {
    op: "create",
    urn: "urn:pulumi:dev::neo4j-okta::kubernetes:core/v1:ConfigMap::notes",
    newState: {
      urn: "urn:pulumi:dev::neo4j-okta::kubernetes:core/v1:ConfigMap::notes",
      type: "kubernetes:core/v1:ConfigMap",
      inputs: { data: { day: "2031-01-31" } },
    },
  };
  const turned = steps.toReversed().map((step) => ({
    ...step,
    ...(step.newState === undefined ? {} : { newState: { ...step.newState, ...later } }),
  }));
  return JSON.stringify({ steps: [...turned, beside], changeSummary, duration: 7 });
}

describe("the digest of an access change", () => {
  test.each(CASES)("is the same for $name, previewed again", async ({ name, base }) => {
    const preview = recordedPreview(name, base);
    expect(await digest(again(preview))).toBe(await digest(preview));
  });

  test("is another for any other recorded change, and one for all that change no access", async () => {
    const all = await Promise.all(
      CASES.map(async ({ name, base }) => {
        const { digest, stack, changes } = await reviewed(recordedPreview(name, base));
        return { name, digest, words: JSON.stringify([stack, changes]) };
      }),
    );
    for (const one of all) {
      for (const other of all) {
        const isSame = one.words === other.words;
        expect(one.digest === other.digest, `${one.name} and ${other.name}`).toBe(isSame);
      }
    }
    const unchanged = all.filter(({ words }) => words === '["dedicated",[]]');
    expect(unchanged.length).toBeGreaterThan(1);
  });

  test.each([
    ["a group beyond what the page has room for", groups(100), [...groups(99), "other"]],
    ["two groups in place of one with a comma", ["a, b"], ["a", "b"]],
  ])("tells %s", async (_what, one, other) => {
    const [before, after] = [regrouped(GAIN, one), regrouped(GAIN, other)];
    expect(await digest(before)).not.toBe(await digest(after));
  });

  test("tells an expression that nobody reads from another", async () => {
    const preview = recordedPreview("stranger-claim-not-read", "adopted");
    const other = preview.replaceAll("'_admin'", "'_reader'");
    expect(await digest(other)).not.toBe(await digest(preview));
  });
});

function groups(count: number): string[] {
  return Array.from({ length: count }, (_, place) => `group_${place}`);
}

describe("--approved", () => {
  test("the approved change passes, by its digest and by its file, whatever it changes", async () => {
    const preview = recordedPreview("mass-change", "dedicated");
    for (const approved of [await digest(preview), await approvedFile(preview)]) {
      expect((await run(preview, "--preview", "-", "--approved", approved)).status).toBe(0);
    }
    expect((await run(WIDER, "--preview", "-", "--approved", await digest(WIDER))).status).toBe(0);
  });

  test("--fail-on and --allow-mass-change hold beside it", async () => {
    const argv = ["--preview", "-", "--approved", await digest(GAIN)];
    expect((await run(GAIN, ...argv, "--fail-on", "gain")).status).toBe(1);
    expect((await run(GAIN, ...argv, "--allow-mass-change", "0")).status).toBe(1);
  });

  test("another change is named, by what is in it and by what is not", async () => {
    const argv = ["--preview", "-", "--approved", await approvedFile(GAIN)];
    const { status, out } = await run(WIDER, ...argv);
    expect(status).toBe(1);
    const page = out.replace(/\s+/g, " ");
    expect(page).toContain(
      "The gate objects: - not approved: Tokens of etl-loader and graph-reporting last 720 minutes instead of 60, because accessTokenLifetimeMinutes went from 60 to 720",
    );
    expect(page).toContain(
      "- approved, and no longer part of the change: graph-reporting gains publisher, because profile.neo4j_groups went from [neo4j_reader] to [neo4j_publisher]",
    );
    expect((await run(WIDER, ...argv, "--detailed-exitcode")).status).toBe(17);
  });

  test("by its digest alone, it says where to look", async () => {
    const { status, out } = await run(GAIN, "--preview", "-", "--approved", OTHER_DIGEST);
    expect(status).toBe(1);
    expect(out.replace(/\s+/g, " ")).toContain(
      `- this access change has the digest ${await digest(GAIN)}, and ${OTHER_DIGEST} was approved. To see what differs, give --approved the file that --json wrote then`,
    );
  });

  test("the same change of another stack is another", async () => {
    const other = GAIN.replaceAll("urn:pulumi:dedicated::", "urn:pulumi:prod::");
    const argv = ["--preview", "-", "--approved", await approvedFile(GAIN)];
    const { status, out } = await run(other, ...argv);
    expect(status).toBe(1);
    expect(out).toContain("- a change of stack dedicated was approved, and this is one of prod\n");
  });

  test("that nothing changes any more is another change too", async () => {
    const nothing = recordedPreview("nothing", "dedicated");
    const argv = ["--preview", "-", "--approved", await approvedFile(GAIN)];
    expect((await run(nothing, ...argv)).status).toBe(1);
  });

  test("of a long list it names some", async () => {
    const many = renamed(regrouped(GAIN, groups(40)), "many");
    const argv = ["--preview", "-", "--approved", await approvedFile(GAIN)];
    const { out } = await run(many, ...argv);
    expect(out.match(/- not approved:/g)).toHaveLength(11);
    expect(out).toMatch(/- not approved: \d+ more\n/);
  });

  test("what is a secret cannot have been approved", async () => {
    const hidden = JSON.stringify(
      JSON.parse(GAIN, (key, value) =>
        key.endsWith(".group_to_role_mapping") ? "[secret]" : value,
      ),
    );
    const { status, out } = await run(hidden, "--preview", "-", "--approved", await digest(hidden));
    expect(status).toBe(1);
    expect(out.replace(/\s+/g, " ")).toContain(
      "- Who has which role cannot be told, as neo4j/neo4j is not all in the clear: nobody can have approved that",
    );
  });

  test.each([
    ["no JSON", () => "{", "is not what npm run review -- --json prints"],
    ["another program's JSON", () => "{}", "is not what npm run review -- --json prints"],
    [
      "an edited one",
      (text: string) => text.replaceAll('"publisher"', '"admin"'),
      "has changes that are not of its digest",
    ],
  ])("a file that is %s is refused", async (_what, edit, sentence) => {
    const file = await approvedFile(GAIN, edit);
    const { status, out, err } = await run(GAIN, "--preview", "-", "--approved", file);
    expect({ status, out }).toEqual({ status: 3, out: "" });
    expect(err).toContain(`${file} ${sentence}. Fix: `);
    expect(err).toMatch(/\(review-approved\)\n$/);
  });

  test("a file that is not there is refused", async () => {
    const { status, err } = await run(GAIN, "--preview", "-", "--approved", "/nowhere.json");
    expect(status).toBe(3);
    expect(err).toMatch(
      /^\/nowhere\.json cannot be read: there is no such file.*\(review-approved\)\n$/,
    );
  });

  test.each([
    [["--preview", "-", "--approved", ""], "it takes sha256: and 64 digits of 0-9a-f, or a file"],
    [["--preview", "-", "--approved", "sha256:1"], "it takes sha256: and 64 digits of 0-9a-f"],
    [
      ["--preview", "-", "--approved", "-"],
      "--preview and --approved cannot both be standard input",
    ],
  ])("%j is refused", async (argv, sentence) => {
    const { status, err } = await run(GAIN, ...argv);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
    expect(err).toMatch(/\(review-usage\)\n$/);
  });
});
