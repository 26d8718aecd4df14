import { expect, test } from "vitest";
import { goVersion, requiredVersion } from "../../toolchain/go-mod.ts";

const TEXT = `module example

go 1.26.0

require k8s.io/kubernetes v1.36.3 // pinned
require (
	a.example/b v0.1.0 // indirect
	c.example/d v2.3.4-0.20260101000000-abcdef012345
)

replace (
	k8s.io/api => k8s.io/api v0.36.3
)
`;

test("reads the Go version and every requirement, and nothing of the replacements", () => {
  expect(goVersion(TEXT)).toBe("1.26.0");
  expect(requiredVersion(TEXT, "k8s.io/kubernetes")).toBe("1.36.3");
  expect(requiredVersion(TEXT, "a.example/b")).toBe("0.1.0");
  expect(requiredVersion(TEXT, "c.example/d")).toBe("2.3.4-0.20260101000000-abcdef012345");
  expect(() => requiredVersion(TEXT, "k8s.io/api")).toThrow("go.mod does not require k8s.io/api");
});

test("a go.mod without a go directive is refused, and one that lacks the module", () => {
  expect(() => goVersion("module x\n")).toThrow("go.mod has no go directive");
  expect(() => requiredVersion(TEXT, "helm.sh/helm/v4")).toThrow(
    "go.mod does not require helm.sh/helm/v4",
  );
});
