import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { CODES } from "../../access/difference/codes.ts";
import { main } from "../../review/main.ts";
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

describe("docs/review.md", () => {
  const docs = readFileSync(join(import.meta.dirname, "../../docs/review.md"), "utf8");

  test("has what each code means", () => {
    const rows = Object.entries(CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
    expect(docs).toContain(`| --- | --- |\n${rows.join("\n")}\n`);
  });

  test("shows the page as it is printed", async () => {
    const [, example = "nothing"] = /```\n(Gained\n.+?)```/s.exec(docs) ?? [];
    expect((await run(GAIN, "--preview", "-")).out).toContain(example);
  });
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

  test("counts groups of people as it counts accounts", async () => {
    const preview = recordedPreview("people-removed", "people");
    const argv = ["--preview", "-", "--fail-on", "never", "--allow-mass-change"];
    const refused = await run(preview, ...argv, "2");
    expect(refused.out).toMatch(
      /- 3 of 6 accounts and groups of people are removed or changed at once, more\n {4}than 2\. If that is meant: --allow-mass-change 3\n$/,
    );
    expect(refused.status).toBe(1);
    expect((await run(preview, ...argv, "3")).status).toBe(0);
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
      { ...parsed, diagnostics: [{ severity: "error", message: "\n boom\nmore" }] },
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
    expect(err).toMatch(
      /^\/nowhere\/preview\.json cannot be read: there is no such file.*\(review-preview\)\n$/,
    );
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

test("an error that nobody expected is no verdict: 3, with where it was thrown", async () => {
  let err = "";
  const status = await main(["--preview", "-"], {
    write: () => {},
    writeError: (text) => {
      err += text;
    },
    input: new Readable({ read: () => expect.fail("the pipe broke\u001b[2J") }),
  });
  expect(status).toBe(3);
  expect(err).toMatch(/the pipe broke \[2J\n\s+at /);
});

test("what a failed preview says cannot move the cursor either", async () => {
  const diagnostics = [{ severity: "error", message: "boom\u001b[2J\u202e" }];
  const failed = JSON.stringify({ ...JSON.parse(GAIN), diagnostics });
  const { status, err } = await run(failed, "--preview", "-");
  expect(status).toBe(3);
  expect(err).toMatch(/^The preview failed: boom [^\p{Cc}\p{Cf}]*\(review-preview\)\n$/u);
});

test("names cannot move the cursor, hide or turn text", async () => {
  const evil = "etl\u001b[2J\u202e\u200b\r\nloader";
  const preview = GAIN.replaceAll('"graph-reporting"', JSON.stringify(evil));
  const { out } = await run(preview, "--preview", "-");
  expect(out).toContain("gains publisher");
  expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const MAPPING = "dbms.security.oidc.okta-backend.authorization.group_to_role_mapping";

type Inputs = Record<string, unknown> & { values: { config: object } };

/** The recorded preview in which nothing changes, with what somebody declares besides. */
async function reviewed(name: string, change: (inputs: Inputs) => void) {
  const preview = JSON.parse(recordedPreview("nothing", "dedicated"));
  const step = preview.steps.find(({ urn }: { urn: string }) => urn.endsWith(`::${name}`));
  change(step.newState.inputs);
  return run(JSON.stringify(preview), "--preview", "-");
}

describe("what nobody can read is never taken for no change", () => {
  test.each([
    ["neo4j-release", ["values", "config", MAPPING], "neo4j/neo4j"],
    ["neo4j-release", ["values", "config"], "neo4j/neo4j"],
    ["neo4j-release", ["values"], "neo4j-release"],
    ["authorization-access-policy", ["clientWhitelists"], "authorization-access-policy"],
    ["authorization-access-rule", ["scopeWhitelists"], "authorization-access-rule"],
    ["authorization-claim", ["name"], "authorization-claim"],
    ["authorization-scope", ["authServerId"], "authorization-scope"],
    ["etl-loader-app", ["grantTypes"], "etl-loader-app"],
  ])("%s: %j", async (name, path, subject) => {
    // A link that is not known yet leads to what the same preview makes.
    const isLink = ["authServerId", "clientWhitelists"].includes(path[0] ?? "");
    for (const value of isLink ? ["[secret]"] : ["[secret]", UNKNOWN]) {
      const { status, out } = await reviewed(name, (inputs) => {
        const parent = path.slice(0, -1).reduce<object>((at, key) => Object(at)[key], inputs);
        Object.assign(parent, { [path.at(-1) ?? ""]: value });
      });
      expect(status).toBe(1);
      expect(out.replace(/\s+/g, " ")).toContain(
        `Who has which role cannot be told, as ${subject} is not all in the clear.`,
      );
    }
  });

  test("the groups of an app", async () => {
    const { status, out } = await reviewed("etl-loader-app", (inputs) => {
      Object.assign(inputs, { profile: "[secret]" });
    });
    expect(status).toBe(1);
    expect(out).toContain("Which roles etl-loader will have in neo4j/neo4j is not known");
  });
});

test.each([
  ["dbms.security.auth_enabled", "false"],
  ["dbms.security.procedures.unrestricted", "*"],
  ["dbms.security.ldap.authorization.group_to_role_mapping", "everybody=admin"],
  ["dbms.security.oidc.people.issuer", "https://elsewhere.example.com"],
])("%s is for a reviewer to judge, and the gate objects", async (name, value) => {
  const { status, out } = await reviewed(
    "neo4j-release",
    ({ values }: { values: { config: object } }) => {
      Object.assign(values.config, { [name]: value });
    },
  );
  expect(status).toBe(1);
  expect(out.replace(/\s+/g, " ")).toContain(
    `What these settings of neo4j/neo4j do to access is for a reviewer to judge. Because ${name} is new: ${value}.`,
  );
});

test("a policy that ends to name all clients says so", async () => {
  const recorded = JSON.parse(recordedPreview("stranger-policy-for-all", "adopted"));
  const steps = recorded.steps.map(({ op, oldState, newState, ...step }: Step) =>
    op === "create"
      ? { ...step, op: "delete", oldState: { ...newState, id: "00p9" } }
      : { op, oldState, newState, ...step },
  );
  const { out } = await run(JSON.stringify({ ...recorded, steps }), "--preview", "-");
  expect(out.replace(/\s+/g, " ")).toContain(
    'Because the policy "helpdesk" no longer names ALL_CLIENTS.',
  );
});

test("a null among the chart's values is a value", async () => {
  const preview = JSON.parse(recordedPreview("memory", "dedicated"));
  const { newState } = preview.steps.find(({ op }: Step) => op === "update");
  newState.inputs.values.podSpec = { loadbalancer: null };
  const { status, out } = await run(JSON.stringify(preview), "--preview", "-");
  expect(status).toBe(0);
  expect(out).toContain("Because values.podSpec.loadbalancer is new: null.");
});

test("roles that come from the database from now on end with its restart", async () => {
  const { out } = await reviewed("neo4j-release", ({ values }) => {
    Object.assign(values.config, { "dbms.security.require_local_user": "true" });
  });
  expect(out).toContain("etl-loader loses publisher (owner: etl@example.com).");
  expect(out).toContain("It ends when Neo4j restarts, for tokens that were issued before too.");
});

describe("a further public key is wider access", () => {
  const FURTHER_KEY = "graph-reporting can prove itself by a further public key: key-1 (owner";

  test("also on the app of an account of which nothing else changes", async () => {
    const recorded = JSON.parse(recordedPreview("key-removed", "dedicated"));
    const steps = recorded.steps.map(({ op, oldState, newState, ...step }: Step) =>
      op === "update"
        ? { ...step, op, oldState: newState, newState: oldState }
        : { ...step, op, oldState, newState },
    );
    const { status, out } = await run(JSON.stringify({ ...recorded, steps }), "--preview", "-");
    expect(status).toBe(1);
    expect(out).toContain(FURTHER_KEY);
  });

  test("also when it takes the id of another", async () => {
    const other = JSON.parse(GAIN);
    const { newState } = other.steps.find(({ op }: Step) => op === "update");
    newState.inputs.jwks[0].n = newState.inputs.jwks[0].n.replace("mTf", "nTf");
    const { status, out } = await run(JSON.stringify(other), "--preview", "-");
    expect(status).toBe(1);
    expect(out).toContain(FURTHER_KEY);
  });
});

type Step = { op: string; oldState?: object; newState?: object };
