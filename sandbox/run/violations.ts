import type { EngineEvent, PolicyEvent } from "@pulumi/pulumi/automation/index.js";
import { sentence } from "../terminal.ts";
import type { Violation } from "./outcome/schema.ts";
import { plain } from "./plain.ts";
import type { Reporter } from "./reporter.ts";

/** Columns for a line below a step, which is indented by four. */
const WIDTH = 76;

/** The engine's colours, which it leaves in events whatever colour was asked for. */
const COLOUR = /<\{%[^%]*%\}>/g;

/** What the engine says at the end of each run that failed, whatever failed. */
const END = /^(preview|update) failed$/;

/** What policy packs object to in one run of a stack, by the engine's events. */
export class Violations {
  /** What was told, so that the second preview does not tell it again. */
  readonly #told = new Set<string>();
  #seen: PolicyEvent[] = [];
  #otherErrors = false;

  see({ policyEvent, diagnosticEvent }: EngineEvent): void {
    if (policyEvent) this.#seen.push(policyEvent);
    if (diagnosticEvent?.severity === "error" && !END.test(words(diagnosticEvent.message))) {
      this.#otherErrors = true;
    }
  }

  /**
   * Tells what was seen since the last call, the mandatory first: a line that counts, then each with
   * policy, resource and message. Nothing if nothing is new.
   *
   * @returns how many are mandatory, and whether they alone can have stopped the engine
   */
  tell(report: Reporter): { mandatory: number; alone: boolean } {
    const seen = this.#seen.splice(0).map((event) => ({ event, text: describe(event) }));
    const [mandatory, others] = split(seen, ({ event }) => isMandatory(event));
    const fresh = [...mandatory, ...others].filter(({ text }) => !this.#told.has(text));
    for (const { text } of fresh) this.#told.add(text);
    if (fresh.length > 0) {
      const advisory = fresh.filter(({ event }) => !isMandatory(event)).length;
      report.step(`policy: ${fresh.length - advisory} mandatory, ${advisory} advisory`);
      report.line(plain(fresh.map(({ text }) => text).join("\n")).replace(/^/gm, "    "));
    }
    const alone = !this.#otherErrors;
    this.#otherErrors = false;
    return { mandatory: mandatory.length, alone };
  }
}

function isMandatory({ enforcementLevel }: PolicyEvent): boolean {
  return enforcementLevel === "mandatory";
}

function words(message: string): string {
  return message.replace(COLOUR, "").trim();
}

/** An engine's event as the outcome of a run has it. */
export function violationOf(event: PolicyEvent): Violation {
  const { policyPackName: pack, policyName: policy, resourceUrn, message } = event;
  return {
    level: isMandatory(event) ? "mandatory" : "advisory",
    ...{ pack, policy },
    ...(resourceUrn ? { resource: resourceUrn } : {}),
    message: words(message),
  };
}

/** `mandatory: pack/policy, resource`, and below it the message. */
function describe(event: PolicyEvent): string {
  const { level, pack, policy, resource = "", message } = violationOf(event);
  const [name, type] = resource.split("::").reverse();
  const subject = resource === "" ? "" : `, ${type?.split("$").at(-1)} ${name}`;
  const lines = sentence(message, WIDTH - 2).split("\n");
  return [`${level}: ${pack}/${policy}${subject}`, ...lines.map(indented)].join("\n");
}

const indented = (line: string) => `  ${line}`;

function split<T>(items: readonly T[], first: (item: T) => boolean): [T[], T[]] {
  return [items.filter(first), items.filter((item) => !first(item))];
}
