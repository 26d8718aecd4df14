import type {
  V1DownwardAPIVolumeFile,
  V1Pod,
  V1Volume,
  V1VolumeProjection,
} from "@kubernetes/client-node";
import { fieldValue } from "./fields.ts";
import { type ObjectSource, PodReferenceError, referencedData } from "./references.ts";

/** A file of a volume. */
export interface VolumeFile {
  /** Relative to the volume's root. */
  path: string;
  content: Buffer;
  /** Permission bits. */
  mode: number;
}

/** What a Pod's volume holds: files of ours, an empty folder, or what a claim keeps. */
export type VolumeContent =
  | { kind: "files"; files: VolumeFile[] }
  | { kind: "empty" }
  | { kind: "claim"; uid: string };

const DEFAULT_MODE = 0o644;

/**
 * Resolves one volume of a Pod.
 * @throws PodReferenceError if an object or key is missing, or the volume's kind is not supported
 */
export async function resolveVolume(
  volume: V1Volume,
  pod: V1Pod,
  source: ObjectSource,
): Promise<VolumeContent> {
  if (volume.emptyDir) return { kind: "empty" };
  if (volume.persistentVolumeClaim) {
    const name = volume.persistentVolumeClaim.claimName;
    const uid = await source.claim(name);
    if (uid === undefined) throw new PodReferenceError(`persistentvolumeclaim "${name}" not found`);
    return { kind: "claim", uid };
  }
  const { projected, configMap, secret, downwardAPI } = volume;
  const mode = (projected ?? configMap ?? secret ?? downwardAPI)?.defaultMode ?? DEFAULT_MODE;
  const sources = projected?.sources ?? [
    {
      ...(configMap ? { configMap } : {}),
      ...(secret ? { secret: { ...secret, name: secret.secretName ?? "" } } : {}),
      ...(downwardAPI ? { downwardAPI } : {}),
    },
  ];
  const files = new Map<string, VolumeFile>();
  for (const part of sources) {
    for (const file of await resolveProjection(part, pod, source, mode, volume.name)) {
      files.set(file.path, file);
    }
  }
  return { kind: "files", files: [...files.values()] };
}

async function resolveProjection(
  part: V1VolumeProjection,
  pod: V1Pod,
  source: ObjectSource,
  mode: number,
  volume: string,
): Promise<VolumeFile[]> {
  if (part.downwardAPI) {
    return (part.downwardAPI.items ?? []).map((item) => downwardFile(item, pod, mode));
  }
  // Nothing that the stand-in runs calls the API server, so it gets no token.
  if (part.serviceAccountToken) return [];
  const reference = part.configMap ?? part.secret;
  if (!reference) {
    throw new PodReferenceError(`the sandbox has no volumes of the kind that '${volume}' asks for`);
  }
  const kind = part.configMap ? "configmap" : "secret";
  const data = (await referencedData(source, kind, reference)) ?? {};
  if (!reference.items) {
    return Object.entries(data).map(([key, content]) => ({ path: safePath(key), content, mode }));
  }
  return reference.items.flatMap((item) => {
    const content = data[item.key];
    if (content) return [{ path: safePath(item.path), content, mode: item.mode ?? mode }];
    if (reference.optional) return [];
    throw new PodReferenceError(
      `${kind} "${reference.name}" references non-existent key: ${item.key}`,
    );
  });
}

function downwardFile(item: V1DownwardAPIVolumeFile, pod: V1Pod, mode: number): VolumeFile {
  if (!item.fieldRef) {
    throw new PodReferenceError(`the sandbox cannot resolve the resourceFieldRef of ${item.path}`);
  }
  const content = Buffer.from(fieldValue(pod, item.fieldRef.fieldPath));
  return { path: safePath(item.path), content, mode: item.mode ?? mode };
}

/** The API server refuses such paths too; here they would leave the Pod's folder. */
function safePath(path: string): string {
  if (path === "" || path.startsWith("/") || path.split("/").includes("..")) {
    throw new PodReferenceError(`the path '${path}' leaves the volume`);
  }
  return path;
}
