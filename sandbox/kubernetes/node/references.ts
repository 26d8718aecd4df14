import type { CoreV1Api } from "@kubernetes/client-node";
import { unlessMissing } from "./api.ts";

/** Something that a Pod refers to is missing or not supported; reason and message are the kubelet's words. */
export class PodReferenceError extends Error {
  override readonly name = "PodReferenceError";
  readonly reason: "CreateContainerConfigError" | "FailedMount";

  constructor(message: string, reason: PodReferenceError["reason"] = "CreateContainerConfigError") {
    super(message);
    this.reason = reason;
  }
}

/** Key to content, as a ConfigMap or a Secret holds it. */
export type ObjectData = Record<string, Buffer>;

/** The objects of one namespace that a Pod may refer to; undefined if there is none of that name. */
export interface ObjectSource {
  data(kind: "configmap" | "secret", name: string): Promise<ObjectData | undefined>;
  /** The uid of a PersistentVolumeClaim. */
  claim(name: string): Promise<string | undefined>;
}

/** Reads the objects from the API server, each time anew. */
export function apiObjectSource(api: CoreV1Api, namespace: string): ObjectSource {
  return {
    data: async (kind, name) => {
      if (kind === "configmap") {
        const map = await unlessMissing(api.readNamespacedConfigMap({ name, namespace }));
        return map && { ...decode(map.data, "utf8"), ...decode(map.binaryData, "base64") };
      }
      const secret = await unlessMissing(api.readNamespacedSecret({ name, namespace }));
      return secret && decode(secret.data, "base64");
    },
    claim: async (name) => {
      const claim = await unlessMissing(
        api.readNamespacedPersistentVolumeClaim({ name, namespace }),
      );
      return claim?.metadata?.uid;
    },
  };
}

/**
 * What the ConfigMap or Secret of a reference holds; undefined if it is missing and `optional`.
 * @throws PodReferenceError if it is missing otherwise
 */
export async function referencedData(
  source: ObjectSource,
  kind: "configmap" | "secret",
  { name = "", optional }: { name?: string; optional?: boolean },
): Promise<ObjectData | undefined> {
  const data = await source.data(kind, name);
  if (!data && optional !== true) throw new PodReferenceError(`${kind} "${name}" not found`);
  return data;
}

function decode(data: Record<string, string> = {}, encoding: BufferEncoding): ObjectData {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, encoding)]),
  );
}
