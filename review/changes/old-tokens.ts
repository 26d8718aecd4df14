import { type EffectiveAccess, type Grant, rolesFor } from "../../access/effective/access.ts";
import { texts, Unknown } from "../../access/effective/resource.ts";
import { type Change, change } from "./change.ts";
import { type Pair, rolesOf, together } from "./clients.ts";
import { why } from "./facts.ts";

/**
 * Whether a token that was issued before the change still grants the role, once Neo4j runs with its new
 * settings: it does not ask Okta again.
 */
export function stillGrants(grant: Grant, after: EffectiveAccess): boolean {
  const { neo4j, provider: old, role, group } = grant;
  const now = after.neo4j.find(({ release }) => release.urn === neo4j.release.urn);
  const provider = now?.providers.find(({ id }) => id === old.id);
  if (now === undefined || provider === undefined) return false;
  return (
    now.authorization.includes(`oidc-${old.id}`) &&
    provider.issuer === old.issuer &&
    takesAudience(grant, provider.audiences) &&
    provider.groupsClaim === old.groupsClaim &&
    rolesFor([group], provider).some((one) => one.role === role)
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
  return together(all, ended).map(({ subject, value: { minutes, ...value } }) =>
    change("breaks", "old-tokens", subject, {
      sentence: `Tokens that ${subject.subject} got before the change no longer grant ${value.role}`,
      ...value,
      effects: [
        `New tokens do; services that keep theirs to the end are without it for up to ${minutes} minutes`,
      ],
    }),
  );
}

function ended(pair: Pair) {
  const { before, after } = pair;
  if (before === undefined || after === undefined) return [];
  const now = rolesOf(after.access);
  return [...rolesOf(before.access)].flatMap(([key, grants]) => {
    const [{ role, neo4j }] = grants;
    const keeps = grants.some((grant) => stillGrants(grant, after.all));
    if (keeps || isMoved(grants, now.get(key))) return [];
    const minutes = Math.max(...grants.map(({ token }) => token.lifetimeMinutes));
    return [{ role, database: neo4j.name, minutes, ...why(pair) }];
  });
}
