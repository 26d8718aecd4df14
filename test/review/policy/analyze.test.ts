import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { deployedState } from "../../support/recorded-state.ts";
import { policy } from "./run.ts";

const ANSWER = join(import.meta.dirname, "../../golden/review/policy/unsafe.jsonl");
const STATE = JSON.stringify(deployedState());
const bin = mkdtempSync(join(tmpdir(), "pulumi-"));

afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(bin, { recursive: true }));

/** A `pulumi` of which the policy command and the version are scripts. */
function pulumi(analyze: string, version = "v3.274.1") {
  const script = `#!/bin/sh\ncase "$1" in version) echo ${version};; *) ${analyze};; esac\n`;
  writeFileSync(join(bin, "pulumi"), script);
  chmodSync(join(bin, "pulumi"), 0o755);
  vi.stubEnv("PATH", `${bin}${delimiter}${process.env.PATH}`);
}

test("tells what the engine found, the mandatory first, within 80 columns", async () => {
  pulumi(`cat '${ANSWER}'; echo 'error: one or more mandatory policy violations' >&2; exit 255`);
  const { status, out } = await policy(STATE, "--state", "-");
  expect(status).toBe(1);
  await expect(out).toMatchFileSnapshot("../../golden/review/policy/unsafe.txt");
  // The name of a setting is never broken.
  const long = out.split("\n").filter((line) => line.length > 80 && line.trim().includes(" "));
  expect(long).toEqual([]);
});

test("--json has the same by level, rule and resource", async () => {
  pulumi(`cat '${ANSWER}'; exit 255`);
  const { status, out } = await policy(STATE, "--state", "-", "--json");
  expect(status).toBe(1);
  const { version, found } = JSON.parse(out);
  expect(version).toBe(1);
  expect(found[0]).toMatchObject({ rule: "chart-version-pinned", level: "mandatory" });
});

test("the engine gets the pack, its configuration, and a state without secrets, all in files of the run's own", async () => {
  pulumi(
    `echo "$@" > '${bin}/asked'; for a; do case "$a" in *.json) cp "$a" '${bin}'; stat -c %a "$a" >> '${bin}/asked';; esac; done; cat '${ANSWER}'`,
  );
  await policy(STATE, "--state", "-", "--config", "policy/production.json");
  const asked = readFileSync(join(bin, "asked"), "utf8");
  expect(asked).toMatch(
    /^policy analyze --policy-pack \S+\/policy --policy-pack-config \S+config\.json --file \S+state\.json --json --non-interactive --color never\n600\n600\n$/,
  );
  expect(STATE).toContain("ciphertext");
  expect(readFileSync(join(bin, "state.json"), "utf8")).not.toContain("ciphertext");
  expect(JSON.parse(readFileSync(join(bin, "config.json"), "utf8"))).toMatchObject({
    "private-key-jwt": "mandatory",
    "no-secret-in-outputs": { blinded: true },
  });
});

test("a level of the rule about outputs is kept", async () => {
  writeFileSync(join(bin, "own.json"), '{"no-secret-in-outputs":"advisory"}');
  pulumi(`for a; do case "$a" in *config.json) cp "$a" '${bin}';; esac; done; cat '${ANSWER}'`);
  await policy(STATE, "--state", "-", "--config", join(bin, "own.json"));
  expect(JSON.parse(readFileSync(join(bin, "config.json"), "utf8"))).toEqual({
    "no-secret-in-outputs": { enforcementLevel: "advisory", blinded: true },
  });
});

test.each([
  ["an engine that does not know the command", "echo Usage", "v3.230.0", "policy-engine-old"],
  ["one that ended early", `head -1 '${ANSWER}'`, "v3.274.1", "pulumi-failed"],
  ["one that failed", "echo 'error: no pack' >&2; exit 255", "v3.274.1", "pulumi-failed"],
])("%s is never taken for a verdict", async (_what, analyze, version, code) => {
  pulumi(analyze, version);
  const { status, out, err } = await policy(STATE, "--state", "-");
  expect({ status, out }).toEqual({ status: 3, out: "" });
  expect(err).toContain(`(${code})\n`);
});

test("says which engine it needs", async () => {
  pulumi("echo Usage", "v3.230.0");
  const { err } = await policy(STATE, "--state", "-");
  expect(err).toContain(
    "Pulumi v3.230.0 cannot judge a state by a policy pack. Fix: install 3.249 or newer. (policy-engine-old)",
  );
});
