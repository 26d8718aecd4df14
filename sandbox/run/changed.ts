import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import type { Changes } from "./changes.ts";
import type { ChangedResource } from "./outcome/schema.ts";

/** Lines of one list. */
const SHOWN = 20;

const OPERATIONS = ["create", "update", "replace", "delete"] as const;

/** Collects what a preview would change, by the engine's events. */
export class Changed {
  readonly resources: ChangedResource[] = [];
  #closed = false;

  see({ preludeEvent, resourcePreEvent }: EngineEvent): void {
    if (this.#closed) return;
    // Of several runs of the engine the last one counts.
    if (preludeEvent) this.resources.length = 0;
    const metadata = resourcePreEvent?.metadata;
    const operation = OPERATIONS.find((known) => known === metadata?.op);
    if (!metadata || operation === undefined) return;
    const { type, urn } = metadata;
    // The stack itself, and its providers.
    if (type.startsWith("pulumi:")) return;
    const name = urn.split("::").at(-1) ?? urn;
    this.resources.push({ operation, type, name, properties: properties(metadata) });
  }

  /**
   * Ends the collection.
   *
   * @returns a line for each, if something stays: of a first deployment the count says enough
   */
  close({ same = 0 }: Changes): string[] {
    this.#closed = true;
    if (same === 0) return [];
    const lines = this.resources.slice(0, SHOWN).map(describe);
    const more = this.resources.length - lines.length;
    return more > 0 ? [...lines, `and ${more} more`] : lines;
  }
}

function properties({ op, diffs, detailedDiff }: StepEventMetadata): string[] {
  if (op !== "update" && op !== "replace") return [];
  const paths = Object.keys(detailedDiff ?? {});
  return paths.length > 0 ? paths : (diffs ?? []);
}

function describe({ operation, type, name, properties: paths }: ChangedResource): string {
  const what = paths.length === 0 ? "" : `: ${paths.join(", ")}`;
  return `${operation} ${type} ${name}${what}`;
}
