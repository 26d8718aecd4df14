import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { type Harness, loadProgram, startHarness } from "@neo4j-okta/sandbox/harness";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { policy } from "../review/policy/run.ts";
import { writePulumi } from "../support/pack-runner.ts";
import { deployedState } from "../support/recorded-state.ts";
import { UNSEEN_IN_PREVIEWS, unsafeState } from "../support/unsafe-state.ts";

const PACK = resolve(import.meta.dirname, "../../policy");

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "policy-"));
});

afterAll(() => rm(folder, { recursive: true }));

describe("a preview of a stack that breaks every rule", () => {
  let harness: Harness;
  let failure: unknown;
  const found: { policyName: string; enforcementLevel: string }[] = [];
  const printed: string[] = [];

  beforeAll(async () => {
    const config = join(folder, "config.json");
    const production = JSON.parse(await readFile(join(PACK, "production.json"), "utf8"));
    await writeFile(
      config,
      JSON.stringify({ ...production, "deletion-needs-flag": { servers: ["old"] } }),
    );
    const push = (text = "") => void printed.push(text);
    harness = await startHarness({
      program: await loadProgram(join(PACK, "../test/support/unsafe")),
      report: { step: push, heading: push, output: push, line: push },
      onEvent: ({ policyEvent }) => policyEvent && found.push(policyEvent),
    });
    const policies = [{ folder: PACK, runtime: "nodejs", config }];
    const stack = await harness.openStack({ policies });
    await stack.configure({});
    failure = await stack.engine.preview().catch((error: unknown) => error);
  });

  afterAll(() => harness?.stop());

  test("is stopped, with every mandatory rule listed", () => {
    expect(failure, printed.join("\n")).toMatchObject({ code: "policy-violated" });
    const broken = found.flatMap(({ policyName, enforcementLevel }) =>
      enforcementLevel === "mandatory" ? [policyName] : [],
    );
    const meant = ALL_RULES.filter(({ level, production = level }) => production === "mandatory")
      .map(({ name }) => name)
      .filter((name) => !UNSEEN_IN_PREVIEWS.includes(name));
    expect([...new Set(broken)].sort()).toEqual(meant.sort());
  });

  test("asks Okta for no change", () => {
    const { entries } = harness.world.okta.log;
    const changes = entries.filter(
      ({ method, path }) => method !== "GET" && !path.endsWith("/token"),
    );
    expect(changes).toEqual([]);
  });

  test("prints no secret", () => {
    expect(found.length).toBeGreaterThan(20);
    expect(JSON.stringify([found, printed])).not.toContain("chosen-by-a-person");
  });
});

describe("npm run policy, by the real engine", () => {
  beforeAll(async () => {
    await writePulumi(folder);
    vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
  });

  afterAll(() => void vi.unstubAllEnvs());

  test("finds nothing mandatory in a stack as it was deployed", async () => {
    const state = JSON.stringify(deployedState());
    const { status, out, err } = await policy(state, "--state", "-");
    expect({ status, err }).toEqual({
      status: 0,
      err: "judging the state by the policy pack ...\n",
    });
    await expect(out).toMatchFileSnapshot("../golden/review/policy/deployed.txt");
  });

  test("finds what no preview in the sandbox can hold", async () => {
    const state = JSON.stringify(unsafeState());
    const { status, out } = await policy(state, "--state", "-", "--json");
    const { found } = JSON.parse(out) as { found: { rule: string; level: string }[] };
    const broken = found.flatMap(({ rule, level }) => (level === "mandatory" ? [rule] : []));
    expect([...new Set(broken)].sort()).toEqual([...UNSEEN_IN_PREVIEWS].sort());
    expect(status).toBe(1);
    const printed = (await readFile(join(folder, "printed"), "utf8"))
      .replace(/"timestamp":\d+/g, '"timestamp":0')
      .replaceAll("\n\n", "\n");
    await expect(printed).toMatchFileSnapshot("../golden/review/policy/unsafe.jsonl");
  });
});
