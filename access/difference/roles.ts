import { ANY_ROLE, type Grant } from "../effective/access.ts";
import { type Change, change } from "./change.ts";
import { onlyIn, type Pair, roleKey, rolesOf, type Several, type Side } from "./clients.ts";
import { why } from "./facts.ts";

/** What succeeds with a role and would not without it. Roles of the database's own are known by name only. */
const EXAMPLES: Readonly<Record<string, string>> = {
  reader: "MATCH (n) RETURN n succeeds in every database",
  editor: "CREATE (:Person) with labels and types that exist succeeds in every database",
  publisher: "CREATE (:NewLabel) succeeds in every database",
  architect: "CREATE INDEX and CREATE CONSTRAINT succeed in every database",
  admin: "CREATE USER, GRANT and DROP DATABASE succeed",
};

/** A statement that succeeds with a role, as a clause. */
export function exampleOf(role: string): string {
  return EXAMPLES[role] ?? `what the role ${role} allows succeeds, if the database has it`;
}

/** Roles that one client gains or loses, and logins without any role. */
export function roleChanges(pair: Pair): Change[] {
  const [before, after] = [rolesOf(pair.before?.access), rolesOf(pair.after?.access)];
  return [
    ...onlyIn(after, before).map(([grant]) => gain(pair, grant)),
    ...onlyIn(before, after).map((grants) => loss(pair, grants)),
    ...(before.size === 0 && after.size === 0 ? loginChanges(pair) : []),
  ];
}

function gain(pair: Pair, { role, neo4j }: Grant): Change {
  return change("gained", "role-gained", pair, {
    role,
    database: neo4j.name,
    sentence: `${pair.subject} gains ${role}${where(pair, neo4j)}`,
    ...why(pair),
    effect: `From the next token on, ${exampleOf(role)}`,
  });
}

function loss(pair: Pair, grants: Several<Grant>): Change {
  const [{ role, neo4j }] = grants;
  return change("lost", "role-lost", pair, {
    role,
    database: neo4j.name,
    sentence: `${pair.subject} loses ${role}${where(pair, neo4j)}`,
    ...why(pair),
    effect: until(pair, grants),
  });
}

/** What changes at Okta holds for the next token; what changes in Neo4j holds from its restart on. */
function until({ issued }: Pair, grants: Several<Grant>): string {
  const minutes = Math.max(...grants.map(({ token }) => token.lifetimeMinutes));
  return rolesOf(issued?.access).has(roleKey(grants[0]))
    ? `Tokens that were issued before keep it until they expire, at most ${minutes} minutes`
    : "It ends when Neo4j restarts, for tokens that were issued before too";
}

/** A client that logs in without any role has only what every login has (PUBLIC). */
function loginChanges(pair: Pair): Change[] {
  const [before, after] = [hasLogin(pair.before), hasLogin(pair.after)];
  if (before === after) return [];
  return [
    after
      ? change("gained", "login-gained", pair, {
          sentence: `${pair.subject} can log in, with no role but PUBLIC`,
          ...why(pair),
        })
      : change("lost", "login-lost", pair, {
          sentence: `${pair.subject} can no longer log in`,
          ...why(pair),
        }),
  ];
}

function hasLogin(side: Side | undefined): boolean {
  return (side?.access.logins.length ?? 0) > 0;
}

/** Names the database server where there are several. */
function where({ before, after }: Pair, { name }: Grant["neo4j"]): string {
  const servers = Math.max(...[before, after].map((side) => side?.all.neo4j.length ?? 0));
  return servers > 1 ? ` in ${name}` : "";
}

/** A role for people; a group may stand for the role of its own name. */
export function roleText(role: string): string {
  return role === ANY_ROLE ? "the role of any name that it claims" : role;
}
