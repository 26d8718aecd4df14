import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { locateChart } from "../../toolchain/chart.ts";
import { FAST, type FakeMachine, fakeMachine } from "./support/fakes.ts";
import { type FileServer, hang, send, serve } from "./support/server.ts";

let machine: FakeMachine;
let server: FileServer | undefined;
beforeEach(async () => {
  machine = await fakeMachine();
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await machine.remove();
});

const options = () => ({
  env: machine.env,
  platform: { os: "linux", arch: "x64" },
  timings: { ...FAST, probeMs: 200 },
});

async function chart(name: string, text: string | undefined): Promise<string> {
  const folder = join(machine.root, name);
  await mkdir(folder);
  if (text !== undefined) await writeFile(join(folder, "Chart.yaml"), text);
  return folder;
}

test("a chart given by path is used without asking any repository", async () => {
  const path = await chart("mine", "apiVersion: v2\nname: neo4j\nversion: 5.17.0\n");
  expect(await locateChart({ ...options(), chart: path })).toEqual({
    origin: "option",
    path,
    detail: "given by path",
    version: "5.17.0",
  });
  const numbered = await chart("numbered", "name: neo4j\nversion: 5.17\nappVersion: 5.0\n");
  expect(await locateChart({ ...options(), chart: numbered })).toMatchObject({
    version: "5.17",
    standsInAs: "5.26.30",
    note: "Neo4j stands in as 5.26.30, since 5 is not known.",
  });
  const packed = join(machine.root, "neo4j-5.17.0.tgz");
  await writeFile(packed, "");
  expect((await locateChart({ ...options(), chart: packed })).path).toBe(packed);
});

test.each([
  ["missing", (): Promise<string> => Promise.resolve("/nowhere/chart"), "/nowhere/chart: ENOENT"],
  ["a folder without a chart", () => chart("empty", undefined), "the folder has no Chart.yaml"],
  ["another chart", () => chart("other", "name: redis\n"), 'its Chart.yaml names "redis"'],
  ["no YAML", () => chart("broken", "name: [\n"), "its Chart.yaml names no chart"],
  [
    "no archive",
    async () => join(await chart("x", "name: neo4j\n"), "Chart.yaml"),
    "the file is not a .tgz",
  ],
])("a path that is %s is refused with the fix", async (_name, make, reason) => {
  const attempt = locateChart({ ...options(), chart: await make() });
  await expect(attempt).rejects.toThrow(expect.objectContaining({ code: "toolchain-chart" }));
  await expect(attempt).rejects.toThrow(reason);
  await expect(attempt).rejects.toThrow("leave the option out");
});

test("a repository that answers is used; it is only asked whether it is there", async () => {
  server = await serve({ "/neo4j/index.yaml": send("apiVersion: v1\n") });
  const repository = `${server.url}/neo4j`;
  const located = await locateChart({ ...options(), timings: FAST, repository });
  expect(located).toEqual({ origin: "repository", path: undefined, detail: repository });
  const pinned = await locateChart({
    ...{ ...options(), timings: FAST, repository, pinned: "2026.9.0" },
  });
  expect(pinned).toMatchObject({ version: "2026.9.0", standsInAs: "2026.07.0" });
  expect(pinned.note).toBe("Neo4j stands in as 2026.07.0, since 2026.09.0 is not known.");
  expect(new Set(server.requests)).toEqual(new Set(["HEAD /neo4j/index.yaml"]));
});

test.each([
  ["never answers", { "/neo4j/index.yaml": hang }, /did not answer within 0\.2 s$/],
  ["has no index", {}, /index\.yaml answers 404$/],
])("a repository that %s is passed over for the stand-in", async (_name, routes, reason) => {
  server = await serve(routes);
  const repository = `${server.url}/neo4j`;
  const located = await locateChart({ ...options(), repository });
  expect(located.origin).toBe("stand-in");
  expect(located.path).toMatch(/neo4j\/chart$/);
  expect(located.detail).toMatch(reason);
  expect(located.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(located.standsInAs).toBe(located.version);
  const pinned = await locateChart({ ...options(), repository, pinned: "2026.6.0" });
  expect(pinned).toMatchObject({ version: "2026.6.0", standsInAs: "2026.06.0" });
});

test("NEO4J_OKTA_NO_DOWNLOAD=1 asks no repository", async () => {
  server = await serve({});
  const env = { ...machine.env, NEO4J_OKTA_NO_DOWNLOAD: "1" };
  const located = await locateChart({ ...options(), env, repository: server.url });
  expect(located.detail).toBe("stand-in: downloads switched off by NEO4J_OKTA_NO_DOWNLOAD");
  expect(server.requests).toEqual([]);
});
