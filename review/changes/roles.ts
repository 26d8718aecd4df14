import { ANY_ROLE, type Grant } from "../../access/effective/access.ts";
import type { Change } from "./change.ts";
import { type Pair, rolesOf, type Side } from "./clients.ts";
import { causesOf } from "./facts.ts";
import { stillGrants } from "./old-tokens.ts";

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

/** What changes at Okta holds for the next token; what changes in Neo4j holds from its restart on. */
function until({ after }: Pair, grants: readonly Grant[]): string {
  const minutes = Math.max(...grants.map(({ token }) => token.lifetimeMinutes));
  const keep = after === undefined || grants.some((grant) => stillGrants(grant, after.all));
  return keep
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

/** A role for people; a group may stand for the role of its own name. */
export function roleText(role: string): string {
  return role === ANY_ROLE ? "the role of any name that it claims" : role;
}
