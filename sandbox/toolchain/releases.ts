import type { ToolName } from "./catalogue.ts";
import { goArch, type Platform } from "./platform.ts";

/** Files that a project publishes for one version and platform. */
export interface Release {
  /** The executable itself, or a `.tar.gz` with one folder at its top. */
  url: string;
  /** Text with the SHA-256 of the file: the digest alone, or lines of digest and file name. */
  checksums: string;
  archive: boolean;
}

/**
 * The official download of a tool; undefined where none is published. Of the control plane there is
 * none for macOS (of etcd only a zip file), so it is built there.
 */
export function releaseOf(
  tool: ToolName,
  version: string,
  platform: Platform,
): Release | undefined {
  const { os } = platform;
  const arch = goArch(platform);
  if (arch === undefined) return undefined;
  if (tool === "pulumi") {
    const base = "https://get.pulumi.com/releases/sdk";
    return {
      url: `${base}/pulumi-v${version}-${os}-${platform.arch}.tar.gz`,
      checksums: `${base}/pulumi-${version}-checksums.txt`,
      archive: true,
    };
  }
  if (tool === "helm") {
    const url = `https://get.helm.sh/helm-v${version}-${os}-${arch}.tar.gz`;
    return { url, checksums: `${url}.sha256sum`, archive: true };
  }
  if (os === "darwin") return undefined;
  if (tool === "etcd") {
    const base = `https://github.com/etcd-io/etcd/releases/download/v${version}`;
    return {
      url: `${base}/etcd-v${version}-${os}-${arch}.tar.gz`,
      checksums: `${base}/SHA256SUMS`,
      archive: true,
    };
  }
  const url = `https://dl.k8s.io/release/v${version}/bin/${os}/${arch}/${tool}`;
  return { url, checksums: `${url}.sha256`, archive: false };
}

/** Finds the SHA-256 of `file` in a published checksum text; undefined if it is not there. */
export function checksumOf(text: string, file: string): string | undefined {
  const lone = /^\s*([0-9a-f]{64})\s*$/i.exec(text)?.[1];
  if (lone !== undefined) return lone.toLowerCase();
  for (const line of text.split("\n")) {
    const [, digest, name] = /^([0-9a-f]{64})\s+\*?(.+?)\s*$/i.exec(line) ?? [];
    if (digest !== undefined && name?.split("/").at(-1) === file) return digest.toLowerCase();
  }
  return undefined;
}
