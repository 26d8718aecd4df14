import { setTimeout as delay } from "node:timers/promises";
import type { V1Container, V1Pod } from "@kubernetes/client-node";
import { OwnedProcess } from "../../process/process.ts";
import { describeExit, type Exit, ProcessError } from "../../process/process-error.ts";
import { identityOf } from "./api.ts";
import { prepareContainer } from "./container-files.ts";
import { type ContainerView, CREATING } from "./pod-status.ts";
import { acceptsConnections, followReadiness, readinessProbe } from "./readiness.ts";
import { type ObjectSource, PodReferenceError } from "./references.ts";
import {
  isNeo4jEnterprise,
  refusalOf,
  type ServedPorts,
  type StandIn,
  servedPort,
  servedPorts,
} from "./stand-in.ts";

/** A container, what it is run with, and who is told about it. */
export interface ContainerRunnerOptions {
  pod: V1Pod;
  container: V1Container;
  /** The node's folder: volumes and the container's file tree are below it. */
  directory: string;
  source: ObjectSource;
  standIn: StandIn;
  /** Milliseconds before the first restart; doubled with each failure, up to `maxMs`. */
  backoff: { firstMs: number; maxMs: number };
  /** Ports that a predecessor served on, to be asked for again so that clients can come back. */
  ports?: ServedPorts | undefined;
  onChange: () => void;
  onEvent: (type: "Normal" | "Warning", reason: string, message: string) => void;
}

/** A container that ran this long counts as healthy: its next failure starts the backoff anew. */
const HEALTHY_MS = 600_000;
const DEFAULT_STARTUP_MS = 60_000;
const RETRY_MS = 1_000;
const BOLT_PORT = 7687;

/** Runs one container of a Pod: starts its stand-in, watches it, and starts it again when it ends. */
export class ContainerRunner {
  readonly #options: ContainerRunnerOptions;
  readonly #stop = new AbortController();
  #view = CREATING;
  #process: OwnedProcess | undefined;
  #running: Promise<void> | undefined;
  #ports: ServedPorts | undefined;
  #wantedPorts: ServedPorts | undefined;

  constructor(options: ContainerRunnerOptions) {
    this.#options = options;
    this.#wantedPorts = options.ports;
  }

  get container(): V1Container {
    return this.#options.container;
  }

  get view(): ContainerView {
    return this.#view;
  }

  /** The ports that the process serves on, while it does. */
  get ports(): ServedPorts | undefined {
    return this.#ports;
  }

  /** Keeps the container running until `stop`. */
  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Ends the process: SIGTERM, then SIGKILL after the grace period in milliseconds. */
  async stop(graceMs: number): Promise<void> {
    this.#stop.abort();
    await this.#process?.stop(graceMs);
    await this.#running?.catch(() => {});
  }

  async #run(): Promise<void> {
    const { name, image = "", command } = this.#options.container;
    if (!isNeo4jEnterprise(image)) {
      this.#wait("ErrImagePull", refusalOf(image));
      return;
    }
    if (command) {
      this.#set({ state: { running: { startedAt: new Date() } }, ready: false });
      const message = `The command of container ${name} is not run: its server stays down.`;
      this.#options.onEvent("Normal", "NotRun", message);
      return;
    }
    const { firstMs, maxMs } = this.#options.backoff;
    for (let pauseMs = firstMs; !this.#stop.signal.aborted; ) {
      const began = Date.now();
      const failure = await this.#runOnce();
      if (this.#stop.signal.aborted) return;
      if (failure === undefined) {
        await this.#pause(RETRY_MS);
        continue;
      }
      if (Date.now() - began > HEALTHY_MS) pauseMs = firstMs;
      this.#wait("CrashLoopBackOff", failure, "BackOff");
      await this.#pause(pauseMs);
      pauseMs = Math.min(pauseMs * 2, maxMs);
      this.#set({ restartCount: this.#view.restartCount + 1 });
    }
  }

  /** Runs the process to its end. Answers why it ended, or undefined if it cannot be started yet. */
  async #runOnce(): Promise<string | undefined> {
    const process = await this.#prepare();
    if (!process || this.#stop.signal.aborted) return undefined;
    this.#process = process;
    const startedAt = new Date();
    this.#set({ state: { running: { startedAt } }, ready: false });
    const ended = process.exited.then((exit) => this.#ended(exit, process.logTail, startedAt));
    try {
      await process.start();
      await this.#watch(process);
    } catch (error) {
      if (!(error instanceof ProcessError)) throw error;
      // A port may have been taken meanwhile: the next attempt takes any.
      this.#wantedPorts = undefined;
      if (error.code !== "process-exited") return error.message;
    }
    return await ended;
  }

  /** The process as the API describes it right now; undefined if something of it is missing yet. */
  async #prepare(): Promise<OwnedProcess | undefined> {
    const { container, standIn } = this.#options;
    const { namespace, name } = identityOf(this.#options.pod);
    try {
      const environment = await prepareContainer(this.#options);
      const probe = container.startupProbe;
      const startupMs = (probe?.failureThreshold ?? 3) * (probe?.periodSeconds ?? 10) * 1_000;
      return new OwnedProcess({
        name: `${container.name} of Pod ${namespace}/${name}`,
        command: standIn.command,
        args: standIn.args,
        env: standIn.environment(environment, this.#wantedPorts),
        ready: { line: (line) => this.#serves(line) },
        readyTimeoutMs: probe ? startupMs : DEFAULT_STARTUP_MS,
      });
    } catch (error) {
      if (!(error instanceof PodReferenceError)) throw error;
      if (error.reason === "FailedMount") {
        this.#options.onEvent("Warning", error.reason, error.message);
      } else {
        this.#wait(error.reason, error.message);
      }
      return undefined;
    }
  }

  #serves(line: string): boolean {
    const ports = servedPorts(line);
    if (ports) {
      this.#ports = ports;
      this.#wantedPorts = ports;
    }
    return ports !== undefined;
  }

  /** Follows the container's readiness until its process has ended. */
  async #watch(process: OwnedProcess): Promise<void> {
    const probe = readinessProbe(this.#options.container, BOLT_PORT);
    const ended = new AbortController();
    void process.exited.then(() => ended.abort());
    const attempt = async () => {
      const port = this.#ports && servedPort(this.#ports, probe.port);
      return port !== undefined && (await acceptsConnections(port, probe.timeoutMs));
    };
    await followReadiness(probe, attempt, ended.signal, (ready) => this.#set({ ready }));
  }

  #ended(exit: Exit, logTail: string, startedAt: Date): string {
    this.#ports = undefined;
    const { namespace, name } = identityOf(this.#options.pod);
    const lastTermination = {
      exitCode: exit.code ?? 128,
      reason: exit.code === 0 ? "Completed" : "Error",
      message: logTail,
      startedAt,
      finishedAt: new Date(),
    };
    this.#set({ state: { terminated: lastTermination }, lastTermination, ready: false });
    return (
      `Back-off restarting failed container ${this.container.name} in pod ${name}_${namespace}: ` +
      `it ended with ${describeExit(exit)}. Its last lines:\n${logTail}`
    );
  }

  #wait(reason: string, message: string, event = "Failed"): void {
    this.#set({ state: { waiting: { reason, message } }, ready: false });
    this.#options.onEvent("Warning", event, message);
  }

  #set(change: Partial<ContainerView>): void {
    this.#view = { ...this.#view, ...change };
    this.#options.onChange();
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stop.signal }).catch(() => {});
  }
}
