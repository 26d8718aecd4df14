import { clientsOf } from "../../access/effective/okta.ts";
import type { Resource } from "../../access/effective/resource.ts";
import type { Change } from "../changes/change.ts";
import { type Review, reviewOf } from "../changes/changes.ts";
import { named } from "../changes/clients.ts";
import type { Live } from "./live.ts";

/**
 * What an org has that the stack does not declare, and the other way round: a review of a change from
 * what is declared to what is there.
 *
 * @param declared the resources of the stack's state
 */
export function driftOf(declared: readonly Resource[], live: Live): Review {
  const notAtOkta = declared.filter(({ type }) => !type.startsWith("okta:"));
  const review = reviewOf({
    before: declared,
    after: [...withOwners(live.resources, declared), ...notAtOkta],
    steps: [],
  });
  const more = [...live.apps].flatMap(([clientId, app]) => [
    ...proofOfPossession(clientId, app),
    ...undeclaredKeys(clientId, app, declared),
  ]);
  return {
    ...review,
    changes: [...review.changes, ...missingApps(declared, live), ...more],
    notLookedAt: [
      "Neo4j's settings as they are in the cluster (npm run verify -- --break-glass reads them)",
      "client secrets that were made at Okta: only an endpoint that shows them would tell",
      ...review.notLookedAt.filter((what) => !what.includes("which the stack adopts")),
    ],
  };
}

/** The note is the stack's own word, and no access: what Okta has of it is no difference. */
function withOwners(live: readonly Resource[], declared: readonly Resource[]): Resource[] {
  const notes = new Map(declared.map(({ urn, properties }) => [urn, properties.adminNote]));
  return live.map((resource) => {
    const adminNote = notes.get(resource.urn);
    return adminNote === undefined
      ? resource
      : { ...resource, properties: { ...resource.properties, adminNote } };
  });
}

/** The engine cannot get over an app that is gone, so this is told of accounts without roles as well. */
function missingApps(declared: readonly Resource[], { apps }: Live): Change[] {
  return clientsOf(declared).flatMap(({ clientId, name, note }) =>
    apps.has(String(clientId))
      ? []
      : {
          category: "breaks" as const,
          code: "app-missing",
          subject: name,
          accounts: [name],
          clientId: String(clientId),
          owner: note.owner,
          sentence: `${name} has no app at Okta any more`,
          causes: ["the app was deleted by hand, or its client id changed"],
          effects: [
            "pulumi refresh, up and destroy fail on it: docs/operations.md has the way out",
          ],
        },
  );
}

/** Neo4j takes bearer tokens only (RFC 6750), no tokens that are bound to a key (RFC 9449). */
function proofOfPossession(clientId: string, { label, settings }: App): Change[] {
  if (settings.oauthClient.dpop_bound_access_tokens !== true) return [];
  return [
    {
      category: "breaks",
      code: "dpop-on",
      subject: label,
      accounts: [label],
      clientId,
      sentence: `${label} has to prove possession of a key with each token (DPoP)`,
      causes: ["dpop_bound_access_tokens is true at Okta"],
      effects: ["Neo4j takes bearer tokens only, so every login of it fails"],
    },
  ];
}

type App = Live["apps"] extends ReadonlyMap<string, infer T> ? T : never;

/** Whoever has the private half of such a key is the account. */
function undeclaredKeys(
  clientId: string,
  { label, settings }: App,
  declared: readonly Resource[],
): Change[] {
  const client = clientsOf(declared).find((one) => one.clientId === clientId);
  if (client === undefined) return [];
  const kids = (settings.oauthClient.jwks?.keys ?? []).map(({ kid }) => kid ?? "without a kid");
  const more = kids.filter((kid) => !client.keys.includes(kid));
  if (more.length === 0) return [];
  return [
    {
      category: "widened",
      code: "key-undeclared",
      subject: label,
      accounts: [label],
      clientId,
      sentence: `${label} has a public key that the stack does not declare: ${named(more)}`,
      causes: ["it was added at Okta"],
      effects: ["Whoever has its private half gets the account's tokens"],
    },
  ];
}
