import type { BatchV1Api, CoreV1Api, V1Job, V1JobCondition } from "@kubernetes/client-node";
import { identityOf, MERGE_PATCH, messageOf, retrying } from "./api.ts";
import type { Endpoint } from "./endpoints.ts";
import { type JobOutcome, runJob } from "./job-runner.ts";
import { apiObjectSource } from "./references.ts";
import type { Watches } from "./watch.ts";

/** What Jobs are run with. */
export interface JobsOptions {
  api: BatchV1Api;
  core: CoreV1Api;
  /** The node's folder. */
  directory: string;
  endpoint(namespace: string, service: string, port: number): Promise<Endpoint>;
  /** Milliseconds before a second attempt. Default 250. */
  firstMs?: number;
  /** Told what became of a Job. */
  onEvent(type: "Normal" | "Warning", namespace: string, name: string, message: string): void;
}

/** Stands in for the Job controller and for the Pods of its Jobs, of which there are none. */
export class Jobs {
  readonly #options: JobsOptions;
  readonly #running = new Map<string, { over: AbortController; done: Promise<void> }>();

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  async watch(watches: Watches): Promise<void> {
    await watches.add("/apis/batch/v1/jobs", () => this.#options.api.listJobForAllNamespaces(), {
      changed: async (job) => this.#changed(job),
      deleted: async (job) => this.#end(job),
    });
  }

  async stop(): Promise<void> {
    const all = [...this.#running.values()];
    for (const { over } of all) over.abort();
    await Promise.all(all.map(({ done }) => done));
  }

  #changed(job: V1Job): void {
    const { uid } = identityOf(job);
    if (job.metadata?.deletionTimestamp) this.#end(job);
    if (job.metadata?.deletionTimestamp || this.#running.has(uid) || hasEnded(job)) return;
    const over = new AbortController();
    this.#running.set(uid, { over, done: this.#run(job, over.signal) });
  }

  #end(job: V1Job): void {
    this.#running.get(identityOf(job).uid)?.over.abort();
  }

  async #run(job: V1Job, signal: AbortSignal): Promise<void> {
    const { core, directory, endpoint, firstMs = 250, onEvent } = this.#options;
    const { namespace, name } = identityOf(job);
    const startTime = new Date();
    try {
      const source = apiObjectSource(core, namespace);
      const outcome = await runJob({ job, directory, source, endpoint, signal, firstMs });
      if (signal.aborted) return;
      await this.#write(job, statusOf(outcome, startTime));
      const { succeeded, attempts, message } = outcome;
      const times = attempts === 1 ? "once" : `${attempts} times`;
      const told = succeeded ? `The node has run it ${times}, without a Pod.` : message;
      onEvent(succeeded ? "Normal" : "Warning", namespace, name, told);
    } catch (error) {
      if (!signal.aborted) onEvent("Warning", namespace, name, messageOf(error));
    }
  }

  async #write(job: V1Job, status: object): Promise<void> {
    const { namespace, name, uid } = identityOf(job);
    const body = { metadata: { uid }, status };
    await retrying(() =>
      this.#options.api.patchNamespacedJobStatus({ namespace, name, body }, MERGE_PATCH),
    );
  }
}

function hasEnded({ status }: V1Job): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status: holds }) => (type === "Complete" || type === "Failed") && holds === "True",
  );
}

/** The API's limit on the length of a condition's message is far beyond this. */
const MESSAGE_LENGTH = 8_000;

/** The API server wants the reason for the end beside the end. */
function statusOf({ succeeded, attempts, message }: JobOutcome, startTime: Date): object {
  const at = new Date();
  const conditions = (
    succeeded ? ["SuccessCriteriaMet", "Complete"] : ["FailureTarget", "Failed"]
  ).map(
    (type): V1JobCondition => ({
      type,
      status: "True",
      reason: succeeded ? "CompletionsReached" : "BackoffLimitExceeded",
      message: message.slice(0, MESSAGE_LENGTH),
      lastProbeTime: at,
      lastTransitionTime: at,
    }),
  );
  const counts = succeeded
    ? { succeeded: 1, failed: attempts - 1, completionTime: at }
    : { failed: attempts };
  return { startTime, conditions, ...counts };
}
