import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";
import { answersOf } from "../contract/neo4j/answers.ts";
import { PASSWORD } from "../contract/neo4j/bolt.ts";
import { SETTINGS } from "../contract/neo4j/differences.ts";
import { PROBES, refusalOf, TYPICAL_PROBES, withoutValue } from "../contract/neo4j/settings.ts";
import { installCommunity, orSkip } from "./neo4j-clients/install.ts";

const RECORDING = "../contract/fixtures/neo4j/community-5.26.30.json";

let running: ChildProcess | undefined;
afterEach(async () => {
  if (running?.exitCode !== null) return;
  running.stdin?.end();
  await once(running, "exit");
});

/** Record anew with `vitest --project e2e -u`, then see what changed. */
test("Neo4j Community answers as it was recorded, and judges every setting as the stand-in does", async (context) => {
  const [program, ...argv] = await orSkip(context, "Neo4j Community", installCommunity);
  running = spawn(program, argv, {
    env: { ...process.env, PASSWORD },
    stdio: ["pipe", "pipe", "ignore"],
  });
  running.stdin?.write(`${JSON.stringify(PROBES)}\n`);
  const lines = createInterface({ input: running.stdout as NodeJS.ReadableStream });
  const output = lines[Symbol.asyncIterator]();
  const line = async () => JSON.parse((await output.next()).value ?? "null");

  const refusals: (string | null)[] = await line();
  const ofNeo4j = new Map(PROBES.map((probe, index) => [probe.join("="), refusals[index]]));
  const reason = new Map(SETTINGS.flatMap(([why, cases]) => cases.map((one) => [one, why])));
  const differing = PROBES.filter(([name, value]) => {
    return withoutValue(ofNeo4j.get(`${name}=${value}`)) !== withoutValue(refusalOf(name, value));
  });
  const unknown = differing.filter(
    ([name, value]) => !reason.has(name) && !reason.has(`*=${value}`),
  );
  expect(unknown).toEqual([]);
  const told = new Set(differing.flatMap(([name, value]) => [name, `*=${value}`]));
  expect([...reason.keys()].filter((one) => !told.has(one))).toEqual([]);

  const settings: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of TYPICAL_PROBES) {
    const refusal = ofNeo4j.get(`${name}=${value}`) ?? null;
    settings[name] = { ...settings[name], [value]: refusal };
  }
  const answers = await answersOf(await line());
  const recording = { about: "Answers of a real Neo4j Community 5.26.30", answers, settings };
  await expect(`${JSON.stringify(recording, null, 1)}\n`).toMatchFileSnapshot(RECORDING);
});
