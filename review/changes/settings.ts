import { isDeepStrictEqual } from "node:util";
import type { EffectiveAccess } from "../../access/effective/access.ts";
import { type Neo4j, trusts } from "../../access/effective/neo4j.ts";
import type { Change } from "./change.ts";
import { shown } from "./facts.ts";

/** Their changes are told as such. */
const LISTS = /^dbms\.security\.(?:abac\.)?(?:authentication|authorization)_providers$/;

/** Settings of a provider from which the access of the stack's clients is worked out. */
const WORKED_OUT =
  /^(?:issuer|audience|jwks_uri|well_known_discovery_uri|claims\.\w+|authorization\.group_to_role_mapping|get_\w+_from_user_info|display_name)$/;

/**
 * Settings of Neo4j that decide over access and whose effect nobody works out here: people's
 * providers, LDAP, authentication switched off, procedures. Nobody should take them for no change.
 */
export function settingChanges(before: EffectiveAccess, after: EffectiveAccess): Change[] {
  return after.neo4j.flatMap((now) => {
    const old = before.neo4j.find(({ release }) => release.urn === now.release.urn);
    const own = now.providers.filter((one) => after.servers.some((server) => trusts(one, server)));
    const causes = differences(old?.config ?? {}, now.config, new Set(own.map(({ id }) => id)));
    if (causes.length === 0) return [];
    return {
      category: "unknown" as const,
      code: "security-setting",
      subject: now.name,
      accounts: [],
      sentence: `What these settings of ${now.name} do to access is for a reviewer to judge`,
      causes,
      effects: [],
    };
  });
}

function differences(
  old: Neo4j["config"],
  now: Neo4j["config"],
  own: ReadonlySet<string>,
): string[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names.flatMap((name) => {
    const isTold = !name.startsWith("dbms.security.") || LISTS.test(name) || isWorkedOut(name, own);
    if (isTold || isDeepStrictEqual(old[name], now[name])) return [];
    if (!(name in old)) return [`${name} is new: ${shown(now[name])}`];
    if (!(name in now)) return [`${name} (${shown(old[name])}) is gone`];
    return [`${name} went from ${shown(old[name])} to ${shown(now[name])}`];
  });
}

function isWorkedOut(name: string, own: ReadonlySet<string>): boolean {
  const [, id = "", suffix = ""] = /^dbms\.security\.oidc\.([^.]+)\.(.+)$/.exec(name) ?? [];
  return own.has(id) && WORKED_OUT.test(suffix);
}
