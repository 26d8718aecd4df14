import { CATEGORIES, type Change } from "../access/difference/change.ts";
import { type Review, reviewOf } from "../access/difference/changes.ts";
import { appsOf, clientsOf } from "../access/effective/okta.ts";
import { isForPeople } from "../access/effective/peoples-tokens.ts";
import type { Resource } from "../access/effective/resource.ts";
import { FIRST_WITH_AUTH_RULES } from "../neo4j-client/administrator.ts";
import { type Database, liveRelease, unseenProviders } from "./database.ts";
import { databaseFindings } from "./database-findings.ts";
import type { Live } from "./live.ts";
import { hidesOrigins } from "./live-people.ts";
import { oktaFindings } from "./okta-findings.ts";
import { groupFindings } from "./people-findings.ts";

/** Nobody has asked Neo4j, or it has not answered. */
export interface NotAsked {
  /** What was not looked at, and why: a sentence without a full stop. */
  sentence: string;
}

/**
 * What an org and a database have that the stack does not declare, and the other way round: a review of a
 * change from what is declared to what is there.
 *
 * @param declared the resources of the stack's state
 */
export function driftOf(
  declared: readonly Resource[],
  live: Live,
  database: Database | NotAsked,
): Review {
  const notAtOkta = declared.filter(({ type }) => !type.startsWith("okta:") || NOT_READ.has(type));
  const others =
    "sentence" in database
      ? notAtOkta
      : notAtOkta.map((one) => (one.urn === database.release.urn ? liveRelease(database) : one));
  const after = [...withOwners(live.resources, declared), ...others];
  const review = reviewOf({ before: declared, after, steps: [] });
  const findings = [
    ...oktaFindings(declared, live),
    ...groupFindings(declared, live),
    ...("sentence" in database ? [] : databaseFindings(database, after)),
  ];
  const order = ({ category }: Change) => CATEGORIES.indexOf(category);
  return {
    ...review,
    changes: [...review.changes, ...findings].toSorted((a, b) => order(a) - order(b)),
    counts: {
      ...review.counts,
      unchanged: review.counts.unchanged - furtherAccounts(review, findings, after),
    },
    notLookedAt: [
      ...notLookedAt(database),
      "client secrets that were made at Okta: only an endpoint that shows them would tell",
      ...(hidesOrigins(live.resources)
        ? ["Trusted Origins, which Okta shows to standard administrators' roles only"]
        : []),
      ...(signsPeopleIn(declared)
        ? ["people whom an app of the stack is assigned to one by one at Okta"]
        : []),
      ...review.notLookedAt.filter((what) => !TOLD.some((told) => what.includes(told))),
    ],
  };
}

/** People who are assigned one by one are not read at Okta, where there may be thousands. */
const NOT_READ = new Set(["okta:app/user:User"]);

function signsPeopleIn(declared: readonly Resource[]): boolean {
  return appsOf(declared).some(({ grantTypes }) => isForPeople(grantTypes));
}

/** How many accounts that are there findings speak of, and the review by itself does not. */
function furtherAccounts(
  review: Review,
  findings: readonly Change[],
  after: readonly Resource[],
): number {
  const told = new Set(review.changes.flatMap(({ accounts }) => accounts));
  const there = new Set(clientsOf(after).map(({ name }) => name));
  const named = new Set(findings.flatMap(({ accounts }) => accounts));
  return [...named].filter((name) => there.has(name) && !told.has(name)).length;
}

/** What a review does not look at, and drift looks at, or tells in other words. */
const TOLD = ["which the stack adopts", "made in the database itself"];

function notLookedAt(database: Database | NotAsked): string[] {
  if ("sentence" in database) return [database.sentence];
  return [
    ...(database.authRules === undefined
      ? [
          `rules that grant roles in the database: this Neo4j is older than ${FIRST_WITH_AUTH_RULES} and has none`,
        ]
      : []),
    ...unseenProviders(database).map(
      (id) => `settings of the provider ${id}, of which Neo4j shows none`,
    ),
    "what each role of the database may do",
  ];
}

/** The note is the stack's own word, and no access: what Okta has of it is no difference. */
function withOwners(live: readonly Resource[], declared: readonly Resource[]): Resource[] {
  const notes = new Map(declared.map(({ urn, properties }) => [urn, properties.adminNote]));
  return live.map((resource) => {
    const adminNote = notes.get(resource.urn);
    return adminNote === undefined
      ? resource
      : { ...resource, properties: { ...resource.properties, adminNote } };
  });
}
