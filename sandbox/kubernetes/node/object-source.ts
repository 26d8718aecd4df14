import { ApiException, type CoreV1Api } from "@kubernetes/client-node";

/** Key to content, as a ConfigMap or a Secret holds it. */
export type ObjectData = Record<string, Buffer>;

/** The objects of one namespace that a Pod may refer to; undefined if there is none of that name. */
export interface ObjectSource {
  configMap(name: string): Promise<ObjectData | undefined>;
  secret(name: string): Promise<ObjectData | undefined>;
  /** The uid of a PersistentVolumeClaim. */
  claim(name: string): Promise<string | undefined>;
}

/** Reads the objects from the API server, each time anew. */
export function apiObjectSource(api: CoreV1Api, namespace: string): ObjectSource {
  return {
    configMap: async (name) => {
      const map = await unlessMissing(api.readNamespacedConfigMap({ name, namespace }));
      return map && { ...decode(map.data, "utf8"), ...decode(map.binaryData, "base64") };
    },
    secret: async (name) => {
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

/** The object of a read, or undefined if the API server answers 404. */
export async function unlessMissing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

function decode(data: Record<string, string> = {}, encoding: BufferEncoding): ObjectData {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, encoding)]),
  );
}
