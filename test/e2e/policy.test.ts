import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import {
  type Harness,
  loadProgram,
  oktaInventory,
  startHarness,
} from "@neo4j-okta/sandbox/harness";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { policy } from "../review/policy/run.ts";
import { writePulumi } from "../support/pack-runner.ts";
import { deployedState } from "../support/recorded-state.ts";
import { stackSettings } from "../support/stack.ts";
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
  const found: PolicyEvent[] = [];
  const broken: PolicyEvent[] = [];
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
    broken.push(...found.splice(0));
    const shipped = await harness.openStack({
      program: await loadProgram(join(PACK, "..")),
      policies: [{ folder: PACK, runtime: "nodejs", config: undefined }],
    });
    await shipped.configure(stackSettings("dev"));
    await shipped.engine.preview();
  });

  afterAll(() => harness?.stop());

  test("is stopped, with every mandatory rule listed", () => {
    expect(failure, printed.join("\n")).toMatchObject({ code: "policy-violated" });
    const names = broken.flatMap(({ policyName, enforcementLevel }) =>
      enforcementLevel === "mandatory" ? [policyName] : [],
    );
    const meant = ALL_RULES.filter(({ level, production = level }) => production === "mandatory")
      .map(({ name }) => name)
      .filter((name) => !UNSEEN_IN_PREVIEWS.includes(name));
    expect([...new Set(names)].sort()).toEqual(meant.sort());
  });

  test("makes nothing at Okta", () => {
    const { org, log } = harness.world.okta;
    expect(oktaInventory(org)).toEqual(["authorization server default", "group Everyone"]);
    const { entries } = log;
    const changes = entries.filter(
      ({ method, path }) => method !== "GET" && !path.endsWith("/token"),
    );
    expect(changes).toEqual([]);
  });

  test("of the stack dev is not stopped, and shows what is advised", () => {
    const told = found.map(
      ({ enforcementLevel, policyName }) => `${enforcementLevel} ${policyName}`,
    );
    expect(told.sort()).toEqual([
      "advisory admin-role-waived",
      "advisory mapped-groups-used",
      "advisory owner-and-purpose",
      "advisory private-key-jwt",
    ]);
  });

  test("prints no secret", () => {
    expect(broken.length).toBeGreaterThan(20);
    expect(JSON.stringify([broken, printed])).not.toContain("chosen-by-a-person");
  });
});

interface PolicyEvent {
  policyName: string;
  enforcementLevel: string;
  message: string;
}

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
