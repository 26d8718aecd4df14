import { type Finding, show } from "../../access/finding.ts";
import { isMap } from "../../access/tree.ts";
import { complete } from "./complete.ts";
import { tooDeep } from "./depth.ts";
import { type Draft, readDraft } from "./draft.ts";
import { type Problem, SettingsError, settingPath } from "./problem.ts";
import { RULES } from "./rules/index.ts";
import { productionWarnings } from "./rules/production.ts";
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
  const { draft, findings } = judge(raw, context);
  if (draft === undefined || findings.length > 0) {
    throw new SettingsError(problems(findings), context.stack);
  }
  const warnings = problems(productionWarnings(draft));
  return { ...complete(settingsSchema.parse(raw), context.today), warnings };
}

/** Everything that is wrong with settings, in the order of the settings; nothing is thrown. */
export function settingsFindings(raw: unknown, context: SettingsContext): Finding[] {
  return judge(raw, context).findings;
}

/** What settings that are accepted have to be warned of, in the order of the settings. */
export function settingsWarnings(raw: unknown, context: SettingsContext): Finding[] {
  const { draft } = judge(raw, context);
  return draft === undefined ? [] : productionWarnings(draft);
}

function judge(raw: unknown, context: SettingsContext): { draft?: Draft; findings: Finding[] } {
  if (!isMap(raw)) return { findings: [notAMap(raw)] };
  const deep = tooDeep(raw);
  if (deep.length > 0) return { findings: deep };
  const { draft, findings } = readDraft(raw);
  const order = Object.keys(settingsFields);
  const rank = ({ at }: Finding) => order.indexOf(String(at[0]));
  const all = [...findings, ...RULES.flatMap((rule) => rule(draft, context))];
  return { draft, findings: all.toSorted((left, right) => rank(left) - rank(right)) };
}

function problems(findings: readonly Finding[]): Problem[] {
  return findings.map(({ at, ...rest }) => ({ ...rest, path: settingPath(at) }));
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
