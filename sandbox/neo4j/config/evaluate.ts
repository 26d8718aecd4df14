import { BootError, invalidValue } from "./boot-error.ts";
import { lookUp, strictRefusal } from "./names.ts";
import type { Release } from "./release.ts";
import type { Facts } from "./settings/catalogue.ts";
import { readSetting } from "./settings/read.ts";
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
      values.set(name, evaluate(name, verdict.facts, text));
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
  return text === undefined || evaluate(STRICT, { type: "boolean" }, text) === true;
}

function evaluate(name: string, facts: Facts, text: string): SettingValue {
  if (isCommand(text)) throw commandRefusal(name);
  try {
    return readSetting(name, facts, text);
  } catch (error) {
    throw invalidValue(name, error instanceof Error ? error.message : String(error));
  }
}

/** Neo4j expands a value that is, as a whole, `$(...)`. */
function isCommand(text: string): boolean {
  const value = text.trim();
  return value.length > 3 && value.startsWith("$(") && value.endsWith(")");
}

function commandRefusal(name: string): BootError {
  return new BootError(
    "command-not-executed",
    `Error evaluating value for setting '${name}'. The value is a command, which Neo4j would execute in its container at start. The sandbox executes no commands: give the value itself, or run against a real Neo4j.`,
    name,
  );
}
