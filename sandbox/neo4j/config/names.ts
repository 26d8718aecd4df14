import { BootError } from "./boot-error.ts";
import { introducedAfter, type Release } from "./release.ts";
import type { Setting } from "./settings/declare.ts";
import { OIDC_GROUP, SETTING_GROUPS } from "./settings/groups.ts";
import { SETTINGS } from "./settings/index.ts";

/** What a setting's name turns out to be. */
export type NameVerdict =
  | { kind: "known"; setting: Setting }
  /** A name under an existing group that the group does not declare: Neo4j drops it without a word. */
  | { kind: "dropped"; group: string }
  | { kind: "unknown"; message: string };

/**
 * Finds the declaration behind a name, as Neo4j does: fixed names first, then groups. The Community
 * edition does not declare the OIDC group, and an older release not what came after it.
 */
export function lookUp(name: string, release: Release): NameVerdict {
  const introduced = introducedAfter(name, release);
  if (introduced !== undefined) {
    const why = `It is known since Neo4j ${introduced}, and this is ${release.version}.`;
    return { kind: "unknown", message: `${unrecognized(name)} ${why}` };
  }
  const fixed = SETTINGS.get(name);
  if (fixed) return { kind: "known", setting: fixed };
  const group = SETTING_GROUPS.find(({ prefix }) => name.startsWith(`${prefix}.`));
  if (!group || (release.edition === "community" && group === OIDC_GROUP)) {
    return { kind: "unknown", message: unrecognized(name) };
  }
  const { id, rest } = splitGroupName(group.prefix, name);
  if (id === "") {
    return {
      kind: "unknown",
      message: `Malformed group setting name: '${name}', does not match any setting in its group.`,
    };
  }
  if (group.ids && !group.ids.includes(id)) {
    return { kind: "unknown", message: unrecognized(name) };
  }
  const setting = group.settings.get(rest);
  return setting ? { kind: "known", setting } : { kind: "dropped", group: `${group.prefix}.${id}` };
}

/** The id is the text up to the first dot, so an id can hold no dot. */
export function splitGroupName(prefix: string, name: string): { id: string; rest: string } {
  const tail = name.slice(prefix.length + 1);
  const dot = tail.indexOf(".");
  return dot === -1
    ? { id: tail, rest: "" }
    : { id: tail.slice(0, dot), rest: tail.slice(dot + 1) };
}

function unrecognized(name: string): string {
  return name.startsWith("apoc.")
    ? `Setting '${name}' for APOC was found in the configuration file. In Neo4j v5, APOC settings must be in their own configuration file called apoc.conf.`
    : `Unrecognized setting. No declared setting with name: ${name}.`;
}

/** Under strict validation an unknown name stops the boot. */
export function strictRefusal(name: string, message: string): BootError {
  return new BootError(
    "UNRECOGNIZED_SETTING",
    `${message} Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.`,
    name,
  );
}
