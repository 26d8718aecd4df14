import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { SandboxError } from "../errors.ts";
import { describeEvent, type NodeEvent } from "../kubernetes/node/node-event.ts";
import type { Reporter } from "./reporter.ts";

/** Why waiting on is of no use: a Pod that will not come up by itself, or a world that has ended. */
export class Failure {
  readonly #report: Reporter;
  #controller = new AbortController();
  #backOffs = 0;
  /** False: what does not come up was deployed before, and is about to be replaced. */
  #counts = true;

  constructor(report: Reporter) {
    this.#report = report;
  }

  /** Given with the SandboxError that says why. After `recover` there is another one. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  give(error: SandboxError): void {
    this.#controller.abort(error);
  }

  /** A container that ends again after its first restart will not come up by itself. */
  seePod(event: NodeEvent): void {
    if (event.type === "Normal") return;
    this.#report.step(describeEvent(event));
    if (event.reason !== "BackOff" || !this.#counts) return;
    this.#backOffs += 1;
    if (this.#backOffs < 2) return;
    this.give(
      new SandboxError(
        "neo4j-boot",
        `Neo4j does not boot with these settings. What its Pod ${event.namespace}/${event.pod} printed is above.`,
      ),
    );
  }

  /** From the first resource on that is not only previewed, Pods count again. */
  seeEngine({ resourcePreEvent }: EngineEvent): void {
    if (resourcePreEvent && !resourcePreEvent.planning) this.#counts = true;
  }

  recover(): void {
    if (this.signal.reason?.code === "cluster-died") return;
    this.#controller = new AbortController();
    this.#backOffs = 0;
    this.#counts = false;
  }
}
