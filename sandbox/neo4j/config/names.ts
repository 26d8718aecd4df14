import { BootError } from "./boot-error.ts";
import type { Release } from "./release.ts";
import { type Facts, findSetting } from "./settings/catalogue.ts";

/** What a setting's name turns out to be. */
export type NameVerdict =
  | { kind: "known"; facts: Facts }
  /** A name under an existing group that the group does not declare: Neo4j drops it without a word. */
  | { kind: "dropped"; group: string }
  | { kind: "unknown"; message: string };

/** A family of settings that repeats under ids: `<prefix>.<id>.<name>`. */
interface Group {
  prefix: string;
  /** How the catalogue writes the id. */
  placeholder: string;
  /** If given, the only ids there are. */
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
export function lookUp(name: string, release: Release): NameVerdict {
  const group = [OIDC, TLS].find(({ prefix }) => name.startsWith(`${prefix}.`));
  if (group === undefined) {
    const found = findSetting(name, release);
    return typeof found === "string" ? unknown(name, found) : { kind: "known", facts: found };
  }
  const { id, rest } = splitGroupName(group.prefix, name);
  if (id === "") {
    const why = `Malformed group setting name: '${name}', does not match any setting in its group.`;
    return { kind: "unknown", message: why };
  }
  if (group.ids && !group.ids.includes(id)) return unknown(name);
  if (group === OIDC && release.edition === "community") {
    return unknown(name, "It needs Neo4j Enterprise Edition.");
  }
  const found = findSetting(`${group.prefix}.${group.placeholder}.${rest}`, release);
  return typeof found === "string"
    ? { kind: "dropped", group: `${group.prefix}.${id}` }
    : { kind: "known", facts: found };
}

/** True if a setting can be changed while the server runs. */
export function isDynamic(name: string, release: Release): boolean {
  const verdict = lookUp(name, release);
  return verdict.kind === "known" && verdict.facts.dynamic === true;
}

/** The id is the text up to the first dot, so an id can hold no dot. */
export function splitGroupName(prefix: string, name: string): { id: string; rest: string } {
  const [, id = "", rest = ""] = /^([^.]*)\.?(.*)$/s.exec(name.slice(prefix.length + 1)) ?? [];
  return { id, rest };
}

function unknown(name: string, why = ""): NameVerdict {
  const message = name.startsWith("apoc.")
    ? `Setting '${name}' for APOC was found in the configuration file. In Neo4j v5, APOC settings must be in their own configuration file called apoc.conf.`
    : `Unrecognized setting. No declared setting with name: ${name}.`;
  return { kind: "unknown", message: `${message} ${why}`.trimEnd() };
}

/** Under strict validation an unknown name stops the boot. */
export function strictRefusal(name: string, message: string): BootError {
  return new BootError(
    "unrecognized-setting",
    `${message} Cleanup the config or disable 'server.config.strict_validation.enabled' to continue.`,
    name,
  );
}
