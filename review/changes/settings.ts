import type { EffectiveAccess } from "../../access/effective/access.ts";
import { type Neo4j, trusts } from "../../access/effective/neo4j.ts";
import { type Change, change } from "./change.ts";
import { differences, type Fact } from "./differences.ts";

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
    const ids = new Set(own.map(({ id }) => id));
    const found = differences(untold(old?.config ?? {}, ids), untold(now.config, ids));
    if (found.length === 0) return [];
    return change("unknown", "security-setting", now.name, {
      sentence: `What these settings of ${now.name} do to access is for a reviewer to judge`,
      differences: found,
    });
  });
}

/** The settings of which no other change speaks. */
function untold(config: Neo4j["config"], own: ReadonlySet<string>): Fact[] {
  return Object.entries(config).filter(
    ([name]) => name.startsWith("dbms.security.") && !LISTS.test(name) && !isWorkedOut(name, own),
  );
}

function isWorkedOut(name: string, own: ReadonlySet<string>): boolean {
  const [, id = "", suffix = ""] = /^dbms\.security\.oidc\.([^.]+)\.(.+)$/.exec(name) ?? [];
  return own.has(id) && WORKED_OUT.test(suffix);
}
