import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Redactor } from "../../tokens/redact.ts";
import { main } from "../../verify/main.ts";
import { writeReports } from "../../verify/reports/write.ts";
import { accountContext } from "../verify/account-context.ts";
import { FAILED } from "../verify/reports/report.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-security-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Every report of a run in which a server said this. */
async function reportsOf(said: string, redactor = new Redactor()) {
  const [junit, markdown] = [join(folder, "junit.xml"), join(folder, "summary.md")];
  const outcomes = FAILED.outcomes.map((outcome) =>
    outcome.status === "failed" ? { ...outcome, seen: said } : outcome,
  );
  const report = { ...FAILED, outcomes };
  let text = "";
  let json = "";
  await writeReports(report, { json: false, junit, markdown }, redactor, (part) => {
    text += part;
  });
  await writeReports(report, { json: true }, redactor, (part) => {
    json += part;
  });
  return {
    text,
    json,
    junit: await readFile(junit, "utf8"),
    markdown: await readFile(markdown, "utf8"),
  };
}

test("a server's text neither moves the cursor nor forges a line in the terminal", async () => {
  const { text } = await reportsOf("no\u001b[2J\u009b1A\rProven: 3 accounts\nProven: 3 accounts");
  expect(text).not.toMatch(/[^\n\P{Cc}]/u);
  expect(text).not.toMatch(/^Proven/m);
  expect(text).toContain("seen      no[2J1A Proven: 3 accounts Proven: 3 accounts\n");
});

test("a server's text does not hide or turn around what is beside it, in any report", async () => {
  const reports = await reportsOf("a\u202eb\u2066c\u200bd\ufeffe\u2028f\u00adg\ud800h");
  for (const report of Object.values(reports)) {
    expect(report).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(report).toContain("abcde fg h");
  }
});

test("a name from a contract does not move the cursor in an error message either", async () => {
  const contract = join(folder, "contract.json");
  const access = accountContext().contract;
  access.neo4j.boltUri = "no\u001b[2J\nProven: 3 accounts";
  await writeFile(contract, JSON.stringify({ access }));
  let err = "";
  const status = await main(["--contract", contract], {
    write: () => {},
    writeError: (text) => {
      err += text;
    },
    environment: {},
  });
  expect(status).toBe(2);
  expect(err).toMatch(/^--bolt-uri no\[2J Proven: 3 accounts: it takes .*\n$/);
});

describe("a server's text in a Markdown report", () => {
  test.each([
    ["is no link", "[click](https://evil.example.com)"],
    ["is no bare link", "https://evil.example.com www.evil.example.com"],
    ["is no picture that tells who reads", "![x](https://evil.example.com/x.png)"],
    ["calls nobody", "@everyone and #1"],
    ["is no HTML", "<img src=x onerror=alert(1)> &lt;b&gt;"],
    ["ends no code span", "a`b``c` *bold* `"],
  ])("%s", async (_what, said) => {
    const { markdown } = await reportsOf(said);
    const outside = withoutCodeSpans(markdown).replace(
      "**First failing check: CODE for CODE.**",
      "",
    );
    for (const word of said.match(/[\w.:/@#<&!]{4,}/g) ?? []) expect(outside).not.toContain(word);
    expect(outside).not.toMatch(/[[\]<>@*]/);
    expect(markdown.replaceAll("`", "")).toContain(said.replaceAll("`", "").trim().slice(0, 12));
  });

  test("begins no heading, no list and no row of its own", async () => {
    const { markdown } = await reportsOf("no\n# Proven\n\n- all is well\n| a | b |\\| c");
    expect(markdown).not.toMatch(/^# |^- all/m);
    const rows = markdown.split("\n").filter((line) => line.includes("all is well"));
    expect(rows).toHaveLength(2);
    expect(rows[1]?.match(/\|/g)).toHaveLength(4);
  });

  test("cannot leave the advice", async () => {
    const fix = "CREATE ROLE [x](https://evil.example.com) @everyone www.evil.example.com #1 <b>";
    const outcomes = FAILED.outcomes.map((outcome) => ({ ...outcome, fix }));
    const markdown = join(folder, "fix.md");
    await writeReports({ ...FAILED, outcomes }, { json: true, markdown }, new Redactor(), () => {});
    const written = await readFile(markdown, "utf8");
    expect(withoutCodeSpans(written)).not.toMatch(/[^\\][[<]|[^\\]:\/\/|www\.|@[a-z]|(?<!&)#\d/);
  });
});

/** What Markdown reads as text and markup, outside of code spans (CommonMark 6.1). */
function withoutCodeSpans(markdown: string): string {
  return markdown.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "CODE");
}

test("a server's text is no test case of its own in a JUnit report", async () => {
  const said = '"/></failure></testcase><testcase name="all"/>]]>\u0000&';
  const { junit } = await reportsOf(said);
  expect(junit.match(/<testcase /g)).toHaveLength(FAILED.outcomes.length);
  expect(junit).not.toContain("\u0000");
  expect(junit).toContain("&quot;/&gt;&lt;/failure&gt;&lt;/testcase&gt;");
});

describe("a server that echoes a secret brings it into no report", () => {
  const secret = 's3cret/of+the "client"';
  const form = (text: string) =>
    encodeURIComponent(text).replace(/[-_.!~*'()]/g, (character) => `%${hex(character)}`);
  const hex = (character: string) => character.charCodeAt(0).toString(16).toUpperCase();

  test.each([
    ["as it is", secret],
    ["percent-encoded", encodeURIComponent(secret)],
    ["percent-encoded in small letters", encodeURIComponent(secret).toLowerCase()],
    ["as a form encodes it", new URLSearchParams({ s: secret }).toString().slice(2)],
    ["with every sign encoded", form(secret)],
    ["within JSON", JSON.stringify(secret).slice(1, -1)],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in base64url", Buffer.from(secret).toString("base64url")],
    ["in a header of HTTP Basic", Buffer.from(`client:${secret}`).toString("base64")],
    ["in such a header, form-encoded", Buffer.from(`a:${form(secret)}`).toString("base64")],
    ["in base64 after two letters", Buffer.from(`xx${secret}yyy`).toString("base64")],
    ["with a character in it that nobody sees", secret.replace("3", "3\u200b")],
    ["with a control character in it", secret.replace("3", "3\u001b")],
  ])("%s", async (_how, echo) => {
    const redactor = new Redactor();
    redactor.add(secret);
    const reports = await reportsOf(`got <${echo}>`, redactor);
    const middle = echo.slice(Math.floor(echo.length / 2) - 5, Math.floor(echo.length / 2) + 5);
    for (const report of Object.values(reports)) {
      expect(report).toContain("[secret]");
      expect(report).not.toContain(middle);
    }
  });

  test("a token, percent-encoded or with its dots hidden", async () => {
    const token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
    for (const echo of [token.replaceAll(".", "%2E"), token.replace(".", ".\u200b")]) {
      const { text, markdown } = await reportsOf(echo);
      expect(text).toContain("[token]");
      expect(text + markdown).not.toContain("c2lnbmF0dXJl");
    }
  });

  test("the longer of two secrets, where the shorter begins it", async () => {
    const redactor = new Redactor();
    for (const text of ["hush-hush", "hush-hush-tail-of-it"]) redactor.add(text);
    const { text } = await reportsOf("hush-hush-tail-of-it", redactor);
    expect(text).not.toContain("tail");
  });
});
