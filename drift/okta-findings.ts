import { type Change, change } from "../access/difference/change.ts";
import { named } from "../access/difference/clients.ts";
import { appsOf, type Client, clientsOf } from "../access/effective/okta.ts";
import type { Resource } from "../access/effective/resource.ts";
import type { OktaApp, OktaServer } from "../okta-api/objects.ts";
import type { Live } from "./live.ts";

/** What an org has that no resource of a stack could say, or that no review would tell. */
export function oktaFindings(declared: readonly Resource[], live: Live): Change[] {
  const clients = appsOf(declared);
  return [
    ...missingApps(clients, new Set(clientsOf(declared).map((one) => String(one.clientId))), live),
    ...live.servers.flatMap(encryption),
    ...[...live.apps].flatMap(([clientId, app]) => [
      ...proofOfPossession(clientId, app),
      ...undeclaredKeys(clients, clientId, app),
    ]),
  ];
}

/** The engine cannot get over an app that is gone, so this is told of accounts without roles as well. */
function missingApps(
  clients: readonly Client[],
  accounts: ReadonlySet<string>,
  { apps }: Live,
): Change[] {
  return clients.flatMap(({ clientId, name, note }) =>
    apps.has(String(clientId))
      ? []
      : change(
          "breaks",
          "app-missing",
          {
            ...{ subject: name, clientId: String(clientId), owner: note.owner },
            accounts: accounts.has(String(clientId)) ? [name] : [],
          },
          {
            sentence: `${name} has no app at Okta any more`,
            because: "the app was deleted by hand, or its client id changed",
            effect: "pulumi refresh, up and destroy fail on it: docs/operations.md has the way out",
          },
        ),
  );
}

/** Okta then signs a token and encrypts it (RFC 7519, a nested JWT); nobody else can read it. */
function encryption({ name, accessTokenEncryptedResponseAlgorithm }: OktaServer): Change[] {
  if (!accessTokenEncryptedResponseAlgorithm) return [];
  return [
    change("breaks", "tokens-encrypted", name, {
      sentence: `The authorization server ${name} encrypts its access tokens`,
      differences: [
        {
          what: "accessTokenEncryptedResponseAlgorithm",
          after: accessTokenEncryptedResponseAlgorithm,
        },
      ],
      effect: "Neo4j takes signed tokens only, so every login with one of them fails",
    }),
  ];
}

/** Neo4j takes bearer tokens only (RFC 6750), no tokens that are bound to a key (RFC 9449). */
function proofOfPossession(clientId: string, { label, settings }: OktaApp): Change[] {
  if (settings.oauthClient.dpop_bound_access_tokens !== true) return [];
  return [
    change("breaks", "dpop-on", about(clientId, label), {
      sentence: `${label} has to prove possession of a key with each token (DPoP)`,
      differences: [{ what: "dpop_bound_access_tokens", before: false, after: true }],
      effect: "Neo4j takes bearer tokens only, so every login of it fails",
    }),
  ];
}

/** Whoever has the private half of such a key is the account. */
function undeclaredKeys(
  clients: readonly Client[],
  clientId: string,
  { label, settings: { oauthClient } }: OktaApp,
): Change[] {
  const client = clients.find((one) => one.clientId === clientId);
  if (client === undefined) return [];
  const { jwks } = client.app.properties;
  const declared = (Array.isArray(jwks) ? jwks : []).map((key) => material(Object(key)));
  const more = (oauthClient.jwks?.keys ?? []).filter((key) => {
    const at = declared.indexOf(material(key));
    return at === -1 || declared.splice(at, 1).length === 0;
  });
  const { jwks_uri: uri } = oauthClient;
  const names = [...more.map(described), ...(uri && !client.keys.includes(uri) ? [uri] : [])];
  if (names.length === 0) return [];
  return [
    change("widened", "key-undeclared", about(clientId, label), {
      sentence: `${label} has a public key that the stack does not declare: ${named(names)}`,
      differences: [{ what: "public keys", after: names }],
      because: "it was added or replaced at Okta",
      effect: "Whoever has its private half gets the account's tokens",
    }),
  ];
}

function about(clientId: string, label: string) {
  return { subject: label, accounts: [label], clientId };
}

type Key = NonNullable<OktaApp["settings"]["oauthClient"]["jwks"]>["keys"][number];

/** What tells keys apart: the id, and the public half, as anybody can give another key the same id. */
function material({ kid, n, e, x, y }: Partial<Key>): string {
  return [kid, n, e, x, y].map((part) => part ?? "").join("\n");
}

function described({ kid, created, status }: Key): string {
  const facts = [
    ...(created ? [`made ${created.slice(0, 10)}`] : []),
    ...(status && status !== "ACTIVE" ? [status.toLowerCase()] : []),
  ];
  const name = kid ?? "one without an id";
  return facts.length === 0 ? name : `${name} (${facts.join(", ")})`;
}
