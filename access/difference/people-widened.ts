import type { EffectiveAccess } from "../effective/access.ts";
import { exactGroups, filterText } from "../effective/groups-filter.ts";
import type { PeoplesGroup } from "../effective/peoples-groups.ts";
import { peoplesGrants } from "../effective/peoples-tokens.ts";
import { called, type Resource, text, texts, Unknown } from "../effective/resource.ts";
import { type Change, change, changed } from "./change.ts";
import { difference, lacking, shown } from "./differences.ts";
import { appOf, groupName, peoplesRules } from "./people-facts.ts";
import type { PeopleSide, SignInPair } from "./sign-in-pairs.ts";

/**
 * Claims that may say groups that they did not say before. A group that is mapped is told by its roles; one that is
 * not grants nothing, until somebody maps it or a rule in the database reads it.
 */
export function filterChanges(before: EffectiveAccess, after: EffectiveAccess): Change[] {
  const mapped = new Set(after.signIns.flatMap(({ provider }) => [...provider.mapping.keys()]));
  const claims = new Map(claimsOf(before).map((claim) => [claim.urn, claim]));
  return claimsOf(after).flatMap((claim) => {
    const old = claims.get(claim.urn);
    if (old === undefined || filterText(old) === filterText(claim)) return [];
    const [from, to] = [exactGroups(old), exactGroups(claim)];
    if (to !== undefined && lacking(from ?? to, to).every((group) => mapped.has(group))) return [];
    const name = called(claim);
    return [
      change("widened", "groups-filter", name, {
        sentence: `The claim ${name} may say other groups of people than before`,
        differences: difference(`filter of claim ${name}`, filterText(old), filterText(claim)),
        effect:
          "Groups that are not mapped grant nothing now; a mapping that grows, or a rule in the database, would use them",
      }),
    ];
  });
}

function claimsOf({ servers }: EffectiveAccess): Resource[] {
  return servers
    .flatMap(({ claims }) => claims)
    .filter((claim) => text(claim, "valueType") === "GROUPS");
}

/** What rules and assignments let in: more people, or more for them. */
export function ruleChanges({ before, after, title }: SignInPair): Change[] {
  if (before === undefined || after === undefined) return [];
  const [old, now] = [permitted(before), permitted(after)];
  const mapped = after.signIn.provider.mapping;
  const found = [...now].flatMap(([what, { values, isNarrower = false }]) => {
    const from = old.get(what)?.values ?? [];
    const [less, more] = isNarrower ? [values, from] : [from, values];
    const added = lacking(less.map(keyOf), more.map(keyOf));
    const isNews = more.some((one) => added.includes(one.key) && !mapped.has(one.name));
    const wasAll = !isNarrower && from.some(({ name }) => ALL.has(name));
    if (wasAll || !isNews) return [];
    return difference(what, ...([from, values].map(namesOf) as [string[], string[]]));
  });
  return changed("widened", "people-rule", title, {
    sentence: `Okta lets more people in by ${title}, or gives them more`,
    differences: found,
    effect: "What else keeps them out, or their roles few: assignments, rules and the groups claim",
  });
}

/** One of a list, by what stays the same whatever it is called. */
type Item = PeoplesGroup & { name: string };

interface Items {
  values: readonly Item[];
  /** True: the more there are, the fewer get in. */
  isNarrower?: boolean;
}

const ALL = new Set(["*", "EVERYONE", "Everyone", "everybody"]);

function keyOf({ key }: Item): string {
  return key;
}

function namesOf(items: readonly Item[]): string[] {
  return [...new Set(items.map(({ name }) => name))].sort();
}

function permitted(side: PeopleSide): Map<string, Items> {
  const app = appOf(side);
  if (app === undefined) return new Map();
  const { servers, peoplesGroups } = side.all;
  const rules = servers.flatMap((server) => peoplesRules(server, app).map(({ rule }) => rule));
  const groups = (key: string) =>
    rules.flatMap((rule) => peoplesGroups.listed(rule, key)).map(named);
  const listed = (key: string) => rules.flatMap((rule) => textsOf(rule, key)).map(plain);
  const isForAll = ({ properties: { groupWhitelists, userWhitelists } }: Resource) =>
    [groupWhitelists, userWhitelists].every((value) => shown(value ?? []) === "[]");
  const everybody = rules.some(isForAll) ? [plain("everybody")] : [];
  const { groups: assigned, others } = peoplesGroups.assignedTo(app);
  const ones = others ? [plain("others than groups")] : [];
  const grants = peoplesGrants(namesOf(listed("grantTypeWhitelists")));
  return new Map<string, Items>([
    ["groups that the rules are for", { values: [...groups("groupWhitelists"), ...everybody] }],
    ["users that the rules are for", { values: listed("userWhitelists") }],
    ["grant types of the rules", { values: grants.map(plain) }],
    ["scopes of the rules", { values: listed("scopeWhitelists") }],
    ["whom the app is assigned to", { values: [...assigned.map(named), ...ones] }],
    ["groups that the rules leave out", { values: groups("groupBlacklists"), isNarrower: true }],
    ["users that the rules leave out", { values: listed("userBlacklists"), isNarrower: true }],
  ]);
}

function named(group: PeoplesGroup): Item {
  return { key: group.key, name: groupName(group) };
}

function plain(text: string): Item {
  return { key: text, name: text };
}

function textsOf(rule: Resource, key: string): string[] {
  const values = texts(rule, key);
  return values instanceof Unknown ? ["not known yet"] : values.map(shown);
}
