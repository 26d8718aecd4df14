import { setTimeout as delay } from "node:timers/promises";
import {
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  makeInformer,
} from "@kubernetes/client-node";

export interface WatchOptions<T extends KubernetesObject> {
  kubeConfig: KubeConfig;
  /** The collection's path, e.g. `/api/v1/pods`. */
  path: string;
  list: () => Promise<KubernetesListObject<T>>;
  onChange: (object: T) => void;
  onDelete?: (object: T) => void;
  /** Told when the watch breaks; it is set up again. */
  onError: (error: unknown) => void;
}

const RETRY_MS = 500;

/** Watches a collection until the answered function is called. It starts with what is there. */
export async function watchObjects<T extends KubernetesObject>(
  options: WatchOptions<T>,
): Promise<() => Promise<void>> {
  const informer = makeInformer(options.kubeConfig, options.path, options.list);
  const over = new AbortController();
  informer.on("add", options.onChange);
  informer.on("update", options.onChange);
  if (options.onDelete) informer.on("delete", options.onDelete);
  informer.on("error", (error) => {
    if (over.signal.aborted) return;
    options.onError(error);
    delay(RETRY_MS, undefined, { signal: over.signal }).then(
      () => informer.start(),
      () => {},
    );
  });
  await informer.start();
  return async () => {
    over.abort();
    await informer.stop();
  };
}
