import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { Reporter } from "./reporter.ts";

/** Milliseconds between two lines about the same wait. */
const PAUSE = 5_000;

/** Names in one line. */
const SHOWN = 3;

/** Tells every five seconds which resources the engine is at work on, by its events. */
export class Waiting {
  /** Resources that are being changed, by URN. */
  readonly #busy = new Set<string>();

  see({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }: EngineEvent): void {
    const begun = resourcePreEvent?.metadata;
    if (begun && begun.op !== "same") this.#busy.add(begun.urn);
    const ended = (resOutputsEvent ?? resOpFailedEvent)?.metadata;
    if (ended) this.#busy.delete(ended.urn);
  }

  async during<T>(work: () => Promise<T>, report: Pick<Reporter, "step">): Promise<T> {
    const timer = setInterval(() => report.step(this.#words()), PAUSE);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      this.#busy.clear();
    }
  }

  #words(): string {
    const names = [...this.#busy].filter(isOwn).map((urn) => urn.split("::").at(-1) ?? urn);
    const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
    const shown = names.slice(0, SHOWN).join(", ");
    return names.length === 0 ? "still at work" : `waiting for ${shown}${more}`;
  }
}

/** A component waits for its children, which tell more. Its URN's type has no module with a slash. */
function isOwn(urn: string): boolean {
  const type = urn.split("::").at(-2)?.split("$").at(-1) ?? "";
  return type.includes("/");
}
