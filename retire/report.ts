import { visible } from "../access/visible.ts";
import { wrapped } from "../access/wrap.ts";
import type { RetirePlan } from "./plan.ts";
import type { Tried } from "./prove.ts";

const STATUS: Record<RetirePlan["status"], string> = {
  active: "it gets tokens",
  disabled: "it is switched off",
  absent: "the stack does not have it",
};

/** The order of a plan, for a terminal of 80 columns. */
export function renderPlan({ account, status, steps }: RetirePlan): string {
  const parts = steps.map(({ title, text, commands, isPast }, index) =>
    [
      `${index + 1}. ${title}${isPast ? " (past)" : ""}`,
      ...text.map((one) => wrapped(visible(one), { first: "   " })),
      ...commands.map((command) => `     ${visible(command)}`),
    ].join("\n"),
  );
  return `${[`How ${visible(account)} goes; by what is deployed ${STATUS[status]}`, ...parts].join("\n\n")}\n`;
}

const WORDS: Record<Tried["status"], string> = {
  gone: "refused",
  "gets-in": "STILL WORKS",
  declared: "NOT SWITCHED OFF",
  "not-looked-at": "not looked at",
};

/** What was tried, the verdict last. */
export function renderProof(account: string, tried: readonly Tried[]): string {
  const lines = tried.map(({ what, status, found }) =>
    wrapped(visible(`${WORDS[status]}: ${what}: ${found}.`), { further: "  " }),
  );
  const has = (status: Tried["status"]) => tried.some((one) => one.status === status);
  const open = has("not-looked-at") || has("declared") ? "is not proven to be gone" : "is gone";
  const verdict = has("gets-in") ? "still gets in" : open;
  return `${[...lines, "", `${visible(account)} ${verdict}.`].join("\n")}\n`;
}
