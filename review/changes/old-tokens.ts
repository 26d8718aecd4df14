import type { EffectiveAccess, Grant } from "../../access/effective/access.ts";
import { texts, Unknown } from "../../access/effective/resource.ts";
import type { Change } from "./change.ts";
import { named, type Pair, rolesOf } from "./clients.ts";
import { causesOf } from "./facts.ts";

/**
 * Whether a token that was issued before the change still grants the role, once Neo4j runs with its new
 * settings: it does not ask Okta again.
 */
export function stillGrants(grant: Grant, after: EffectiveAccess): boolean {
  const { neo4j, provider: old, role, group } = grant;
  const now = after.neo4j.find(({ release }) => release.urn === neo4j.release.urn);
  const provider = now?.providers.find(({ id }) => id === old.id);
  if (now === undefined || provider === undefined) return false;
  const { mapping, issuer, groupsClaim } = provider;
  const isTaken = now.authorization.includes(`oidc-${old.id}`) && issuer === old.issuer;
  const roles = mapping.size === 0 ? [group] : (mapping.get(group) ?? []);
  return (
    isTaken &&
    takesAudience(grant, provider.audiences) &&
    groupsClaim === old.groupsClaim &&
    roles.includes(role)
  );
}

/** Also true for a role that is lost. */
function isMoved(before: readonly Grant[], after: readonly Grant[] = []): boolean {
  const issuers = new Set(before.map(({ provider }) => provider.issuer));
  return !after.some(({ provider }) => issuers.has(provider.issuer));
}

function takesAudience(
  { token, provider }: Grant,
  audiences: Grant["provider"]["audiences"],
): boolean {
  const { resource } = token.server;
  const issued = resource === undefined ? provider.audiences : texts(resource, "audiences");
  if (issued instanceof Unknown || audiences instanceof Unknown) return false;
  return audiences.some((one) => issued.some((other) => other === one));
}

/** Accounts that keep a role, but not with the tokens that they have; a moved server is told elsewhere. */
export function oldTokenChanges(all: readonly Pair[]): Change[] {
  const found = all.flatMap(({ name, before, after, ...pair }) => {
    if (before === undefined || after === undefined) return [];
    const now = rolesOf(after.access);
    const lost = [...rolesOf(before.access)].flatMap(([key, grants]) =>
      grants.some((grant) => stillGrants(grant, after.all)) || isMoved(grants, now.get(key))
        ? []
        : grants,
    );
    if (lost.length === 0) return [];
    const roles = [...new Set(lost.map(({ role }) => role))].sort().join(", ");
    const minutes = Math.max(...lost.map(({ token }) => token.lifetimeMinutes));
    const causes = causesOf({ name, before, after, ...pair });
    return { name, roles, minutes, causes };
  });
  const alike = Map.groupBy(found, ({ name: _, ...rest }) => JSON.stringify(rest));
  return [...alike.values()].map((ones) => {
    const [{ roles, minutes, causes }] = ones as [(typeof ones)[number]];
    const accounts = ones.map(({ name }) => name);
    return {
      category: "breaks",
      code: "old-tokens",
      subject: named(accounts),
      accounts,
      sentence: `Tokens that ${named(accounts)} got before the change no longer grant ${roles}`,
      causes,
      effects: [
        `New tokens do; services that keep theirs to the end are without it for up to ${minutes} minutes`,
      ],
    };
  });
}
