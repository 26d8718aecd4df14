import { visible } from "../access/visible.ts";
import { wrapped } from "../access/wrap.ts";
import type { Finding } from "./finding.ts";

const WORDS: Record<Finding["status"], string> = {
  ok: "ok",
  warning: "warning",
  failed: "FAILED",
  "not-looked-at": "not looked at",
};

/** The page for a terminal: 80 columns, the verdict last. */
export function renderText(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ status, what, found, fix }) => [
    wrapped(visible(`${WORDS[status]}: ${what}: ${found}.`), { further: "  " }),
    ...(fix === undefined ? [] : [wrapped(visible(`Fix: ${fix}.`), { first: "  " })]),
  ]);
  return `${[...lines, "", verdict(findings)].join("\n")}\n`;
}

function verdict(findings: readonly Finding[]): string {
  const count = (status: Finding["status"]) =>
    findings.filter((finding) => finding.status === status).length;
  const [bad, unseen, warnings] = [count("failed"), count("not-looked-at"), count("warning")];
  const parts = [
    ...(bad === 0 ? [] : [`${bad} would make a deployment fail`]),
    ...(unseen === 0 ? [] : [`${unseen} not looked at`]),
    ...(warnings === 0 ? [] : [`${warnings} to know of`]),
  ];
  const all = `${findings.length} finding${findings.length === 1 ? "" : "s"}`;
  return parts.length === 0 ? `${all}: nothing stands in the way.` : `${all}: ${parts.join(", ")}.`;
}
