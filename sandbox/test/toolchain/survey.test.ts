import { expect, test } from "vitest";
import { parseVersion } from "../../toolchain/survey.ts";

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
