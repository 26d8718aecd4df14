import { expect, test } from "vitest";
import { ToolchainError } from "../../toolchain/errors.ts";
import { goArch, supportedPlatform } from "../../toolchain/platform.ts";

test("Linux and macOS are supported on any processor", () => {
  expect(supportedPlatform("linux", "x64")).toEqual({ os: "linux", arch: "x64" });
  expect(supportedPlatform("darwin", "arm64")).toEqual({ os: "darwin", arch: "arm64" });
  expect(goArch({ os: "linux", arch: "x64" })).toBe("amd64");
  expect(goArch({ os: "darwin", arch: "arm64" })).toBe("arm64");
  expect(goArch({ os: "linux", arch: "s390x" })).toBeUndefined();
});

test.each([
  ["win32", "WSL 2"],
  ["freebsd", "Use Linux or macOS."],
])("%s is refused with a way out", (os, wayOut) => {
  const attempt = () => supportedPlatform(os, "x64");
  expect(attempt).toThrow(ToolchainError);
  expect(attempt).toThrow(expect.objectContaining({ code: "TOOLCHAIN_PLATFORM" }));
  expect(attempt).toThrow(`not on "${os}"`);
  expect(attempt).toThrow(wayOut);
});
