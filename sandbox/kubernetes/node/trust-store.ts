import { writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { V1Container } from "@kubernetes/client-node";
import type { VolumeContent } from "./volumes.ts";

/** A volume's folder on this machine, and what it was written from. */
export interface MountedVolume {
  path: string;
  content: VolumeContent;
}

/**
 * Does, as data, what an init container's `keytool -importcert ... -keystore PATH` does: the
 * certificates (PEM) of the ConfigMaps and Secrets that it mounts go into the file PATH of another
 * of its volumes. The stand-in reads that file in place of a Java trust store. Scripts that import
 * nothing, or into no volume, change nothing.
 */
export async function importCertificates(
  { command = [], args = [], volumeMounts = [] }: V1Container,
  volumes: ReadonlyMap<string, MountedVolume>,
): Promise<void> {
  const script = [...command, ...args].join("\n");
  const keytool = script.search(/\bkeytool\b/);
  const imports = keytool >= 0 && /-importcert\b/.test(script.slice(keytool));
  const store = imports && /-keystore\s+(\/\S+)/.exec(script);
  if (!store) return;
  const path = resolve(store[1] ?? "");
  const mount = volumeMounts.find(({ mountPath }) => path.startsWith(resolve(mountPath) + sep));
  const target = mount && volumes.get(mount.name);
  if (target === undefined || target.content.kind === "files") return;
  const certificates = volumeMounts.flatMap(({ name }) => {
    const content = volumes.get(name)?.content;
    const texts =
      content?.kind === "files" ? content.files.map((file) => String(file.content)) : [];
    return texts.filter((text) => text.includes("-----BEGIN CERTIFICATE-----"));
  });
  const file = join(target.path, relative(resolve(mount?.mountPath ?? ""), path));
  await writeFile(file, certificates.map((text) => `${text.trim()}\n`).join(""));
}
