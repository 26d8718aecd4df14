import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { V1VolumeMount } from "@kubernetes/client-node";
import { expand } from "./fields.ts";
import { PodReferenceError } from "./references.ts";
import type { VolumeContent, VolumeFile } from "./volumes.ts";

/** The folder in which a claim's data outlives the Pods that mount it. */
export function claimDirectory(directory: string, uid: string): string {
  return join(directory, "claims", uid);
}

/**
 * Brings a volume to disk and answers its folder. Files are written anew each time; what an empty
 * folder or a claim holds is kept.
 */
export async function writeVolume(
  directory: string,
  pod: string,
  volume: string,
  content: VolumeContent,
): Promise<string> {
  const path =
    content.kind === "claim"
      ? claimDirectory(directory, content.uid)
      : join(directory, "pods", pod, "volumes", volume);
  if (content.kind === "files") await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (content.kind === "files") {
    await Promise.all(content.files.map((file) => writeVolumeFile(path, file)));
  }
  return path;
}

async function writeVolumeFile(directory: string, file: VolumeFile): Promise<void> {
  const path = join(directory, file.path);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, file.content, { mode: file.mode, flag: "wx" });
}

/**
 * Builds a container's file tree under `root`: at each mount path a link to the volume's folder, or
 * to the part of it that `subPath` or `subPathExpr` names.
 * @throws PodReferenceError if a volume is missing or a sub path leaves it
 */
export async function mountVolumes(
  root: string,
  mounts: readonly V1VolumeMount[],
  volumes: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true, mode: 0o700 });
  const outermostFirst = [...mounts].sort((a, b) => depth(a.mountPath) - depth(b.mountPath));
  for (const mount of outermostFirst) {
    const volume = volumes.get(mount.name);
    if (volume === undefined) throw new PodReferenceError(`volume "${mount.name}" not found`);
    const part = mount.subPath ?? expand(mount.subPathExpr ?? "", environment);
    const target = within(volume, part);
    if (part !== "") await createFolder(target);
    const link = within(root, mount.mountPath);
    await mkdir(dirname(link), { recursive: true, mode: 0o700 });
    await rm(link, { force: true });
    await symlink(target, link);
  }
}

/** A sub path may name a file that exists already; else it becomes a folder, as with the kubelet. */
async function createFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function within(folder: string, path: string): string {
  const target = join(folder, path);
  if (relative(folder, target).split(sep)[0] === "..") {
    throw new PodReferenceError(`the path '${path}' leaves its volume`);
  }
  return target;
}

function depth(path: string): number {
  return resolve(path).split(sep).length;
}
