import { ANY_ROLE, type Grant } from "../../access/effective/access.ts";
import type { Change } from "./change.ts";
import { type Pair, rolesOf, type Side } from "./clients.ts";
import { differences, factsOf, groupsIn, shown } from "./facts.ts";

/** What succeeds with a role and would not without it. Roles of the database's own are known by name only. */
const EXAMPLES: Readonly<Record<string, string>> = {
  reader: "MATCH (n) RETURN n succeeds in every database",
  editor: "CREATE (:Person) with labels and types that exist succeeds in every database",
  publisher: "CREATE (:NewLabel) succeeds in every database",
  architect: "CREATE INDEX and CREATE CONSTRAINT succeed in every database",
  admin: "CREATE USER, GRANT and DROP DATABASE succeed",
};

/** Roles that one client gains or loses, and logins without any role. */
export function roleChanges(pair: Pair): Change[] {
  const before = pair.before && rolesOf(pair.before.access);
  const after = pair.after && rolesOf(pair.after.access);
  const gained = [...(after ?? [])].filter(([key]) => !before?.has(key));
  const lost = [...(before ?? [])].filter(([key]) => !after?.has(key));
  return [
    ...gained.map(([, [grant]]) => gain(pair, grant)),
    ...lost.map(([, grants]) => loss(pair, grants)),
    ...loginChanges(pair, before?.size ?? 0, after?.size ?? 0),
  ];
}

function gain(pair: Pair, grant: Grant | undefined): Change {
  const role = grant?.role ?? "";
  const example = EXAMPLES[role] ?? `what the role ${role} allows succeeds, if the database has it`;
  return {
    ...about(pair),
    category: "gained",
    code: "role-gained",
    role,
    sentence: `${pair.name} gains ${role}${where(pair, grant)}`,
    causes: causesOf(pair),
    effects: [`From the next token on, ${example}`],
  };
}

function loss(pair: Pair, grants: readonly Grant[]): Change {
  const [grant] = grants;
  const role = grant?.role ?? "";
  return {
    ...about(pair),
    category: "lost",
    code: "role-lost",
    role,
    sentence: `${pair.name} loses ${role}${where(pair, grant)}`,
    causes: causesOf(pair),
    effects: [until(pair, grants)],
  };
}

/**
 * Neo4j reads the groups of a token, and does not ask Okta again: what changes at Okta holds for the
 * next token, what changes in Neo4j's settings holds from its restart on.
 */
function until(pair: Pair, grants: readonly Grant[]): string {
  const minutes = Math.max(...grants.map(({ token }) => token.lifetimeMinutes));
  const stillGrants = grants.some(
    ({ neo4j, provider, group, role }) =>
      pair.after === undefined ||
      pair.after.all.neo4j.some(
        (now) =>
          now.release.urn === neo4j.release.urn &&
          now.authentication.includes(`oidc-${provider.id}`) &&
          now.authorization.includes(`oidc-${provider.id}`) &&
          now.providers.some(
            ({ id, mapping }) =>
              id === provider.id &&
              (mapping.size === 0 ? group === role : mapping.get(group)?.includes(role)),
          ),
      ),
  );
  return stillGrants
    ? `Tokens that were issued before keep it until they expire, at most ${minutes} minutes`
    : "It ends when Neo4j restarts, for tokens that were issued before too";
}

/** A client that logs in without any role has only what every login has (PUBLIC). */
function loginChanges(pair: Pair, rolesBefore: number, rolesAfter: number): Change[] {
  const [before, after] = [pair.before, pair.after].map(hasLogin);
  if (after && !before && rolesAfter === 0) {
    return [
      {
        ...about(pair),
        category: "gained",
        code: "login-gained",
        sentence: `${pair.name} can log in, with no role but PUBLIC`,
        causes: causesOf(pair),
        effects: [],
      },
    ];
  }
  if (before && !after && rolesBefore === 0) {
    return [
      {
        ...about(pair),
        category: "lost",
        code: "login-lost",
        sentence: `${pair.name} can no longer log in`,
        causes: causesOf(pair),
        effects: [],
      },
    ];
  }
  return [];
}

function hasLogin(side: Side | undefined): boolean {
  return (side?.access.logins.length ?? 0) > 0;
}

/** Who a change is about. */
export function about({
  name,
  clientId,
  owner,
}: Pair): Pick<Change, "subject" | "accounts" | "clientId" | "owner"> {
  return { subject: name, accounts: [name], clientId, owner };
}

/** Names the database server where there are several. */
function where({ before, after }: Pair, grant: Grant | undefined): string {
  const servers = Math.max(before?.all.neo4j.length ?? 0, after?.all.neo4j.length ?? 0);
  return servers > 1 && grant !== undefined ? ` in ${grant.neo4j.name}` : "";
}

/** Why a client's access is another: clauses that name settings and their values. */
export function causesOf({ before, after }: Pair): string[] {
  if (before === undefined) {
    const groups = after === undefined ? [] : groupsIn(after.client);
    return [`the account is new, with the groups ${shown(groups)}`];
  }
  if (after === undefined) return ["the account is removed"];
  const groups = new Set([...groupsIn(before.client), ...groupsIn(after.client)]);
  return differences(factsOf(before, groups), factsOf(after, groups));
}

/** A role for people; a group may stand for the role of its own name. */
export function roleText(role: string): string {
  return role === ANY_ROLE ? "the role of any name that it claims" : role;
}
