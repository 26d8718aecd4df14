import { expect, test } from "vitest";
import { judgeGo, parseVersion } from "../../toolchain/versions.ts";

test.each([
  ["v3.256.0\n", "3.256.0"],
  ["etcd Version: 3.6.5\nGit SHA: Not provided\nGo Version: go1.26.8\n", "3.6.5"],
  ["Kubernetes v1.36.3\n", "1.36.3"],
  ['version.BuildInfo{Version:"v4.3.1", GitCommit:"", GoVersion:"go1.26.8"}', "4.3.1"],
  ['version.BuildInfo{Version:"v4.3"}', "4.3.0"],
  ["v3.257.0-alpha.1+dirty", "3.257.0-alpha.1"],
  ["command not found", undefined],
  ["", undefined],
])("the version in %j is %s", (output, version) => {
  expect(parseVersion(output)).toBe(version);
});

const go = (version: string, toolchain: string) => ({ path: "/bin/go", version, toolchain });

test.each([
  ["the same", go("go1.26", "local")],
  ["newer", go("go1.27.1", "local")],
  ["older, but it fetches newer ones", go("go1.21.0", "auto")],
  ["older, with a named toolchain that may be upgraded", go("go1.22.3", "go1.22.3+auto")],
])("Go is usable for 1.26: %s", (_name, installed) => {
  expect(judgeGo(installed, "1.26")).toEqual({ usable: true, go: installed });
});

test.each([
  [undefined, "no go on PATH, wanted 1.26 or newer"],
  [go("go1.25.4", "local"), "go on PATH is go1.25.4, wanted 1.26 or newer (GOTOOLCHAIN=local)"],
  [go("go1.20", "auto"), "go on PATH is go1.20, wanted 1.26 or newer (GOTOOLCHAIN=auto)"],
  [go("unknown", ""), 'go on PATH calls itself "unknown", wanted 1.26 or newer'],
])("Go is not usable: %j", (installed, reason) => {
  expect(judgeGo(installed, "1.26")).toEqual({ usable: false, reason });
});
