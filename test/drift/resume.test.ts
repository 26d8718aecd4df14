import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Resume } from "../../drift/resume.ts";

const NOW = Date.parse("2026-11-27T08:00:00.000Z");
const MINUTE = 60_000;
const LIST = { items: [{ id: "0oa1" }], next: "https://example.okta.com/api/v1/apps?after=x" };

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "drift-resume-"));
  path = join(folder, "answers.json");
});

afterEach(() => rm(folder, { recursive: true }));

function open({
  orgUrl = "https://example.okta.com",
  stack = "prod",
  exported = "{}",
  now = NOW,
} = {}) {
  const urn = `urn:pulumi:${stack}::neo4j-okta::pulumi:pulumi:Stack::neo4j-okta-${stack}`;
  const declared = [{ urn, type: "pulumi:pulumi:Stack", id: "", properties: {} }];
  return Resume.open(path, { orgUrl, exported, declared }, now);
}

async function begun() {
  const resume = await open();
  await resume.put("/api/v1/apps", LIST);
  await resume.put("/api/v1/authorizationServers", { items: [] });
}

test("a later run has what an earlier one has read, and only its owner can", async () => {
  const first = await open();
  expect(first.get("/api/v1/apps")).toBeUndefined();
  expect(first.introduction).toBe(`answers go to ${path}`);
  await begun();
  const second = await open({ now: NOW + 59 * MINUTE });
  expect(second.get("/api/v1/apps")).toEqual(LIST);
  expect(second.get("/api/v1/authorizationServers")).toEqual({ items: [] });
  expect(second.get("toString")).toBeUndefined();
  expect(second.introduction).toBe(
    `going on from ${path}: 2 lists, read since 2026-11-27T08:00:00.000Z`,
  );
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("it says which org, stack and state it is of, and holds no state", async () => {
  const resume = await open({ exported: '{"a":"of the state"}' });
  await resume.put("/api/v1/apps", { items: [] });
  expect(JSON.parse(await readFile(path, "utf8"))).toEqual({
    version: 1,
    org: "https://example.okta.com",
    stack: "prod",
    state: expect.stringMatching(/^[0-9a-f]{64}$/),
    begun: "2026-11-27T08:00:00.000Z",
    lists: { "/api/v1/apps": { items: [] } },
  });
});

test("the end of a run is the end of the file", async () => {
  await begun();
  await (await open()).end();
  await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
});

test.each([
  [{ orgUrl: "https://other.okta.com" }, "is of another org"],
  [{ stack: "dev" }, "is of another stack"],
  [{ exported: '{"changed":true}' }, "is of another state"],
  [{ now: NOW + 61 * MINUTE }, "was begun 61 minutes ago, and 60 are allowed"],
  [{ now: NOW - MINUTE }, "was begun in the future"],
])("a file for %j is refused", async (change, why) => {
  await begun();
  await expect(open(change)).rejects.toMatchObject({
    code: "drift-resume",
    message: `--resume ${path} ${why}. Fix: delete it, or name another file; the run then begins anew.`,
  });
});

test("what others can write, or drift has not written, is refused", async () => {
  await begun();
  await chmod(path, 0o620);
  await expect(open()).rejects.toMatchObject({
    code: "drift-resume",
    message: expect.stringContaining("can be written by others"),
  });
  await chmod(path, 0o600);
  for (const text of ["", "{", '{"version":2}', '{"lists":{}}']) {
    await writeFile(path, text);
    await expect(open()).rejects.toMatchObject({
      code: "drift-resume",
      message: expect.stringContaining("is no file that drift has written"),
    });
  }
});

test("a place that cannot be read or written is refused", async () => {
  path = folder;
  await expect(open()).rejects.toMatchObject({
    code: "drift-resume",
    message: `--resume ${folder} cannot be read: EISDIR.`,
  });
  path = join(folder, "nowhere", "answers.json");
  const resume = await open();
  await expect(resume.put("/api/v1/apps", LIST)).rejects.toMatchObject({
    code: "drift-resume",
    message: `--resume ${path} cannot be written: ENOENT.`,
  });
});
