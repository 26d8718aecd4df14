import * as pulumi from "@pulumi/pulumi";
import { parseSettings } from "./parse.ts";
import { NAMESPACE } from "./problem.ts";
import { settingsFields } from "./schema.ts";
import type { Settings } from "./settings.ts";

/**
 * Reads and checks the configuration of the stack that is being deployed.
 *
 * @throws {SettingsError} naming every problem at once.
 */
export function readSettings(): Settings {
  const today = new Date().toISOString().slice(0, 10);
  return parseSettings(decode(pulumi.runtime.allConfig()), { today, stack: pulumi.getStack() });
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

/** The engine hands out everything but text as JSON; what is not JSON is left for the schema. */
function decodeValue(key: string, text: string): unknown {
  if (
    key in settingsFields &&
    settingsFields[key as keyof typeof settingsFields].safeParse(text).success
  ) {
    return text;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
