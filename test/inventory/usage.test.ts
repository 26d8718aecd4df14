import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { access, run } from "./run.ts";
import { ONE_ACCOUNT } from "./states.ts";

describe("usage", () => {
  test.each([
    [[], "give either --stack NAME or --state FILE"],
    [["--stack", "dev", "--state", "x"], "give either --stack NAME or --state FILE"],
    [["--stack", "--x"], "--stack --x is no stack name"],
    [
      ["--state", "x", "--csv", "--who", "admin"],
      "give one of --markdown, --html, --csv, --json, --who, --account, --expect",
    ],
    [["--state", "-", "--expect", "-"], "--state and --expect cannot both be standard input"],
    [["--show-secrets"], "unknown option '--show-secrets'"],
  ])("%j is refused", async (argv, sentence) => {
    const { status, err } = await run("", ...argv);
    expect(status).toBe(2);
    expect(err).toContain(sentence);
    expect(err).toMatch(/See npm run access -- --help\. \(access-usage\)\n$/);
  });

  test("an option that npm took is named", async () => {
    vi.stubEnv("npm_lifecycle_event", "access");
    vi.stubEnv("npm_config_who", "admin");
    const { status, err } = await access(ONE_ACCOUNT);
    vi.unstubAllEnvs();
    expect(status).toBe(2);
    expect(err).toMatch(/^npm took --who for itself\. Fix: .*\(access-usage\)\n$/);
  });

  test("--help fits on a terminal", async () => {
    const { status, out } = await run("", "--help");
    expect(status).toBe(0);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(out).toMatch(/^Usage: npm run access -- \[options\]\n/);
  });
});

describe("what is no state is refused, and never taken for an empty one", () => {
  test.each([
    ["", "is not one JSON document; it may have been cut off"],
    [JSON.stringify(ONE_ACCOUNT).slice(0, -10), "is not one JSON document"],
    ["[]", "is none of version 3 or 4"],
    [{ ...ONE_ACCOUNT, version: 5 }, "is none of version 3 or 4"],
    [{ version: 3, deployment: { resources: [{ urn: 7 }] } }, "is none of version 3 or 4"],
    [
      { ...ONE_ACCOUNT, version: 4, features: ["hooks", "byteString"] },
      'uses "byteString", which this version does not know',
    ],
  ])("%#", async (state, sentence) => {
    const text = typeof state === "string" ? state : JSON.stringify(state);
    const { status, out, err } = await run(text, "--state", "-");
    expect({ status, out }).toEqual({ status: 3, out: "" });
    expect(err).toContain(`The state ${sentence}`);
    expect(err).toMatch(/Fix: give what pulumi stack export prints\. \(review-state\)\n$/);
  });

  test("features that change no property are read", async () => {
    const { status } = await access({ ...ONE_ACCOUNT, version: 4, features: ["hooks", "taint"] });
    expect(status).toBe(0);
  });

  test("a file that is not there", async () => {
    const { status, err } = await run("", "--state", "/nowhere/state.json");
    expect(status).toBe(3);
    expect(err).toMatch(
      /^\/nowhere\/state\.json cannot be read: there is no such file.*\(review-state\)\n$/,
    );
  });
});

describe("--stack", () => {
  const bin = mkdtempSync(join(tmpdir(), "pulumi-"));
  const state = join(bin, "state.json");
  writeFileSync(state, JSON.stringify(ONE_ACCOUNT));

  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => rmSync(bin, { recursive: true }));

  function pulumi(script: string) {
    writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, "pulumi"), 0o755);
    vi.stubEnv("PATH", `${bin}${delimiter}${process.env.PATH}`);
  }

  test("exports the state, without its secrets", async () => {
    pulumi(`echo "$@" > '${bin}/asked'; cat '${state}'; cat '${bin}/asked' >&2`);
    const { status, out, err } = await run("", "--stack", "prod");
    expect({ status, err }).toEqual({ status: 0, err: "exporting stack prod ...\n" });
    expect(out).toBe((await access(ONE_ACCOUNT)).out);
    expect(readFileSync(join(bin, "asked"), "utf8")).toBe(
      "stack export --stack prod --non-interactive --color never\n",
    );
  });

  test("that Pulumi refuses is not looked at", async () => {
    pulumi("echo \"error: no stack named 'prod' found\" >&2; exit 255");
    const { status, err } = await run("", "--stack", "prod");
    expect(status).toBe(3);
    expect(err).toContain("Fix: name a stack that pulumi stack ls lists");
  });

  test("needs the Pulumi CLI", async () => {
    vi.stubEnv("PATH", "/nowhere");
    const { status, err } = await run("", "--stack", "prod");
    expect(status).toBe(3);
    expect(err).toContain("or give an exported state with --state FILE. (pulumi-missing)\n");
  });
});
