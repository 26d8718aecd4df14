import { expect, test } from "vitest";
import { parseGoMod, pinnedVersion } from "../../toolchain/go-mod.ts";

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
  const goMod = parseGoMod(TEXT);
  expect(goMod.go).toBe("1.26.0");
  expect(Object.fromEntries(goMod.requires)).toEqual({
    "k8s.io/kubernetes": "1.36.3",
    "a.example/b": "0.1.0",
    "c.example/d": "2.3.4-0.20260101000000-abcdef012345",
  });
});

test("a go.mod without a go directive or without the module is refused", () => {
  expect(() => parseGoMod("module x\n")).toThrow("go.mod has no go directive");
  expect(() => pinnedVersion(parseGoMod(TEXT), "helm.sh/helm/v4")).toThrow(
    "go.mod does not require helm.sh/helm/v4",
  );
});
