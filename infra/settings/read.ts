import * as pulumi from "@pulumi/pulumi";
import { type Finding, findingText } from "../../access/finding.ts";
import { isMap } from "../../access/tree.ts";
import { wrapped } from "../../access/wrap.ts";
import { tooDeep } from "./depth.ts";
import { settingKeys, settingSchema } from "./json-schema.ts";
import { misspelledKeys } from "./namespaces.ts";
import { parseSettings } from "./parse.ts";
import { NAMESPACE, type Problem, SettingsError } from "./problem.ts";
import type { Settings } from "./settings.ts";

/**
 * Reads and checks the configuration of the stack that is being deployed.
 *
 * @throws {SettingsError} naming every problem at once.
 */
export function readSettings(): Settings {
  const config = pulumi.runtime.allConfig();
  const stack = pulumi.getStack();
  const keys = Object.keys(config);
  const problems = [...secretSettings(keys), ...misspelledKeys(keys)];
  if (problems.length > 0) throw new SettingsError(problems, stack);
  const today = new Date().toISOString().slice(0, 10);
  const settings = parseSettings(decode(config), { today, stack });
  for (const warning of settings.warnings) {
    pulumi.log.warn(broken(findingText(warning.path, warning)));
  }
  return settings;
}

/** What the engine puts before a warning. Before every line of a diagnostic it puts four columns. */
const MARK = "warning: ";
const WIDTH = 76;

/** The engine prints a warning's lines as they are, however long. */
function broken(text: string): string {
  const lines = `${MARK}${text}`.split("\n").map((line) => {
    const first = /^ */.exec(line)?.[0] ?? "";
    return wrapped(line.trim(), { width: WIDTH, first, further: `${first}    ` });
  });
  return lines.join("\n").slice(MARK.length);
}

/** The keys of this program's namespace, with values as the stack's file has them. */
export function decode(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const prefix = `${NAMESPACE}:`;
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [
        key.slice(prefix.length),
        decodeValue(key.slice(prefix.length), text),
      ]),
  );
}

function secretSettings(keys: readonly string[]): Problem[] {
  // Public at run time, but left out of the package's typings.
  const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };
  return keys
    .filter((key) => key.startsWith(`${NAMESPACE}:`) && isConfigSecret(key))
    .map((path) => ({ ...secretFinding(), path }));
}

/**
 * No setting is secret. One that is encrypted would come out in the clear in a Helm value or an
 * Okta profile, so it is refused instead.
 */
export function secretFinding(): Omit<Finding, "at"> {
  return {
    code: "secret-setting",
    message: "is encrypted, or holds something encrypted",
    allowed: "plain settings; none of them is a secret",
    fix: "keep the secret in Kubernetes or a secret manager, and name it here",
  };
}

/** A date without quotes: the engine reads it as a time, and hands it out like this. */
const MIDNIGHT = /^(\d{4}-\d{2}-\d{2}) 00:00:00 \+0000 UTC$/;

/** The engine hands out everything but text as JSON; what is not JSON is left for the schema. */
function decodeValue(key: string, text: string): unknown {
  if (isTextSetting(key)) return text;
  try {
    const value = JSON.parse(text) as unknown;
    return tooDeep(value).length > 0 ? value : withDates(value);
  } catch {
    return text;
  }
}

function withDates(value: unknown): unknown {
  if (typeof value === "string") return value.replace(MIDNIGHT, "$1");
  if (Array.isArray(value)) return value.map(withDates);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, withDates(part)]);
  return Object.fromEntries(entries);
}

function isTextSetting(key: string): boolean {
  const known = settingKeys().find((name) => name === key);
  return known !== undefined && settingSchema(known).type === "string";
}
