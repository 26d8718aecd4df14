import { join } from "node:path";
import type { V1Container, V1Pod } from "@kubernetes/client-node";
import { identityOf } from "./api.ts";
import { resolveEnvironment } from "./environment.ts";
import { mountVolumes, writeVolume } from "./mounts.ts";
import { type ObjectSource, PodReferenceError } from "./references.ts";
import { importCertificates, type MountedVolume } from "./trust-store.ts";
import { resolveVolume } from "./volumes.ts";

/**
 * Brings a container's volumes and file tree to disk, as the API describes them right now.
 * @returns the container's environment, and `SANDBOX_ROOT`, the folder that its file tree is below
 * @throws PodReferenceError
 */
export async function prepareContainer(args: {
  pod: V1Pod;
  container: V1Container;
  directory: string;
  source: ObjectSource;
}): Promise<Record<string, string>> {
  const { pod, container, directory, source } = args;
  const { uid } = identityOf(pod);
  const mounts = container.volumeMounts ?? [];
  const root = join(directory, "pods", uid, "containers", container.name);
  const environment = await resolveEnvironment(container, pod, source);
  const volumes = new Map<string, MountedVolume>();
  for (const volume of pod.spec?.volumes ?? []) {
    const what = `MountVolume.SetUp failed for volume "${volume.name}": `;
    const content = await mounting(resolveVolume(volume, pod, source), what);
    const path = await writeVolume(directory, uid, volume.name, content);
    volumes.set(volume.name, { path, content });
  }
  for (const init of pod.spec?.initContainers ?? []) await importCertificates(init, volumes);
  const folders = new Map([...volumes].map(([name, { path }]) => [name, path]));
  await mounting(mountVolumes(root, mounts, folders, environment));
  return { ...environment, SANDBOX_ROOT: root };
}

async function mounting<T>(action: Promise<T>, what = ""): Promise<T> {
  try {
    return await action;
  } catch (error) {
    if (!(error instanceof PodReferenceError)) throw error;
    throw new PodReferenceError(what + error.message, "FailedMount");
  }
}
