import type { Release } from "./release.ts";
import { type Facts, findSetting } from "./settings/catalogue.ts";

/** A name that no setting has. */
export interface UnknownName {
  /** What Neo4j says of it, or `Sandbox:` where it says nothing. */
  warning: string;
  /** Under an existing group that does not declare it: dropped without a word, also when strict. */
  isDropped: boolean;
}

/** A family of settings that repeats under ids: `<prefix>.<id>.<name>`. */
interface Group {
  prefix: string;
  /** How the catalogue writes the id. */
  placeholder: string;
  /** If given, the only ids there are, in any case. */
  ids?: readonly string[];
}

/** Before the id of a provider. */
export const OIDC_PREFIX = "dbms.security.oidc";

const OIDC: Group = { prefix: OIDC_PREFIX, placeholder: "<provider>" };
const TLS: Group = {
  prefix: "dbms.ssl.policy",
  placeholder: "<scope>",
  ids: ["bolt", "https", "cluster", "backup", "fabric", "testing"],
};

/**
 * Finds the declaration behind a name, as Neo4j does: an older release does not know what came after
 * it, and the Community edition has no OIDC group.
 */
export function lookUp(name: string, release: Release): Facts | UnknownName {
  const group = [OIDC, TLS].find(({ prefix }) => name.startsWith(`${prefix}.`));
  if (group === undefined) {
    const found = findSetting(name, release);
    return typeof found === "string" ? unknown(name, found) : found;
  }
  const { id, rest } = splitGroupName(group.prefix, name);
  if (id === "") {
    const warning = `Malformed group setting name: '${name}', does not match any setting in its group.`;
    return { warning, isDropped: false };
  }
  if (group.ids && !group.ids.includes(id.toLowerCase())) return unknown(name);
  if (group === OIDC && release.edition === "community") {
    return unknown(name, "It needs Neo4j Enterprise Edition.");
  }
  const found = findSetting(`${group.prefix}.${group.placeholder}.${rest}`, release);
  if (typeof found !== "string") return found;
  const warning = `Sandbox: '${name}' is no setting of the group '${group.prefix}.${id}'; Neo4j drops it silently, even under strict validation.`;
  return { warning, isDropped: true };
}

/** True if a setting can be changed while the server runs. */
export function isDynamic(name: string, release: Release): boolean {
  const found = lookUp(name, release);
  return "type" in found && found.dynamic === true;
}

/** The id is the text up to the first dot, so an id can hold no dot. */
export function splitGroupName(prefix: string, name: string): { id: string; rest: string } {
  const [, id = "", rest = ""] = /^([^.]*)\.?(.*)$/s.exec(name.slice(prefix.length + 1)) ?? [];
  return { id, rest };
}

function unknown(name: string, why = ""): UnknownName {
  const message = name.startsWith("apoc.")
    ? `Setting '${name}' for APOC was found in the configuration file. In Neo4j v5, APOC settings must be in their own configuration file called apoc.conf.`
    : `Unrecognized setting. No declared setting with name: ${name}.`;
  return { warning: `${message} ${why}`.trimEnd(), isDropped: false };
}
