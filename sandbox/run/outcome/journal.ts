import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { Changed } from "../changed.ts";
import type { Proof } from "../verifier.ts";
import { violationOf } from "../violations.ts";
import type { Outcome, Stage, Violation } from "./schema.ts";

/** Runs one stage of a run, and notes how it went. */
export type During = <T>(name: Stage["name"], work: () => Promise<T>) => Promise<T>;

/** What is known of a run while it goes on, for its outcome. */
export class Journal {
  project: string | undefined;
  stack: string | undefined;
  proof: Proof | undefined;
  /** What the verifier wrote of its own. */
  proofResult: unknown;
  readonly stages: Stage[] = [];
  readonly violations: Violation[] = [];
  /** What the first preview would change. */
  readonly changed = new Changed();
  readonly #begun: number;
  readonly #now: () => number;

  /** @param now milliseconds, from any start. Default: a clock that is never put back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#begun = now();
  }

  /** Notes a stage, how long it takes, and whether it passes. */
  readonly during: During = async (name, work) => {
    const begun = this.#now();
    const stage: Stage = { name, seconds: 0, passed: false };
    this.stages.push(stage);
    try {
      const result = await work();
      stage.passed = true;
      return result;
    } finally {
      stage.seconds = this.#secondsSince(begun);
    }
  };

  /** The first stage that did not pass, while the run goes on the one that it is in. */
  get failedStage(): Stage["name"] | undefined {
    return this.stages.find(({ passed }) => !passed)?.name;
  }

  /** Notes what the engine tells: what would change, and what policy packs object to, each once. */
  see(event: EngineEvent): void {
    this.changed.see(event);
    const { policyEvent } = event;
    if (!policyEvent) return;
    const violation = violationOf(policyEvent);
    const text = JSON.stringify(violation);
    if (this.violations.some((known) => JSON.stringify(known) === text)) return;
    this.violations.push(violation);
  }

  /** What every outcome has. */
  facts(): Omit<Outcome, "version" | "verdict" | "exitCode" | "message"> {
    const { project, stack, stages, violations } = this;
    const seconds = this.#secondsSince(this.#begun);
    return {
      ...(project === undefined ? {} : { project }),
      ...(stack === undefined ? {} : { stack }),
      seconds,
      stages: [...stages],
      changed: [...this.changed.resources],
      violations: [...violations],
    };
  }

  #secondsSince(begun: number): number {
    return Math.round((this.#now() - begun) / 100) / 10;
  }
}
