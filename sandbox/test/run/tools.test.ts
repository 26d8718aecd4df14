import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chooseChart } from "../../run/tools.ts";

const MIRROR = "https://charts.example.com/neo4j";
let asked: string[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(String(url));
    if (String(url).startsWith(MIRROR)) return new Response("");
    throw new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") });
  });
});

afterEach(() => vi.unstubAllGlobals());

const choose = (chart?: Record<string, string>) =>
  chooseChart(
    {
      chart: undefined,
      project: {
        root: "/p",
        name: "p",
        main: "infra/index.ts",
        stack: "dev",
        config: chart === undefined ? {} : { "p:neo4j": { chart } },
      },
    },
    { env: {} },
  );

test("keeps the chart of a repository that answers", async () => {
  expect(await choose({ repository: MIRROR, version: "5.26.21" })).toEqual({
    origin: "repository",
    path: undefined,
    detail: MIRROR,
  });
  expect(asked).toEqual([`${MIRROR}/index.yaml`]);
});

test("puts the stand-in in the place of one that does not", async () => {
  expect(await choose()).toMatchObject({
    origin: "stand-in",
    path: expect.stringMatching(/neo4j\/chart$/),
  });
  expect(asked).toEqual(["https://helm.neo4j.com/neo4j/index.yaml"]);
});

test("keeps a chart on this machine, whether or not a repository answers", async () => {
  expect(await choose({ path: "charts/neo4j" })).toEqual({
    origin: "option",
    path: undefined,
    detail: "charts/neo4j, in the stack's settings",
  });
  expect(asked).toEqual([]);
});
