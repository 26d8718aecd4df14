import { isDeepStrictEqual } from "node:util";
import { type EffectiveAccess, effectiveAccess, issuedAccess } from "../effective/access.ts";
import { isNeo4j } from "../effective/neo4j.ts";
import { breakChanges } from "./breaks.ts";
import { CATEGORIES, type Change } from "./change.ts";
import { compare, pairs } from "./clients.ts";
import { credentialChanges } from "./credentials.ts";
import { countedGroups, type GroupCounts } from "./group-counts.ts";
import { oldTokenChanges } from "./old-tokens.ts";
import { originChanges } from "./origins.ts";
import { outageChanges } from "./outage.ts";
import { peopleChanges } from "./people.ts";
import { appChanges } from "./people-app.ts";
import { filterChanges, ruleChanges } from "./people-widened.ts";
import { providerChanges } from "./providers.ts";
import { roleChanges } from "./roles.ts";
import { signInPairs } from "./sign-in-pairs.ts";
import { signInChanges } from "./sign-ins.ts";
import type { Preview } from "./step.ts";
import { unaffected } from "./unaffected.ts";
import { hiddenChanges, settingChanges, unknownChanges } from "./unknown.ts";
import { anyClientChanges, lifetimeChanges, sharedServerChanges, wayChanges } from "./widened.ts";

/** What a preview changes about access, in the order of the categories, then by subject. */
export interface Review {
  /** The stack's name, where it has any resource. */
  stack?: string | undefined;
  changes: Change[];
  /** Whom a change leaves alone, where somebody may ask: sentences without a full stop. */
  unaffected?: string[];
  /** Accounts, but for the last one. */
  counts: {
    before: number;
    after: number;
    /** Those that no change names. */
    unchanged: number;
    /** Those that are removed, have other roles, or break. */
    removedOrChanged: number;
    /** Groups of people, each by its way to sign in; absent: there are none. */
    groups?: GroupCounts;
    /** Resources that the preview changes. */
    resources: number;
  };
  /** What no preview of this stack can tell. */
  notLookedAt: string[];
}

/** Compares what a stack has with what it will have. Same input, same bytes. */
export function reviewOf(preview: Preview): Review {
  const [before, after] = [effectiveAccess(preview.before), effectiveAccess(preview.after)];
  const [old, now] = [preview.before, preview.after].map((all) => all.filter(isNeo4j));
  // The same database takes the same tokens.
  const issued = isDeepStrictEqual(old, now) ? before : issuedAccess(preview.before, preview.after);
  const all = pairs(before, after, issued);
  const people = signInPairs(before, after, issued);
  const changes = [
    ...all.flatMap(roleChanges),
    ...sharedServerChanges(before, after),
    ...anyClientChanges(before, after),
    ...wayChanges(all),
    ...lifetimeChanges(all),
    ...people.flatMap((pair) => [
      ...signInChanges(pair, before, after),
      ...peopleChanges(pair),
      ...ruleChanges(pair),
      ...appChanges(pair),
    ]),
    ...filterChanges(before, after),
    ...originChanges(before, after),
    ...providerChanges(before, after),
    ...credentialChanges(all, preview.steps),
    ...breakChanges(all, preview.steps),
    ...oldTokenChanges(all),
    ...preview.steps.flatMap(outageChanges),
    ...unknownChanges(all),
    ...settingChanges(before, after),
    ...hiddenChanges(after, preview.after),
  ];
  const spared = unaffected({ before, after, accounts: all, signIns: people, changes });
  const order = (change: Change) => CATEGORIES.indexOf(change.category);
  const touched = new Set(changes.flatMap(({ accounts }) => accounts));
  const changed = new Set(changes.filter(concernsRoles).flatMap(({ accounts }) => accounts));
  return {
    stack: stackOf(preview),
    changes: changes.toSorted((a, b) => order(a) - order(b) || compare(a.subject, b.subject)),
    counts: {
      before: before.clients.size,
      after: after.clients.size,
      unchanged: all.filter((pair) => pair.before && pair.after && !touched.has(pair.subject))
        .length,
      removedOrChanged: all.filter(
        (pair) => pair.before && (pair.after === undefined || changed.has(pair.subject)),
      ).length,
      ...countedGroups(people, changes),
      resources: preview.steps.length,
    },
    ...(spared.length === 0 ? {} : { unaffected: spared }),
    notLookedAt: notLookedAt(after),
  };
}

/** The name of the stack, which every URN begins with. */
function stackOf({ before, after }: Preview): string | undefined {
  return (before[0] ?? after[0])?.urn.split(":")[2];
}

/** True for what an owner has to know at once; a lifetime is nothing of that kind. */
function concernsRoles({ category, code }: Change): boolean {
  return ["gained", "lost", "breaks"].includes(category) && code !== "lifetime-shorter";
}

/** What the resources of a stack cannot tell: sentences without a full stop. */
export function notLookedAt({ servers, neo4j, signIns }: EffectiveAccess): string[] {
  const adopted = servers.flatMap(({ isAdopted, id }) =>
    isAdopted && typeof id === "string" ? [id] : [],
  );
  const others = neo4j.flatMap(({ name, authentication, providers }) => {
    const known = new Set(["native", ...providers.map(({ id }) => `oidc-${id}`)]);
    const others = authentication.filter((entry) => !known.has(entry));
    return others.map((entry) => `whom ${entry} of ${name} lets in, and with which roles`);
  });
  return [
    ...adopted.map(
      (id) =>
        `other policies and claims of the authorization server ${id}, which the stack adopts: npm run verify -- --okta-api reads them`,
    ),
    ...others,
    ...(signIns.length === 0
      ? []
      : ["who is in which group of people: the identity provider knows it"]),
    "users and roles that were made in the database itself",
  ];
}
