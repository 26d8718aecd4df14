import { expect, test } from "vitest";
import { chooseInstalled, choosePreparations, unavailableMessage } from "../../toolchain/plan.ts";
import { fakeCatalogue } from "./support/fakes.ts";

const RELEASE = {
  url: "https://dl.example/etcd",
  checksums: "https://dl.example/sums",
  archive: false,
};
const [spec] = fakeCatalogue("/m", RELEASE)();
if (spec === undefined) throw new Error("the fake catalogue is empty");
const NOTHING = { explicit: undefined, onPath: [], cached: undefined };
const GO = { path: "/go", version: "go1.26.8", toolchain: "local" };
const SHA = "a".repeat(64);

test("the environment variable wins over everything, whatever its version, and says so", () => {
  const installed = {
    explicit: { path: "/mine/etcd", version: "0.9.0" },
    onPath: [{ path: "/usr/bin/etcd", version: "1.2.9" }],
    cached: { path: "/cache/etcd", origin: "build" as const },
  };
  expect(chooseInstalled(spec, installed).choice).toEqual({
    path: "/mine/etcd",
    version: "0.9.0",
    origin: "environment",
    detail: "named by NEO4J_OKTA_ETCD, outside the tried range ~1.2",
  });
});

test("the first acceptable executable on PATH wins over the cache; the others are noted", () => {
  const { choice, notes } = chooseInstalled(spec, {
    ...NOTHING,
    onPath: [
      { path: "/a/etcd", version: "1.3.0" },
      { path: "/b/etcd", version: undefined },
      { path: "/c/etcd", version: "1.2.9" },
    ],
    cached: { path: "/cache/etcd", origin: "build" },
  });
  expect(choice).toMatchObject({ path: "/c/etcd", version: "1.2.9", origin: "path" });
  expect(notes).toEqual([
    "environment: NEO4J_OKTA_ETCD is not set",
    "PATH: /a/etcd is 1.3.0, wanted ~1.2",
    "PATH: /b/etcd printed no version, wanted ~1.2",
  ]);
});

test("the cache comes next, and then nothing is installed", () => {
  const cached = { path: "/cache/etcd", origin: "download" as const };
  expect(chooseInstalled(spec, { ...NOTHING, cached }).choice).toEqual({
    path: "/cache/etcd",
    version: "1.2.3",
    origin: "cache",
    detail: "downloaded by an earlier run",
  });
  expect(chooseInstalled(spec, NOTHING)).toEqual({
    choice: undefined,
    notes: ["environment: NEO4J_OKTA_ETCD is not set", "PATH: no etcd", "cache: no etcd 1.2.3"],
  });
});

test("a download is preferred to a build, which stays as the second way", () => {
  const offers = {
    download: { available: true as const, sha256: SHA },
    go: { usable: true as const, go: GO },
  };
  expect(choosePreparations(spec, offers)).toEqual({
    choice: [
      { kind: "download", release: RELEASE, sha256: SHA },
      { kind: "build", go: GO },
    ],
    notes: [],
  });
});

test("with neither network nor Go there is no way, and each reason is kept", () => {
  const { choice, notes } = choosePreparations(spec, {
    download: { available: false, reason: "dl.example cannot be reached" },
    go: { usable: false, reason: "no go on PATH, wanted 1.26 or newer" },
  });
  expect(choice).toEqual([]);
  expect(notes).toEqual([
    "download: dl.example cannot be reached",
    "build: no go on PATH, wanted 1.26 or newer",
  ]);
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
