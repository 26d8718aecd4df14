import { SandboxError } from "../errors.ts";

/** The machine for which executables are wanted. */
export interface Platform {
  os: "linux" | "darwin";
  /** Node's name of the processor, e.g. `x64` or `arm64`. */
  arch: string;
}

/**
 * Names the platform, in Node's terms.
 *
 * @throws SandboxError `toolchain-platform` on Windows and on systems that nobody has tried.
 */
export function supportedPlatform(os: string, arch: string): Platform {
  if (os === "linux" || os === "darwin") return { os, arch };
  const fix =
    os === "win32"
      ? "run it inside WSL 2 (wsl --install), where it counts as Linux."
      : "use Linux or macOS.";
  throw new SandboxError(
    "toolchain-platform",
    `The sandbox runs on Linux and macOS, not on "${os}": its control plane is built for those. Fix: ${fix}`,
  );
}

/** Go's name of the processor, as it appears in the names of published files; undefined if none are published. */
export function goArch(platform: Platform): "amd64" | "arm64" | undefined {
  if (platform.arch === "x64") return "amd64";
  return platform.arch === "arm64" ? "arm64" : undefined;
}
