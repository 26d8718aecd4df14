import { type Exposure, plainConnectors, publishedWays } from "../../access/exposure.ts";
import type { ResourceRule } from "../rule.ts";
import { ofNeo4j, RELEASE } from "../subject.ts";

export const tlsWherePublic: ResourceRule = {
  name: "tls-where-public",
  description: "Neo4j that is published outside the cluster speaks TLS alone.",
  why: "Tokens and data would cross the network in the clear.",
  fix: "give the chart ssl.bolt and ssl.https, and close HTTP, or keep Neo4j inside the cluster",
  level: "mandatory",
  owasp: "NHI6",
  tags: ["SC-8", "AC-17"],
  types: [RELEASE],
  judge: ofNeo4j((release, neo4j) => {
    const { values } = release.resource.properties;
    if (publishedWays(values).length === 0) return [];
    for (const name of ["server.bolt.tls_level", "server.http.enabled"])
      release.setting(neo4j, name);
    return plainConnectors(values, release.settings(neo4j))
      .map(breach)
      .filter(({ at }) => !release.open.has(at));
  }),
};

function breach({ at, message, allowed }: Exposure) {
  return { at: ["values", ...at].join("."), reason: message, fix: `set ${allowed}` };
}
