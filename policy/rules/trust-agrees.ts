import { type Neo4j, trusts } from "../../access/effective/neo4j.ts";
import type { Server } from "../../access/effective/okta.ts";
import { nameOf, text, texts, Unknown } from "../../access/effective/resource.ts";
import type { StackBreach, StackRule } from "../rule.ts";
import type { Stack } from "../stack.ts";

export const trustAgrees: StackRule = {
  name: "trust-agrees",
  description: "Neo4j takes the issuer and the audience that Okta puts into the tokens.",
  why: "Otherwise Neo4j refuses every token, or takes those of somebody else.",
  fix: "take issuer and audience from the authorization server's own outputs",
  level: "mandatory",
  owasp: "NHI4",
  tags: ["IA-9", "RFC 9068"],
  judgeStack: (stack) =>
    stack.access.servers
      .filter((server) => server.isActive && server.policies.length > 0)
      .flatMap((server) =>
        stack.access.neo4j.flatMap((database) => disagreement(server, database, stack)),
      ),
};

/** A server whose tokens carry the groups that a database reads, and which none of its providers takes. */
function disagreement(
  server: Server,
  { providers, release, name }: Neo4j,
  stack: Stack,
): StackBreach[] {
  if (providers.some((provider) => trusts(provider, server))) return [];
  const meant = providers.find(({ groupsClaim }) =>
    server.claims.some((claim) => text(claim, "name") === groupsClaim),
  );
  if (meant === undefined) return [];
  const from = server.resource === undefined ? [] : [server.resource.urn];
  // With any audience of this server: so the issuer agrees, and the audience does not.
  const isAudience = trusts({ ...meant, audiences: new Unknown(from) }, server);
  const [setting, value] = isAudience ? ["audience", meant.audiences] : ["issuer", meant.issuer];
  const at = `values.config.dbms.security.oidc.${meant.id}.${setting}`;
  if (value instanceof Unknown) {
    stack.open.add(at);
    return [];
  }
  const issued = server.resource && (isAudience ? texts(server.resource, "audiences") : undefined);
  const title = server.resource === undefined ? server.key : nameOf(server.resource);
  const shown = Array.isArray(issued)
    ? ` (${issued.filter((one) => typeof one === "string")})`
    : "";
  return [
    {
      urn: release.urn,
      at,
      value: value ?? "",
      reason: `not the ${setting} of ${title}${shown}, whose tokens ${name} is meant to take`,
    },
  ];
}
