import type { EffectiveAccess } from "../effective/access.ts";
import type { Neo4j, Provider } from "../effective/neo4j.ts";
import { Unknown } from "../effective/resource.ts";
import { type Change, change, changed } from "./change.ts";
import { named } from "./clients.ts";
import { difference, lacking } from "./differences.ts";

/** Whom the Neo4j servers of a stack let in, and which roles they give, beside the stack's own accounts. */
export function providerChanges(before: EffectiveAccess, after: EffectiveAccess): Change[] {
  return after.neo4j.flatMap((now) => {
    const old = before.neo4j.find(({ release }) => release.urn === now.release.urn);
    // A way for people to sign in is told as such.
    const told = (all: EffectiveAccess, server: Neo4j) =>
      all.signIns.flatMap((one) => (one.neo4j === server ? [`oidc-${one.provider.id}`] : []));
    const isNews = (entry: string) =>
      !(old && told(before, old).includes(entry)) && !told(after, now).includes(entry);
    return old === undefined ? [] : serverChanges(old, now, isNews);
  });
}

/** What an entry of the two provider lists means. */
const PROVIDER_WORDS = {
  authentication: (entry: string) =>
    entry === "native"
      ? "takes passwords (native), the break-glass user's among them"
      : `lets in everyone whom ${entry} lets in`,
  authorization: (entry: string) =>
    entry === "native"
      ? "gives users the roles that are granted to them in the database (native)"
      : `gives roles by what ${entry} says of groups`,
};

function serverChanges(before: Neo4j, after: Neo4j, isNews: (entry: string) => boolean): Change[] {
  const { name, authRules } = after;
  return [
    ...listChanges("authentication", before, after, isNews),
    ...listChanges("authorization", before, after, isNews),
    ...lacking(before.authRules, authRules).map((entry) =>
      change("widened", "auth-rules", name, {
        sentence: `Rules in the database of ${name} may grant roles to whom ${entry} lets in`,
        differences: [{ what: "dbms.security.abac.authorization_providers", after: entry }],
        because: "dbms.security.abac.authorization_providers names it",
      }),
    ),
    ...after.providers.flatMap((now) => {
      const old = before.providers.find(({ id }) => id === now.id);
      return old === undefined
        ? []
        : [...mappingChanges(old, now, name), ...audienceChanges(old, now, name)];
    }),
  ];
}

function listChanges(
  list: "authentication" | "authorization",
  before: Neo4j,
  after: Neo4j,
  isNews: (entry: string) => boolean,
): Change[] {
  const { name } = after;
  const [old, now] = [before[list], after[list]];
  const differences = difference(`dbms.security.${list}_providers`, old.join(","), now.join(","));
  const words = PROVIDER_WORDS[list];
  const [added, removed] = [lacking(old, now), lacking(now, old)].map((all) => all.filter(isNews));
  return [
    ...(added ?? []).map((entry) =>
      change("widened", "provider-added", name, {
        sentence: `${name} ${words(entry)}`,
        differences,
      }),
    ),
    ...(removed ?? []).map((entry) =>
      change("lost", "provider-removed", name, {
        sentence: `${name} no longer ${words(entry)}`,
        differences,
      }),
    ),
  ];
}

function mappingChanges(before: Provider, after: Provider, server: string): Change[] {
  const { id } = after;
  if ((before.mapping.size === 0) === (after.mapping.size === 0)) return [];
  return [
    after.mapping.size === 0
      ? change("widened", "same-name-on", server, {
          sentence: `Any group that a token of provider ${id} says stands for the role of its own name, admin included`,
          differences: [{ what: "mapping", before: id }],
          because: "the mapping of groups to roles is empty now",
        })
      : change("lost", "same-name-off", server, {
          sentence: `People and services of provider ${id} whose groups are named like roles lose those roles`,
          differences: [{ what: "mapping", after: id }],
          because: "there is a mapping of groups to roles now, which turns the mapping by name off",
        }),
  ];
}

function audienceChanges(before: Provider, after: Provider, server: string): Change[] {
  const [old, now] = [before.audiences, after.audiences];
  if (old instanceof Unknown || now instanceof Unknown) return [];
  const added = lacking(old, now);
  if (lacking(now, old).length > 0) return [];
  return changed("widened", "audience-added", server, {
    sentence: `Provider ${after.id} of ${server} takes tokens for ${named(added)} too`,
    differences: difference(`audience of ${after.id}`, old, now),
    because: `its audience went from ${old.join(",")} to ${now.join(",")}`,
  });
}
