import { BootError, invalidValue } from "./boot-error.ts";
import { lookUp } from "./names.ts";
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
    const found = lookUp(name, release);
    if ("type" in found) values.set(name, evaluate(name, found, text));
    else if (found.isDropped || !strict) warnings.push(found.warning);
    else {
      throw new BootError(
        "unrecognized-setting",
        `${found.warning} Cleanup the config or disable '${STRICT}' to continue.`,
        name,
      );
    }
  }
  return { values, warnings };
}

function isStrict(raw: ReadonlyMap<string, string>): boolean {
  const text = raw.get(STRICT);
  return text === undefined || evaluate(STRICT, { type: "boolean" }, text) === true;
}

function evaluate(name: string, facts: Facts, text: string): SettingValue {
  // Neo4j expands a value that is, as a whole, `$(...)`.
  if (/^\$\(.+\)$/s.test(text.trim())) {
    throw new BootError(
      "command-not-executed",
      `Error evaluating value for setting '${name}'. The value is a command, which Neo4j would execute in its container at start. The sandbox executes no commands: give the value itself, or run against a real Neo4j.`,
      name,
    );
  }
  try {
    return readSetting(name, facts, text);
  } catch (error) {
    throw invalidValue(name, error instanceof Error ? error.message : String(error));
  }
}
