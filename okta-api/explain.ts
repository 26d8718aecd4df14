import type { Explanation, Facts, Refusal } from "./explanations/explanation.ts";
import { MANAGEMENT_REFUSALS } from "./explanations/management.ts";
import { TOKEN_REFUSALS } from "./explanations/token.ts";

/** Why Okta refused; undefined where that cannot be told from what it said. */
export function explain(facts: Facts): Explanation | undefined {
  const refusals = facts.where === "token" ? TOKEN_REFUSALS : MANAGEMENT_REFUSALS;
  for (const refusal of refusals) {
    const named = match(refusal, facts);
    if (named === undefined) continue;
    const { id, cause, fix } = refusal;
    return { id, cause: named === "" ? cause : `${cause}: ${named}`, fix };
  }
  return undefined;
}

/** What Okta names as missing, empty where it names nothing; undefined: this is another refusal. */
function match({ errorCode, summary, challenge }: Refusal, facts: Facts): string | undefined {
  if (errorCode !== facts.errorCode) return undefined;
  if (summary !== undefined && !summary.test(facts.errorSummary ?? "")) return undefined;
  if (challenge === undefined) return "";
  const found = challenge.exec(facts.challenge ?? "");
  return found === null ? undefined : (found[1] ?? "");
}
