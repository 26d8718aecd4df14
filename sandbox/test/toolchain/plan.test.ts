import { expect, test } from "vitest";
import { unavailableMessage } from "../../toolchain/plan.ts";
import { fakeCatalogue } from "./support/fakes.ts";

const RELEASE = {
  url: "https://dl.example/etcd",
  checksums: "https://dl.example/sums",
  archive: false,
};
const [spec] = fakeCatalogue("/m", RELEASE)();
if (spec === undefined) throw new Error("the fake catalogue is empty");

test("of several tools the newest Go is asked for, and each download server once", () => {
  const older = { ...spec, build: { ...spec.build, go: "1.9" } };
  const lines = unavailableMessage([
    { spec, notes: [] },
    { spec: older, notes: [] },
  ]).split("\n");
  expect(lines).toContain(
    "  - install Go 1.26 or newer (https://go.dev/dl), with access to its module proxy",
  );
  expect(lines).toContain("  - allow downloads from dl.example");
});

test("the sentence names the tool, what was tried in order, and the fixes", () => {
  expect(unavailableMessage([{ spec, notes: ["PATH: no etcd", "build: no go on PATH"] }])).toBe(
    [
      "etcd 1.2.3 cannot be had. Tried in this order:",
      "  1. PATH: no etcd",
      "  2. build: no go on PATH",
      "Fix, one of:",
      "  - install Go 1.26 or newer (https://go.dev/dl), with access to its module proxy",
      "  - allow downloads from dl.example",
      "  - install etcd (~1.2) on PATH, or set NEO4J_OKTA_ETCD to its path",
    ].join("\n"),
  );
});
