import { expect, test } from "vitest";
import { SandboxError } from "../../errors.ts";
import { goArch, supportedPlatform } from "../../toolchain/platform.ts";

test("Linux and macOS are supported on any processor", () => {
  expect(supportedPlatform("linux", "x64")).toEqual({ os: "linux", arch: "x64" });
  expect(supportedPlatform("darwin", "arm64")).toEqual({ os: "darwin", arch: "arm64" });
  expect(goArch({ os: "linux", arch: "x64" })).toBe("amd64");
  expect(goArch({ os: "darwin", arch: "arm64" })).toBe("arm64");
  expect(goArch({ os: "linux", arch: "s390x" })).toBeUndefined();
});

test.each([
  ["win32", "Fix: run it inside WSL 2"],
  ["freebsd", "Fix: use Linux or macOS."],
])("%s is refused with a fix", (os, fix) => {
  const attempt = () => supportedPlatform(os, "x64");
  expect(attempt).toThrow(SandboxError);
  expect(attempt).toThrow(expect.objectContaining({ code: "toolchain-platform" }));
  expect(attempt).toThrow(`not on "${os}"`);
  expect(attempt).toThrow(fix);
});
