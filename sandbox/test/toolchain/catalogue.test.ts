import { existsSync } from "node:fs";
import { join } from "node:path";
import semver from "semver";
import { expect, test } from "vitest";
import { TOOL_NAMES, toolCatalogue } from "../../toolchain/catalogue.ts";

const catalogue = toolCatalogue({ os: "linux", arch: "x64" });

test("every tool is there once, with a variable of its own", () => {
  expect(catalogue.map(({ name }) => name)).toEqual([...TOOL_NAMES]);
  expect(new Set(catalogue.map(({ variable }) => variable)).size).toBe(TOOL_NAMES.length);
});

test.each(catalogue.map((spec) => [spec.name, spec] as const))(
  "%s: pinned by its Go module, accepted by its own range, published for Linux",
  (_name, { version, accepts, build, release }) => {
    expect(semver.valid(version)).toBe(version);
    expect(semver.satisfies(version, accepts)).toBe(true);
    expect(existsSync(join(build.directory, "go.sum"))).toBe(true);
    expect(release?.url).toContain(version);
  },
);

test("two programs serve all tools, and the variables are named after the tools", () => {
  expect(new Set(catalogue.map(({ build }) => build.directory)).size).toBe(2);
  expect(catalogue.find(({ name }) => name === "kube-apiserver")?.variable).toBe(
    "NEO4J_OKTA_KUBE_APISERVER",
  );
});

test("the executables are told their version where their projects' own builds tell it", () => {
  const flags = Object.fromEntries(catalogue.map(({ name, build }) => [name, build.ldflags]));
  const pulumi = catalogue.find(({ name }) => name === "pulumi")?.version;
  expect(flags.pulumi).toBe(
    `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumi}`,
  );
  expect(flags["kube-apiserver"]).toMatch(
    /^-s -w -X k8s\.io\/component-base\/version\.gitVersion=v1\.\d+\.\d+ -X \S+\.gitMajor=1 -X \S+\.gitMinor=\d+ -X helm\.sh\/helm\/v4\/internal\/version\.version=v4\.\d+\.\d+$/,
  );
  expect(flags.etcd).toBe(flags["kube-apiserver"]);
});

test("the control plane must be the same minor version, the engine any of major 3 from 3.230", () => {
  const accepts = Object.fromEntries(catalogue.map(({ name, accepts }) => [name, accepts]));
  const apiserver = accepts["kube-apiserver"] ?? "";
  expect(accepts["kube-controller-manager"]).toBe(apiserver);
  expect(semver.satisfies("1.35.9", apiserver)).toBe(false);
  expect(semver.satisfies("3.229.0", accepts.pulumi ?? "")).toBe(false);
  expect(semver.satisfies("3.300.1", accepts.pulumi ?? "")).toBe(true);
  expect(semver.satisfies("3.22.0", accepts.helm ?? "")).toBe(false);
});
