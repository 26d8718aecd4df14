import type { EffectiveAccess, Open } from "../effective/access.ts";
import { hiddenProperties, hiddenSettings } from "../effective/hidden.ts";
import { type Neo4j, trusts } from "../effective/neo4j.ts";
import type { Resource } from "../effective/resource.ts";
import { SIGN_IN_OPEN } from "../effective/sign-in.ts";
import { type Change, change, changed } from "./change.ts";
import { onlyIn, type Pair, type Side, together } from "./clients.ts";
import { differences, type Fact, lacking } from "./differences.ts";
import { why } from "./facts.ts";
import { REQUEST } from "./people-facts.ts";

/** Why the roles of a client are not known. */
export const OPEN_REASONS: Readonly<Record<Open["reason"], string>> = {
  "groups-unknown":
    "the groups of its tokens are not known yet, or come from an expression that is not read here",
  "local-users": SIGN_IN_OPEN["local-users"],
  "auth-rules": SIGN_IN_OPEN["auth-rules"],
};

/** What the stack no longer tells. What it did not tell before either is no change. */
export function unknownChanges(all: readonly Pair[]): Change[] {
  return together(all, newlyOpen).map(({ subject, value: { reason, database, differences } }) =>
    change("unknown", reason, subject, {
      database,
      sentence: `Which roles ${subject.subject} will have in ${database} is not known`,
      differences,
      because: OPEN_REASONS[reason],
    }),
  );
}

function newlyOpen(pair: Pair) {
  const of = (side: Side | undefined) =>
    new Map(
      side?.access.open.map(({ reason, neo4j }) => [
        `${reason} ${neo4j.name}`,
        { reason, database: neo4j.name },
      ]),
    );
  const open = onlyIn(of(pair.after), of(pair.before));
  return open.map((one) => ({ ...one, differences: why(pair).differences }));
}

/** What cannot be read hides every change of it too, so this is told each time. */
export function hiddenChanges(
  { neo4j }: EffectiveAccess,
  resources: readonly Resource[],
): Change[] {
  const all = [...neo4j.flatMap(hiddenSettings), ...hiddenProperties(resources)];
  const bySubject = Map.groupBy(all, ({ subject }) => subject);
  return [...bySubject].map(([subject, hidden]) =>
    change("unknown", "hidden", subject, {
      sentence: `Who has which role cannot be told, as ${subject} is not all in the clear`,
      differences: hidden.map(({ what }) => ({ what })),
      because: hidden.map(({ what }) => `${what} is a secret, or not known before the deployment`),
      effect: "Give it in the clear: nothing that decides over access is a secret",
    }),
  );
}

/** Their changes are told as such. */
const LISTS = /^dbms\.security\.(?:abac\.)?(?:authentication|authorization)_providers$/;

/** Settings of a provider from which the access of the stack's clients is worked out. */
const WORKED_OUT =
  /^(?:issuer|audience|jwks_uri|well_known_discovery_uri|claims\.\w+|authorization\.group_to_role_mapping|get_\w+_from_user_info|display_name)$/;

const USER_INFO = /^get_\w+_from_user_info$/;
const KEYS = /^(?:jwks_uri|well_known_discovery_uri)$/;

/**
 * Settings of Neo4j that decide over access and whose effect nobody works out here: LDAP, where
 * Browser sends people, authentication switched off, procedures. Nobody should take them for no change.
 */
export function settingChanges(before: EffectiveAccess, after: EffectiveAccess): Change[] {
  return after.neo4j.flatMap((now) => {
    const old = before.neo4j.find(({ release }) => release.urn === now.release.urn);
    const own = now.providers.filter((one) => after.servers.some((server) => trusts(one, server)));
    const [had, has] = [peoplesIds(before, old), peoplesIds(after, now)];
    const ids: Told = {
      own: new Set([...own.map(({ id }) => id), ...had, ...has]),
      people: new Set(has),
      copies: new Set(
        [...now.providers, ...(old?.providers ?? [])].flatMap((one) =>
          one.keysOf === undefined && one.keysAt !== undefined ? [one.id] : [],
        ),
      ),
      // All that there is of a way for people to sign in is told where it is new, or gone.
      whole: new Set([...lacking(had, has), ...lacking(has, had)]),
    };
    return changed("unknown", "security-setting", now.name, {
      sentence: `What these settings of ${now.name} do to access is for a reviewer to judge`,
      differences: differences(untold(old?.config ?? {}, ids), untold(now.config, ids)),
    });
  });
}

/** Providers, of which other changes tell what their settings do. */
interface Told {
  /** Where it is worked out. */
  own: ReadonlySet<string>;
  /** What Browser asks for as well. */
  people: ReadonlySet<string>;
  /** Keys from an address that is no server's: a copy, or somebody else's. */
  copies: ReadonlySet<string>;
  /** All of their settings. */
  whole: ReadonlySet<string>;
}

function peoplesIds({ signIns }: EffectiveAccess, server: Neo4j | undefined): string[] {
  return signIns.flatMap(({ neo4j, provider }) => (neo4j === server ? [provider.id] : []));
}

/** The settings of which no other change speaks. */
function untold(config: Neo4j["config"], told: Told): Fact[] {
  return Object.entries(config).filter(
    ([name]) => name.startsWith("dbms.security.") && !LISTS.test(name) && !isWorkedOut(name, told),
  );
}

function isWorkedOut(name: string, { own, people, copies, whole }: Told): boolean {
  const [, id = "", suffix = ""] = /^dbms\.security\.oidc\.([^.]+)\.(.+)$/.exec(name) ?? [];
  if (whole.has(id) || (people.has(id) && REQUEST.has(suffix))) return true;
  if (KEYS.test(suffix) && copies.has(id) && !people.has(id)) return false;
  // What an identity provider says of people when it is asked, nobody can tell here.
  if (USER_INFO.test(suffix) && people.has(id)) return false;
  return own.has(id) && WORKED_OUT.test(suffix);
}
