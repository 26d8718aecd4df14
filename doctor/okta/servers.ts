import type { Preview } from "../../access/difference/step.ts";
import { isSignedFor, neo4jServersOf } from "../../access/effective/neo4j.ts";
import { serversOf } from "../../access/effective/okta.ts";
import { Unknown } from "../../access/effective/resource.ts";
import { type Finding, failed } from "../finding.ts";
import type { Listed } from "./probe.ts";

/** The audiences that Neo4j takes, by the id or other name of an adopted authorization server. */
export type Audiences = ReadonlyMap<string, readonly string[]>;

/** What a preview says of the servers that the stack adopts: it declares neither their state nor their audience. */
export function audiencesOf({ after }: Pick<Preview, "after">): Audiences {
  const providers = neo4jServersOf(after).flatMap((server) => server.providers);
  return new Map(
    serversOf(after).flatMap((server) => {
      if (!server.isAdopted || server.id instanceof Unknown) return [];
      const taken = providers.flatMap((provider) =>
        !provider.asksUserInfo &&
        !(provider.audiences instanceof Unknown) &&
        isSignedFor(provider, server)
          ? provider.audiences
          : [],
      );
      return taken.length === 0 ? [] : [[server.id, taken] as const];
    }),
  );
}

/** What keeps one of these authorization servers from giving out tokens, or Neo4j from taking them. */
export function serverFindings(
  ids: readonly string[],
  { objects }: Pick<Listed, "objects">,
  audiences: Audiences | undefined,
): Finding[] {
  return ids.flatMap((id) => {
    const server = objects.get(id);
    if (server === undefined) return [];
    const { status, audiences: own } = server;
    const what = `authorization server ${id}`;
    const taken = audiences?.get(id);
    const isTaken = taken === undefined || own.some((one) => taken.includes(one));
    return [
      ...(status === "INACTIVE"
        ? [
            failed(
              "okta.server",
              what,
              "it is INACTIVE, so it gives out no token",
              "activate it in the Admin Console (Security > API), or name another one",
            ),
          ]
        : []),
      ...(isTaken
        ? []
        : [
            failed(
              "okta.audience",
              what,
              `its audience is ${own.join(", ")}, and Neo4j takes ${taken.join(", ")}`,
              "set authorizationServer.audience to the server's own, and preview again",
            ),
          ]),
    ];
  });
}
