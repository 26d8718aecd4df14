import { join } from "node:path";
import type { V1Container, V1Pod } from "@kubernetes/client-node";
import { resolveEnvironment } from "./environment.ts";
import { PodReferenceError } from "./fields.ts";
import { hostPath, mountVolumes, writeVolume } from "./mounts.ts";
import type { ObjectSource } from "./object-source.ts";
import { resolveVolume } from "./volumes.ts";

/** Something that a container refers to is missing or not supported. */
export class LaunchError extends Error {
  /** The kubelet's own word for it. */
  readonly reason: "CreateContainerConfigError" | "FailedMount";

  constructor(reason: LaunchError["reason"], message: string) {
    super(message);
    this.name = "LaunchError";
    this.reason = reason;
  }
}

/**
 * Brings a container's volumes and file tree to disk, as the API describes them right now.
 * @returns the container's environment, paths in it translated to where they are on this machine
 * @throws LaunchError
 */
export async function prepareContainer(args: {
  pod: V1Pod;
  container: V1Container;
  directory: string;
  source: ObjectSource;
}): Promise<Record<string, string>> {
  const { pod, container, directory, source } = args;
  const uid = pod.metadata?.uid ?? "";
  const mounts = container.volumeMounts ?? [];
  const root = join(directory, "pods", uid, "containers", container.name);
  const environment = await orLaunchError(
    "CreateContainerConfigError",
    "",
    resolveEnvironment(container, pod, source),
  );
  const volumes = new Map<string, string>();
  for (const volume of pod.spec?.volumes ?? []) {
    const what = `MountVolume.SetUp failed for volume "${volume.name}": `;
    const content = await orLaunchError("FailedMount", what, resolveVolume(volume, pod, source));
    volumes.set(volume.name, await writeVolume(directory, uid, volume.name, content));
  }
  const mounted = mountVolumes(root, mounts, volumes, environment);
  await orLaunchError("FailedMount", "", mounted);
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, hostPath(root, mounts, value)]),
  );
}

async function orLaunchError<T>(
  reason: LaunchError["reason"],
  what: string,
  action: Promise<T>,
): Promise<T> {
  try {
    return await action;
  } catch (error) {
    if (error instanceof PodReferenceError) throw new LaunchError(reason, what + error.message);
    throw error;
  }
}
