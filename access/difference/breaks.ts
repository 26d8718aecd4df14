import { isNeo4j } from "../effective/neo4j.ts";
import { nameOf, type Resource, text, Unknown } from "../effective/resource.ts";
import { ANY_SCOPE } from "../effective/token.ts";
import { type Change, change, changed } from "./change.ts";
import { named, type Pair, type Side, together } from "./clients.ts";
import { difference, shown } from "./differences.ts";
import type { Step } from "./step.ts";

const SECRET = "kubernetes:core/v1:Secret";
const OURS = "DeliveredCredentials$";

/** What makes a service that works today fail until somebody gives it something else. */
export function breakChanges(pairs: readonly Pair[], steps: readonly Step[]): Change[] {
  return [
    ...requestChanges(pairs),
    ...steps.flatMap(deliveryBreaks),
    ...steps.flatMap(addressChanges),
  ];
}

/** Where clients get tokens, and which scope they ask for. */
function requestChanges(all: readonly Pair[]): Change[] {
  const moved = together(all, ({ before, after }) => {
    const [old, now] = [requestsOf(before), requestsOf(after)];
    const refused = old.filter((one) => !now.includes(one));
    return refused.length > 0 && now.length > 0 ? [{ old, now, refused }] : [];
  });
  return moved.map(({ subject, value: { old, now, refused } }) =>
    change("breaks", "token-request", subject, {
      sentence: `${subject.subject} must ask for other tokens`,
      differences: difference("tokens", old, now),
      because:
        refused.length === old.length
          ? `they ask for ${named(old)} today, and will have to ask for ${named(now)}`
          : `whoever asks for ${named(refused)} today will have to ask for ${named(now)}`,
      effect:
        "Until they do, Okta or Neo4j refuses them: give them the new values together with this change",
    }),
  );
}

/** What services ask for: the scopes that bring roles, or any login where there are none. */
function requestsOf(side: Side | undefined): string[] {
  const { grants, logins } = side?.access ?? { grants: [], logins: [] };
  const tokens = (grants.length > 0 ? grants : logins).filter(
    ({ token }) => token.scope !== ANY_SCOPE,
  );
  const requests = tokens.map(({ token, provider: { issuer } }) => {
    const where = issuer instanceof Unknown ? "a server that is made anew" : issuer;
    return `scope ${token.scope} at ${where}`;
  });
  return [...new Set(requests)];
}

/** Where drivers find Neo4j inside the cluster. */
function addressChanges({ before, after }: Step): Change[] {
  if (!before || !after || !isNeo4j(before)) return [];
  const [old, now] = [address(before), address(after)];
  return changed("breaks", "address", nameOf(before), {
    sentence: `The address of Neo4j becomes ${now}`,
    differences: difference("address", old, now),
    because: `it is ${old} today`,
    effect: "Drivers need the new one",
  });
}

function address(release: Resource): string {
  const parts = ["name", "namespace"].map((key) => text(release, key));
  if (parts.some((part) => part instanceof Unknown)) return "one that is not known yet";
  return `${parts.map(shown).join(".")}.svc`;
}

/** Secrets in the cluster that services read their credentials from. */
function deliveryBreaks({ operation, urn, type, before, after }: Step): Change[] {
  if (type !== SECRET || !urn.includes(OURS) || !before || operation === "update") return [];
  const [old, now] = [secretName(before), after && secretName(after)];
  const account = nameOf(before).replace(/-delivery.*$/, "");
  const whom = { subject: account, accounts: [account] };
  return changed("breaks", "delivery", whom, {
    sentence: `The Secret ${old} ${now ? `becomes ${now}` : "goes away"}`,
    differences: difference("Secret", old, now),
    because: now ? "its namespace or name is another" : "nothing delivers it any more",
    effect: "Pods that read it do not start without it",
  });
}

function secretName({ properties }: Resource): string {
  const { namespace, name } = Object(properties.metadata) as Record<string, unknown>;
  return [namespace, name].map((part) => (typeof part === "string" ? part : "?")).join("/");
}
