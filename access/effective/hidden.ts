import type { Neo4j } from "./neo4j.ts";
import { nameOf, type Resource, text, texts, Unknown } from "./resource.ts";

/** Something that decides over access and that nobody can read here: a secret, or not known yet. */
export interface Hidden {
  /** The server or the resource that it belongs to. */
  subject: string;
  /** What it is called. */
  what: string;
}

/** What decides over tokens, by type; `links` name another object by its id. */
const DECIDING: Readonly<Record<string, { values: readonly string[]; links: readonly string[] }>> =
  {
    "okta:app/oAuth:OAuth": { values: ["grantTypes", "redirectUris"], links: [] },
    "okta:app/groupAssignment:GroupAssignment": { values: [], links: ["appId", "groupId"] },
    "okta:group/group:Group": { values: ["name"], links: [] },
    "okta:trustedorigin/origin:Origin": { values: ["origin"], links: [] },
    "okta:auth/server:Server": { values: ["audiences"], links: [] },
    "okta:auth/serverScope:ServerScope": { values: ["name"], links: ["authServerId"] },
    "okta:auth/serverClaim:ServerClaim": {
      values: ["name", "scopes", "claimType", "valueType", "groupFilterType"],
      links: ["authServerId"],
    },
    "okta:auth/serverPolicy:ServerPolicy": {
      values: ["priority"],
      links: ["authServerId", "clientWhitelists"],
    },
    "okta:auth/serverPolicyRule:ServerPolicyRule": {
      values: [
        "priority",
        "grantTypeWhitelists",
        "scopeWhitelists",
        "userWhitelists",
        "accessTokenLifetimeMinutes",
      ],
      links: ["policyId", "groupWhitelists", "groupBlacklists"],
    },
  };

const RELEASE = "kubernetes:helm.sh/v3:Release";

/**
 * Properties without which nobody can tell who gets which token: secrets, and values that are not
 * known yet and lead to no object of the stack. An app's groups and a claim's expression are not
 * among them: of those, the access of each client says so itself.
 */
export function hiddenProperties(resources: readonly Resource[]): Hidden[] {
  const urns = new Set(resources.filter(({ type }) => type in DECIDING).map(({ urn }) => urn));
  const leads = (value: unknown) =>
    !(value instanceof Unknown) || value.from.some((urn) => urns.has(urn));
  return resources.flatMap((resource) => {
    const { values, links } = DECIDING[resource.type] ?? { values: [], links: [] };
    const hidden = [
      ...values.filter((key) => holdsUnknown(resource.properties[key])),
      ...links.filter((key) => ![text(resource, key), texts(resource, key)].flat().every(leads)),
      ...(isHiddenNeo4j(resource) ? ["values"] : []),
    ];
    const subject = nameOf(resource);
    return hidden.map((property) => ({ subject, what: `${property} of ${subject}` }));
  });
}

function holdsUnknown(value: unknown): boolean {
  return value instanceof Unknown || (Array.isArray(value) && value.some(holdsUnknown));
}

/** A Helm release whose values are one secret, and which may be Neo4j's by the name of its chart. */
function isHiddenNeo4j({ type, properties: { chart, values } }: Resource): boolean {
  const mayBe = chart instanceof Unknown || /neo4j/i.test(String(chart));
  return type === RELEASE && mayBe && values instanceof Unknown;
}

/** Settings of Neo4j that are known by where they come from, as they name a server that is not made yet. */
const FOLLOWED = /\.(?:audience|issuer|params|jwks_uri|well_known_discovery_uri)$/;

/** Settings of Neo4j that decide over access and that nobody can read here. */
export function hiddenSettings({ name: subject, config, release }: Neo4j): Hidden[] {
  const values = Object(release.properties.values) as Record<string, unknown>;
  if (values.config instanceof Unknown) return [{ subject, what: "config" }];
  const hidden = Object.entries(config).filter(([name, value]) => {
    const isFollowed = FOLLOWED.test(name) && value instanceof Unknown && value.from.length > 0;
    return value instanceof Unknown && !isFollowed && name.startsWith("dbms.security.");
  });
  return hidden.map(([what]) => ({ subject, what }));
}
