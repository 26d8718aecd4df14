import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { policy } from "../review/policy/run.ts";
import { writePulumi } from "../support/pack-runner.ts";
import { deployedState } from "../support/recorded-state.ts";
import { UNSEEN_IN_PREVIEWS, unsafeState } from "../support/unsafe-state.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "policy-"));
  await writePulumi(folder);
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe("npm run policy, by the real engine", () => {
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
