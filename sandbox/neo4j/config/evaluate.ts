import { BootError, invalidValue } from "./boot-error.ts";
import { lookUp, strictRefusal } from "./names.ts";
import type { Release } from "./release.ts";
import type { Setting } from "./settings/declare.ts";
import { SETTINGS } from "./settings/index.ts";
import type { SettingValue } from "./values.ts";

const STRICT = "server.config.strict_validation.enabled";

export interface EvaluatedSettings {
  /** Typed values of the known settings that were given; defaults are not filled in. */
  values: Map<string, SettingValue>;
  warnings: string[];
}

/**
 * Judges names and values. Strictness is about names only: a value of a known setting that cannot be
 * read always stops the boot. Neo4j's default for strict validation is true; the Helm chart's is
 * false.
 *
 * @throws BootError
 */
export function evaluateSettings(
  raw: ReadonlyMap<string, string>,
  release: Release,
): EvaluatedSettings {
  const values = new Map<string, SettingValue>();
  const warnings: string[] = [];
  const strict = isStrict(raw);
  for (const [name, text] of raw) {
    const verdict = lookUp(name, release);
    if (verdict.kind === "known") {
      values.set(name, evaluate(name, verdict.setting, text));
    } else if (verdict.kind === "dropped") {
      warnings.push(
        `Sandbox: '${name}' is no setting of the group '${verdict.group}'; Neo4j drops it silently, even under strict validation.`,
      );
    } else if (strict) {
      throw strictRefusal(name, verdict.message);
    } else {
      warnings.push(verdict.message);
    }
  }
  return { values, warnings };
}

function isStrict(raw: ReadonlyMap<string, string>): boolean {
  const text = raw.get(STRICT);
  const setting = SETTINGS.get(STRICT);
  if (text === undefined || setting === undefined) return true;
  return evaluate(STRICT, setting, text) === true;
}

function evaluate(name: string, setting: Setting, text: string): SettingValue {
  if (isCommand(text)) throw commandRefusal(name);
  let value: SettingValue;
  try {
    value = setting.parse(text, name);
  } catch (error) {
    throw invalidValue(name, error instanceof Error ? error.message : String(error));
  }
  const refused = setting.check?.(value);
  if (refused !== undefined) {
    throw invalidValue(name, `Failed to validate '${text.trim()}' for '${name}': ${refused}`);
  }
  return value;
}

/** Neo4j expands a value that is, as a whole, `$(...)`. */
export function isCommand(text: string): boolean {
  const value = text.trim();
  return value.length > 3 && value.startsWith("$(") && value.endsWith(")");
}

function commandRefusal(name: string): BootError {
  return new BootError(
    "COMMAND_NOT_EXECUTED",
    `Error evaluating value for setting '${name}'. The value is a command, which Neo4j would execute in its container at start. The sandbox executes no commands: give the value itself, or run against a real Neo4j.`,
    name,
  );
}
