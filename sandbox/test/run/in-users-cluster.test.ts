import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiException, type CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { HarnessStack } from "../../run/harness-stack.ts";
import { guardedEngine, removeEarlierRun, stillHeld, undoRun } from "../../run/in-users-cluster.ts";
import { KeptState } from "../../run/kept-state.ts";
import { createReporter } from "../../run/reporter.ts";

const DECLARED = { namespaces: ["graph"], releases: [] };

let cache: string;
let kept: KeptState;
let printed: string;
/** Namespaces of the cluster. */
let present: string[];
/** What was asked of the engine, in order. */
let asked: string[];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "cluster-"));
  printed = "";
  present = [];
  asked = [];
  kept = await open();
  await kept.state();
});
afterEach(async () => {
  await kept.close();
  await rm(cache, { recursive: true });
});

function open(): Promise<KeptState> {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: "c", server: "https://one", skipTLSVerify: false },
    { name: "u" },
  );
  return KeptState.open(cache, config, { project: "p", name: "dev" }, 2_000);
}

/** The kept state as the run after a killed one finds it. */
async function reopen(): Promise<void> {
  await kept.close();
  kept = await open();
}

/** @param destroyed what an undo does to the cluster */
function held(destroyed = () => void present.splice(0)) {
  const stack = {
    engine: {
      up: async () => {
        asked.push("up");
        return { create: 1 };
      },
    },
    undo: async ({ orgIsGone = false } = {}) => {
      asked.push(`undo ${orgIsGone}`);
      destroyed();
      return { delete: 1 };
    },
  } as unknown as HarnessStack;
  const api = {
    readNamespace: async ({ name }: { name: string }) => {
      if (!present.includes(name)) throw new ApiException(404, "not found", {}, {});
    },
  } as unknown as CoreV1Api;
  const report = createReporter((text) => {
    printed += text;
  });
  return { stack, kept, declared: DECLARED, api, report };
}

test("up notes what it is going to make", async () => {
  await guardedEngine(held()).up();
  expect(asked).toEqual(["up"]);
  expect(kept.holds).toBe(true);
  expect(await kept.recorded()).toEqual(DECLARED);
});

test("up refuses what is there already, and nothing is held then", async () => {
  present.push("graph");
  await expect(guardedEngine(held()).up()).rejects.toMatchObject({
    code: "cluster-occupied",
    message: expect.stringMatching(
      /^in the cluster already, and not of an earlier run: namespace graph\. Fix: /,
    ),
  });
  await undoRun(held());
  expect(asked).toEqual([]);
  expect(present).toEqual(["graph"]);
  await reopen();
  expect(kept.earlier).toBe(false);
});

test("a run that did not get to its destroy is undone, and forgotten then", async () => {
  await guardedEngine(held()).up();
  present.push("graph");
  await undoRun(held());
  expect(asked).toEqual(["up", "undo false"]);
  expect(kept.holds).toBe(false);
  await reopen();
  expect(kept.earlier).toBe(false);
});

test("what an undo leaves is told by name, and kept for the next run", async () => {
  await guardedEngine(held()).up();
  present.push("graph");
  await undoRun(held(() => {}));
  expect(printed).toContain("not destroyed: still there: namespace graph");
  expect(printed).toMatch(
    /the next run with it destroys it first\. Fix: delete .* namespace graph/,
  );
  expect(kept.holds).toBe(true);
  expect(await stillHeld(kept)).toMatchObject({ code: "leftovers", exitCode: 1 });
});

test("what a killed run left is destroyed without its org, and forgotten then", async () => {
  await kept.record(DECLARED);
  present.push("graph");
  await reopen();
  expect(kept.earlier).toBe(true);
  const { stack, ...known } = held();
  await removeEarlierRun(known, async () => stack);
  expect(asked).toEqual(["undo true"]);
  expect(kept.earlier).toBe(false);
  expect(printed).toContain("nothing is left of it");
});

test.each<[string, () => void, string]>([
  ["cannot be read", () => Promise.reject(new Error("bad passphrase")), "bad passphrase"],
  ["does not hold all", () => {}, "still there: namespace graph"],
])("a killed run's state that %s ends the run, with what to delete", async (_how, destroy, why) => {
  await kept.record(DECLARED);
  present.push("graph");
  await reopen();
  const { stack, ...known } = held(() => {});
  const opened = async () => {
    await destroy();
    return stack;
  };
  await expect(removeEarlierRun(known, opened)).rejects.toMatchObject({
    code: "earlier-run-left",
    message: expect.stringMatching(
      new RegExp(
        `^an earlier run left its stack in this cluster, and it cannot be destroyed \\(${why}\\)\\. Fix: delete from the cluster what is there of namespace graph, then the folder /`,
      ),
    ),
  });
  expect(kept.earlier).toBe(true);
});
