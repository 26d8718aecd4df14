import { setTimeout as delay } from "node:timers/promises";
import type { V1Container, V1Job, V1Pod } from "@kubernetes/client-node";
import { OwnedProcess } from "../../process/process.ts";
import { describeExit } from "../../process/process-error.ts";
import { identityOf, messageOf } from "./api.ts";
import { prepareContainer } from "./container-files.ts";
import type { Endpoint } from "./endpoints.ts";
import type { ObjectSource } from "./references.ts";
import { isNeo4jEnterprise, shellEnvironment, shellMain } from "./stand-in.ts";

/** A Job, and what it is run with. */
export interface JobRunnerOptions {
  job: V1Job;
  /** The node's folder. */
  directory: string;
  source: ObjectSource;
  /** Where a Service's Bolt port is served. @throws while it is not */
  endpoint(namespace: string, service: string, port: number): Promise<Endpoint>;
  signal: AbortSignal;
  /** Milliseconds before the second attempt; doubled with each. */
  firstMs: number;
}

/** How a Job ended. */
export interface JobOutcome {
  succeeded: boolean;
  /** How often it was tried. */
  attempts: number;
  /** Why it failed, with the last lines that it printed. */
  message: string;
}

const KUBERNETES_BACKOFF_LIMIT = 6;
const TIME_LIMIT_MS = 600_000;

/**
 * Runs a Job whose one container is Neo4j's image with the command `cypher-shell`, without a Pod: the
 * stand-in for cypher-shell takes its arguments, its script and its login, and nothing else of it. Any
 * other Job fails at once, with the reason.
 */
export async function runJob(options: JobRunnerOptions): Promise<JobOutcome> {
  const { spec } = options.job;
  const [container, ...more] = spec?.template.spec?.containers ?? [];
  const refused = container && more.length === 0 ? refusal(container) : "it has several containers";
  if (!container || refused !== undefined) {
    const message = `The sandbox runs Jobs of Neo4j's cypher-shell only: ${refused}.`;
    return { succeeded: false, attempts: 0, message };
  }
  const limit = (spec?.backoffLimit ?? KUBERNETES_BACKOFF_LIMIT) + 1;
  for (let attempt = 1; ; attempt += 1) {
    const failure = await attemptOnce(container, options);
    if (failure === undefined) return { succeeded: true, attempts: attempt, message: "" };
    if (attempt === limit || options.signal.aborted) {
      return { succeeded: false, attempts: attempt, message: failure };
    }
    const pauseMs = options.firstMs * 2 ** (attempt - 1);
    await delay(pauseMs, undefined, { signal: options.signal }).catch(() => {});
  }
}

function refusal({ image = "", command }: V1Container): string | undefined {
  if (!isNeo4jEnterprise(image)) return `the image is '${image}'`;
  const isShell = command?.length === 1 && command[0] === "cypher-shell";
  return isShell ? undefined : `the command is ${JSON.stringify(command ?? [])}`;
}

/** Why an attempt failed; undefined if it did not. */
async function attemptOnce(
  container: V1Container,
  { job, directory, source, endpoint, signal }: JobRunnerOptions,
): Promise<string | undefined> {
  const { namespace, name, uid } = identityOf(job);
  const { template } = job.spec ?? {};
  const pod: V1Pod = {
    metadata: { ...template?.metadata, name, namespace, uid },
    ...(template?.spec ? { spec: template.spec } : {}),
  };
  let launched: OwnedProcess;
  try {
    const environment = await prepareContainer({ pod, container, directory, source });
    const { port } = await addressOf(container.args ?? [], namespace, endpoint);
    launched = new OwnedProcess({
      name: `cypher-shell of Job ${namespace}/${name}`,
      command: process.execPath,
      args: [shellMain, ...(container.args ?? [])],
      env: shellEnvironment(environment, { port }),
    });
    await launched.start();
  } catch (error) {
    return messageOf(error);
  }
  const stop = () => void launched.stop(0);
  signal.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(stop, TIME_LIMIT_MS);
  const exit = await launched.exited;
  clearTimeout(timer);
  signal.removeEventListener("abort", stop);
  if (exit.code === 0) return undefined;
  return `cypher-shell ended with ${describeExit(exit)}. Its last lines:\n${launched.logTail}`;
}

/** The Service behind `-a <scheme>://<service>.<namespace>.svc...:<port>`. */
async function addressOf(
  args: readonly string[],
  own: string,
  endpoint: JobRunnerOptions["endpoint"],
): Promise<Endpoint> {
  const at = args.findIndex((arg) => arg === "-a" || arg === "--address");
  const given = args[at + 1] ?? "";
  const parts = /^[\w+]+:\/\/([a-z0-9-]+)(?:\.([a-z0-9-]+)\.svc[a-z0-9.-]*)?(?::(\d+))?$/.exec(
    given,
  );
  if (at < 0 || !parts) throw new Error(`the address '${given}' is that of no Service`);
  const [, service = "", namespace = own, port = "7687"] = parts;
  return endpoint(namespace, service, Number(port));
}
