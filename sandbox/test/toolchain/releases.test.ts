import { expect, test } from "vitest";
import { checksumOf, releaseOf } from "../../toolchain/releases.ts";

const LINUX = { os: "linux", arch: "x64" } as const;
const MAC = { os: "darwin", arch: "arm64" } as const;
const A = "a".repeat(64);
const B = "b".repeat(64);

test("official names on Linux", () => {
  expect(releaseOf("pulumi", "3.256.0", LINUX)).toEqual({
    url: "https://get.pulumi.com/releases/sdk/pulumi-v3.256.0-linux-x64.tar.gz",
    checksums: "https://get.pulumi.com/releases/sdk/pulumi-3.256.0-checksums.txt",
    archive: true,
  });
  expect(releaseOf("helm", "4.3.1", LINUX)).toEqual({
    url: "https://get.helm.sh/helm-v4.3.1-linux-amd64.tar.gz",
    checksums: "https://get.helm.sh/helm-v4.3.1-linux-amd64.tar.gz.sha256sum",
    archive: true,
  });
  expect(releaseOf("etcd", "3.6.5", LINUX)).toEqual({
    url: "https://github.com/etcd-io/etcd/releases/download/v3.6.5/etcd-v3.6.5-linux-amd64.tar.gz",
    checksums: "https://github.com/etcd-io/etcd/releases/download/v3.6.5/SHA256SUMS",
    archive: true,
  });
  expect(releaseOf("kube-apiserver", "1.36.3", LINUX)).toEqual({
    url: "https://dl.k8s.io/release/v1.36.3/bin/linux/amd64/kube-apiserver",
    checksums: "https://dl.k8s.io/release/v1.36.3/bin/linux/amd64/kube-apiserver.sha256",
    archive: false,
  });
});

test("on macOS the engine and Helm are published as archives, the control plane is not", () => {
  expect(releaseOf("pulumi", "3.256.0", MAC)?.url).toMatch(
    /pulumi-v3\.256\.0-darwin-arm64\.tar\.gz$/,
  );
  expect(releaseOf("helm", "4.3.1", { os: "darwin", arch: "x64" })?.url).toMatch(
    /darwin-amd64\.tar\.gz$/,
  );
  expect(releaseOf("etcd", "3.6.5", MAC)).toBeUndefined();
  expect(releaseOf("kube-apiserver", "1.36.3", MAC)).toBeUndefined();
});

test("nothing is published for other processors", () => {
  const riscv = { os: "linux", arch: "riscv64" } as const;
  expect(releaseOf("pulumi", "3.256.0", riscv)).toBeUndefined();
  expect(releaseOf("helm", "4.3.1", riscv)).toBeUndefined();
});

test.each([
  ["the digest alone", `${A}\n`, A],
  ["lines of digest and name", `${B}  other.tar.gz\n${A}  file.tar.gz\n`, A],
  ["binary mode and a folder", `${A} *dist/file.tar.gz\r\n`, A],
  ["upper case", `${A.toUpperCase()}  file.tar.gz`, A],
  ["another file's digest only", `${B}  file.tar.gz.asc\n${B}  myfile.tar.gz2\n`, undefined],
  ["an HTML page", "<html>Sign in to the network</html>", undefined],
  ["a digest that is too short", `${"a".repeat(63)}  file.tar.gz`, undefined],
])("checksum text: %s", (_name, text, digest) => {
  expect(checksumOf(text, "file.tar.gz")).toBe(digest);
});
