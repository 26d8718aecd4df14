import { expect, test } from "vitest";
import { judgeGo } from "../../toolchain/go.ts";

const go = (version: string, toolchain: string) => ({ path: "/bin/go", version, toolchain });

test.each([
  ["the same", go("go1.26", "local")],
  ["newer", go("go1.27.1", "local")],
  ["older, but it fetches newer ones", go("go1.21.0", "auto")],
  ["older, with a named toolchain that may be upgraded", go("go1.22.3", "go1.22.3+auto")],
])("Go is usable for 1.26: %s", (_name, installed) => {
  expect(judgeGo(installed, "1.26")).toEqual({
    path: installed.path,
    version: installed.version,
  });
});

test.each([
  [undefined, "no go on PATH, wanted 1.26 or newer"],
  [go("go1.25.4", "local"), "go on PATH is go1.25.4, wanted 1.26 or newer (GOTOOLCHAIN=local)"],
  [go("go1.20", "auto"), "go on PATH is go1.20, wanted 1.26 or newer (GOTOOLCHAIN=auto)"],
  [go("unknown", ""), 'go on PATH calls itself "unknown", wanted 1.26 or newer'],
])("Go is not usable: %j", (installed, reason) => {
  expect(judgeGo(installed, "1.26")).toEqual({ reason });
});
