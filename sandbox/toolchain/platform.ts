import { ToolchainError } from "./errors.ts";

/** The machine for which executables are wanted. */
export interface Platform {
  os: "linux" | "darwin";
  /** Node's name of the processor, e.g. `x64` or `arm64`. */
  arch: string;
}

/**
 * Names the platform, in Node's terms.
 *
 * @throws ToolchainError `TOOLCHAIN_PLATFORM` on Windows and on systems that nobody has tried.
 */
export function supportedPlatform(os: string, arch: string): Platform {
  if (os === "linux" || os === "darwin") return { os, arch };
  const advice =
    os === "win32"
      ? "On Windows, run it inside WSL 2 (wsl --install), where it counts as Linux."
      : "Use Linux or macOS.";
  throw new ToolchainError(
    "TOOLCHAIN_PLATFORM",
    `The sandbox runs on Linux and macOS, not on "${os}": its control plane is built for those. ${advice}`,
  );
}

/** Go's name of the processor, as it appears in the names of published files; undefined if none are published. */
export function goArch(platform: Platform): "amd64" | "arm64" | undefined {
  if (platform.arch === "x64") return "amd64";
  return platform.arch === "arm64" ? "arm64" : undefined;
}
