import { setTimeout as delay } from "node:timers/promises";
import {
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  makeInformer,
} from "@kubernetes/client-node";
import { messageOf } from "./api.ts";

/** What is done about a change. A handler that rejects is reported; the watch goes on. */
export interface WatchHandlers<T extends KubernetesObject> {
  /** Called with each object that is there, is added, or changes. */
  changed: (object: T) => Promise<void>;
  deleted?: (object: T) => Promise<void>;
}

const RETRY_MS = 500;

/** Watches over collections of the API server; one that breaks is set up again. */
export class Watches {
  readonly #kubeConfig: KubeConfig;
  readonly #onFailure: (message: string) => void;
  readonly #over = new AbortController();
  readonly #stops: (() => Promise<void>)[] = [];

  /** @param onFailure told when a watch broke or a handler rejected */
  constructor(kubeConfig: KubeConfig, onFailure: (message: string) => void) {
    this.#kubeConfig = kubeConfig;
    this.#onFailure = onFailure;
  }

  /**
   * Watches one collection, starting with what is there.
   * @param path e.g. `/api/v1/pods`
   */
  async add<T extends KubernetesObject>(
    path: string,
    list: () => Promise<KubernetesListObject<T>>,
    handlers: WatchHandlers<T>,
  ): Promise<void> {
    const informer = makeInformer(this.#kubeConfig, path, list);
    const handle = (handler: (object: T) => Promise<void>) => (object: T) => {
      handler(object).catch((error: unknown) => {
        this.#failed(`${path} ${object.metadata?.name}`, error);
      });
    };
    informer.on("add", handle(handlers.changed));
    informer.on("update", handle(handlers.changed));
    if (handlers.deleted) informer.on("delete", handle(handlers.deleted));
    informer.on("error", (error: unknown) => {
      this.#failed(`watch of ${path}`, error);
      delay(RETRY_MS, undefined, { signal: this.#over.signal }).then(
        () => informer.start(),
        () => {},
      );
    });
    this.#stops.push(() => informer.stop());
    await informer.start();
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await Promise.all(this.#stops.map((stop) => stop()));
  }

  #failed(what: string, error: unknown): void {
    if (this.#over.signal.aborted) return;
    this.#onFailure(`${what}: ${messageOf(error)}`);
  }
}
