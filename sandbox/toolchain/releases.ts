import { goArch, type Platform } from "./platform.ts";

/** Files that a project publishes for one version and platform. */
export interface Release {
  /** The executable itself, or a `.tar.gz` with one folder at its top. */
  url: string;
  /** Text with the SHA-256 of the file: the digest alone, or lines of digest and file name. */
  checksums: string;
  archive: boolean;
}

/** Official download of the Pulumi CLI; the archive holds the language hosts as well. */
export function pulumiRelease(version: string, platform: Platform): Release | undefined {
  if (goArch(platform) === undefined) return undefined;
  const base = "https://get.pulumi.com/releases/sdk";
  return {
    url: `${base}/pulumi-v${version}-${platform.os}-${platform.arch}.tar.gz`,
    checksums: `${base}/pulumi-${version}-checksums.txt`,
    archive: true,
  };
}

/** Official download of Helm. */
export function helmRelease(version: string, platform: Platform): Release | undefined {
  const arch = goArch(platform);
  if (arch === undefined) return undefined;
  const url = `https://get.helm.sh/helm-v${version}-${platform.os}-${arch}.tar.gz`;
  return { url, checksums: `${url}.sha256sum`, archive: true };
}

/** Official download of etcd; for macOS it is published as a zip file only, so it is built there. */
export function etcdRelease(version: string, platform: Platform): Release | undefined {
  const arch = goArch(platform);
  if (arch === undefined || platform.os === "darwin") return undefined;
  const base = `https://github.com/etcd-io/etcd/releases/download/v${version}`;
  return {
    url: `${base}/etcd-v${version}-${platform.os}-${arch}.tar.gz`,
    checksums: `${base}/SHA256SUMS`,
    archive: true,
  };
}

/** Official download of a Kubernetes server executable; published for Linux only. */
export function kubernetesRelease(
  executable: string,
  version: string,
  platform: Platform,
): Release | undefined {
  const arch = goArch(platform);
  if (arch === undefined || platform.os === "darwin") return undefined;
  const url = `https://dl.k8s.io/release/v${version}/bin/${platform.os}/${arch}/${executable}`;
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
