import type { Token } from "../../access/effective/okta.ts";
import { called, type Resource } from "../../access/effective/resource.ts";
import { type Change, change } from "./change.ts";
import { type Pair, type Side, together } from "./clients.ts";
import { difference } from "./differences.ts";

/** How long the longest token of an account lasts, where that changes. */
export function lifetimeChanges(all: readonly Pair[]): Change[] {
  return together(all, lifetimes).map(({ subject, value: { from, to, ...why } }) => {
    const isLonger = to > from;
    const code = isLonger ? "lifetime-longer" : "lifetime-shorter";
    return change(isLonger ? "widened" : "lost", code, subject, {
      sentence: `Tokens of ${subject.subject} last ${to} minutes instead of ${from}`,
      ...why,
      effect: `A disabled account keeps its access for at most ${to} minutes`,
    });
  });
}

function lifetimes({ before, after }: Pair) {
  const [old, now] = [longest(before), longest(after)];
  if (old === undefined || now === undefined) return [];
  const [from, to] = [old.lifetimeMinutes, now.lifetimeMinutes];
  if (from === to) return [];
  const lifetime = difference("accessTokenLifetimeMinutes", from, to);
  if (old.rule.urn === now.rule.urn) return [{ from, to, differences: lifetime }];
  const rule = { what: "rule", before: called(old.rule), after: called(now.rule) };
  const cause = `rule ${quoted(now.rule)} of policy ${quoted(now.policy.resource)} gives that to a request for all the scopes that it permits`;
  return [{ from, to, differences: [...lifetime, rule], because: cause }];
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
  return JSON.stringify(called(resource));
}
