import { ANY_ROLE } from "../effective/access.ts";
import type { Membership } from "../effective/sign-in.ts";
import { type Change, change, type Subject } from "./change.ts";
import { lacking } from "./differences.ts";
import { whyPeople } from "./people-facts.ts";
import { exampleOf, roleText } from "./roles.ts";
import { membersOf, type SignInPair } from "./sign-in-pairs.ts";

/** Roles that people's groups gain or lose, and groups that get in, or no longer. */
export function peopleChanges(pair: SignInPair): Change[] {
  const [before, after] = [membersOf(pair.before), membersOf(pair.after)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((group) => {
    const [old, now] = [before.get(group), after.get(group)];
    // The page says of all of them together that nobody can tell.
    if (now?.rolesKnown === false) return [];
    const roles = [
      ...lacking(old?.roles ?? [], now?.roles ?? []).map((role) => gain(pair, group, role)),
      ...lacking(now?.roles ?? [], old?.roles ?? []).map((role) => loss(pair, group, role)),
    ];
    return roles.length > 0 ? roles : entryChanges(pair, group, old, now);
  });
}

/** Whom a change of a group is about; people are no accounts. */
export function aboutGroup({ title }: SignInPair, group: string): Subject {
  return { subject: `${groupText(group)} (${title})`, accounts: [] };
}

/** A group for people; any of them may stand for the role of its own name. */
function groupText(group: string): string {
  return group === ANY_ROLE ? "any group" : group;
}

const CONDITIONS: Readonly<Record<Membership["letsIn"], string>> = {
  yes: "",
  elsewhere: "",
  unknown: ", if they may sign in, which the stack does not tell",
  "with-another": ", where another group of theirs lets them in",
};

function gain(pair: SignInPair, group: string, role: string): Change {
  const { name, title, after } = pair;
  const condition = CONDITIONS[membersOf(after).get(group)?.letsIn ?? "yes"];
  const said = {
    role,
    database: after?.signIn.neo4j.name ?? "",
    ...whyPeople(pair, group),
    effect: `From their next token on, ${exampleOf(role)}`,
  };
  const whom = `Members of ${groupText(group)} (${title})`;
  if (role !== "admin") {
    const sentence = `${whom} gain ${roleText(role)}${condition}`;
    return change("gained", "people-role-gained", aboutGroup(pair, group), { ...said, sentence });
  }
  return change("widened", "people-admin", aboutGroup(pair, group), {
    ...said,
    sentence: `${whom} become administrators${condition}`,
    effect: `${said.effect}, for whoever is put into the group later too: who may do that decides over the database (${name})`,
  });
}

function loss(pair: SignInPair, group: string, role: string): Change {
  const { title, before, issued } = pair;
  const minutes = before?.signIn.lifetimeMinutes;
  const keeps = membersOf(issued).get(group)?.roles.includes(role) === true;
  return change("lost", "people-role-lost", aboutGroup(pair, group), {
    role,
    database: before?.signIn.neo4j.name ?? "",
    sentence: `Members of ${groupText(group)} (${title}) lose ${roleText(role)}`,
    ...whyPeople(pair, group),
    effect:
      keeps && minutes !== undefined
        ? `Tokens that were issued before keep it until they expire, at most ${minutes} minutes`
        : "It ends when Neo4j restarts, for tokens that were issued before too",
  });
}

/** The same roles, or none, for people who get in now, or no longer. */
function entryChanges(
  pair: SignInPair,
  group: string,
  before: Membership | undefined,
  after: Membership | undefined,
): Change[] {
  const [old, now] = [before, after].map(getsIn);
  if (old === now) return [];
  const whom = `Members of ${groupText(group)} (${pair.title})`;
  if (now === "unknown") {
    return [
      change("unknown", "people-unknown", aboutGroup(pair, group), {
        sentence: `${whom} may sign in, or not: the stack does not tell`,
        ...whyPeople(pair, group),
      }),
    ];
  }
  if (now === "no") {
    const other = after === undefined ? "" : ", unless another group of theirs lets them in";
    return [
      change("lost", "people-kept-out", aboutGroup(pair, group), {
        sentence: `${whom} can no longer sign in${other}`,
        ...whyPeople(pair, group),
        effect: "Sessions and tokens that they have last to their end",
      }),
    ];
  }
  const roles = after?.roles.map(roleText).join(", ") || "no role but PUBLIC";
  return [
    change("gained", "people-let-in", aboutGroup(pair, group), {
      sentence: `${whom} can sign in, with ${roles}`,
      ...whyPeople(pair, group),
    }),
  ];
}

function getsIn(member: Membership | undefined): "yes" | "no" | "unknown" {
  if (member === undefined || member.letsIn === "with-another") return "no";
  return member.letsIn === "unknown" ? "unknown" : "yes";
}
