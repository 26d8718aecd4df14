import { type Finding, show } from "../../access/finding.ts";
import { isMap } from "../../components/neo4j/values/values.ts";
import { complete } from "./complete.ts";
import { type Draft, readDraft } from "./draft.ts";
import { type Problem, SettingsError, settingPath } from "./problem.ts";
import { RULES } from "./rules/index.ts";
import type { SettingsContext } from "./rules/rule.ts";
import { settingsFields, settingsSchema } from "./schema.ts";
import type { Settings } from "./settings.ts";

/**
 * Checks settings and fills in what follows from them.
 *
 * @param raw The namespace's keys to their values, already decoded from YAML or JSON.
 * @throws {SettingsError} naming every problem at once.
 */
export function parseSettings(raw: unknown, context: SettingsContext): Settings {
  const found = isMap(raw) ? readDraft(raw) : { draft: undefined, findings: [notAMap(raw)] };
  const findings = [...found.findings, ...(found.draft ? ruleFindings(found.draft, context) : [])];
  if (findings.length > 0) throw new SettingsError(problems(findings), context.stack);
  return complete(settingsSchema.parse(raw), context.today);
}

function ruleFindings(draft: Draft, context: SettingsContext): Finding[] {
  return RULES.flatMap((rule) => rule(draft, context));
}

function problems(findings: readonly Finding[]): Problem[] {
  const order = Object.keys(settingsFields);
  const rank = ({ at }: Finding) => order.indexOf(String(at[0])) + (at[0] === undefined ? 0 : 1);
  const sorted = findings.toSorted((left, right) => rank(left) - rank(right));
  return sorted.map(({ at, ...rest }) => ({ ...rest, path: settingPath(at) }));
}

function notAMap(raw: unknown): Finding {
  return {
    code: "wrong-type",
    at: [],
    message: `is ${show(raw)}`,
    allowed: "a map of settings",
    fix: "write the settings under config: in the stack's file",
  };
}
