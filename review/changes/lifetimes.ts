import type { Token } from "../../access/effective/okta.ts";
import { nameOf, type Resource, text } from "../../access/effective/resource.ts";
import type { Change } from "./change.ts";
import { named, type Pair, type Side } from "./clients.ts";

/** How long the longest token of an account lasts, where that changes. */
export function lifetimeChanges(all: readonly Pair[]): Change[] {
  const changed = all.flatMap((pair) => {
    const [old, now] = [longest(pair.before), longest(pair.after)];
    const isSame = old?.lifetimeMinutes === now?.lifetimeMinutes;
    return old === undefined || now === undefined || isSame ? [] : { pair, old, now };
  });
  const byStep = Map.groupBy(changed, ({ old, now }) =>
    [old.lifetimeMinutes, now.lifetimeMinutes, now.rule.urn].join(" "),
  );
  return [...byStep.values()].map((ones) => {
    const [{ old, now }] = ones as [(typeof ones)[number]];
    const [from, to] = [old.lifetimeMinutes, now.lifetimeMinutes];
    const accounts = ones.map(({ pair }) => pair.name);
    const names = named(accounts);
    const cause =
      old.rule.urn === now.rule.urn
        ? `accessTokenLifetimeMinutes went from ${from} to ${to}`
        : `rule ${quoted(now.rule)} of policy ${quoted(now.policy.resource)} gives that to a request for all the scopes that it permits`;
    return {
      category: to > from ? "widened" : "lost",
      code: to > from ? "lifetime-longer" : "lifetime-shorter",
      subject: names,
      accounts,
      sentence: `Tokens of ${names} last ${to} minutes instead of ${from}`,
      causes: [cause],
      effects: [`A disabled account keeps its access for at most ${to} minutes`],
    };
  });
}

/** The token that lasts longest of those that log in. */
function longest(side: Side | undefined): Token | undefined {
  const tokens = side?.access.logins.map(({ token }) => token) ?? [];
  return tokens.reduce<Token | undefined>(
    (best, one) => (best && best.lifetimeMinutes >= one.lifetimeMinutes ? best : one),
    undefined,
  );
}

/** What Okta calls a policy or a rule. */
export function quoted(resource: Resource): string {
  const name = text(resource, "name");
  return JSON.stringify(typeof name === "string" ? name : nameOf(resource));
}
