import type { CoreV1Api } from "@kubernetes/client-node";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { SandboxError } from "../errors.ts";
import {
  type AwaitedObject,
  awaitedObject,
  type NodeEvent,
} from "../kubernetes/node/node-event.ts";
import { apiObjectSource } from "../kubernetes/node/references.ts";

/** Milliseconds of a wait in which nothing begins or ends any more. */
const PATIENCE = 20_000;

const RELEASE = "kubernetes:helm.sh/v3:Release";

interface Wait extends AwaitedObject {
  namespace: string;
  pod: string;
}

/**
 * Ends the wait of a Pod for a Secret or a ConfigMap that nothing makes, long before Helm gives up. In
 * a rehearsal only the engine's resources and Helm's releases make such objects. So nobody is left who
 * could when, for 20 seconds, the engine has been at work on nothing but releases, none of its
 * resources has begun or ended, and the API server has no such object still.
 */
export class MissingObjects {
  readonly #api: CoreV1Api;
  readonly #fail: (error: SandboxError) => void;
  /** By namespace, kind and name. */
  readonly #awaited = new Map<string, Wait>();
  /** URN to type of the resources that the engine is at work on. */
  readonly #busy = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(api: CoreV1Api, fail: (error: SandboxError) => void) {
    this.#api = api;
    this.#fail = fail;
  }

  seePod(event: NodeEvent): void {
    const object = awaitedObject(event);
    if (object === undefined) return;
    const { namespace, pod } = event;
    this.#awaited.set(`${namespace} ${object.kind} ${object.name}`, { ...object, namespace, pod });
    this.#wait();
  }

  seeEngine(event: EngineEvent): void {
    if (event.preludeEvent || event.summaryEvent || event.cancelEvent) {
      this.#busy.clear();
      this.#awaited.clear();
    }
    const begun = event.resourcePreEvent?.metadata;
    // A component waits for its children; a resource that is deleted makes nothing.
    if (begun?.new?.custom && begun.op !== "same") this.#busy.set(begun.urn, begun.type);
    const ended = (event.resOutputsEvent ?? event.resOpFailedEvent)?.metadata;
    if (ended) this.#busy.delete(ended.urn);
    if (begun || ended) this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const busy = [...this.#busy.values()];
    if (this.#awaited.size === 0 || busy.length === 0 || busy.some((type) => type !== RELEASE)) {
      return;
    }
    this.#timer = setTimeout(() => void this.#judge().catch(() => this.#wait()), PATIENCE);
    this.#timer.unref();
  }

  async #judge(): Promise<void> {
    const begun = this.#timer;
    for (const [key, wait] of this.#awaited) {
      if (await exists(this.#api, wait)) this.#awaited.delete(key);
      else if (this.#timer === begun) return this.#fail(missing(wait));
    }
  }
}

async function exists(api: CoreV1Api, { namespace, kind, name }: Wait): Promise<boolean> {
  const source = apiObjectSource(api, namespace);
  return (await source.data(kind === "Secret" ? "secret" : "configmap", name)) !== undefined;
}

function missing({ namespace, pod, kind, name }: Wait): SandboxError {
  return new SandboxError(
    "object-missing",
    `Pod ${namespace}/${pod} waits for ${kind} ${namespace}/${name}, which nothing in this rehearsal makes. ` +
      `Fix: declare a ${kind} of that name in the stack, or rehearse it without what refers to that one.`,
  );
}
