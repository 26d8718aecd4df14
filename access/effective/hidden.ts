import { type Resource, text, texts, Unknown } from "./resource.ts";

/** A property that decides over access and that nobody can read here. */
export interface Hidden {
  resource: Resource;
  property: string;
}

/** What decides over tokens, by type; `links` name another object by its id. */
const DECIDING: Readonly<Record<string, { values: readonly string[]; links: readonly string[] }>> =
  {
    "okta:app/oAuth:OAuth": { values: ["grantTypes"], links: [] },
    "okta:auth/server:Server": { values: ["audiences"], links: [] },
    "okta:auth/serverScope:ServerScope": { values: ["name"], links: ["authServerId"] },
    "okta:auth/serverClaim:ServerClaim": {
      values: ["name", "scopes", "claimType", "valueType"],
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
        "groupWhitelists",
        "accessTokenLifetimeMinutes",
      ],
      links: ["policyId"],
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
    return hidden.map((property) => ({ resource, property }));
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
