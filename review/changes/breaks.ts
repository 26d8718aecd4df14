import { isNeo4j } from "../../access/effective/neo4j.ts";
import { nameOf, type Resource, text, Unknown } from "../../access/effective/resource.ts";
import { ANY_SCOPE } from "../../access/effective/token.ts";
import type { Step } from "../preview.ts";
import type { Change } from "./change.ts";
import { named, type Pair, type Side } from "./clients.ts";
import type { Code } from "./codes.ts";
import { shown } from "./facts.ts";
import { about } from "./roles.ts";

const SECRET = "kubernetes:core/v1:Secret";
const OURS = "DeliveredCredentials$";

/** What makes a service that works today fail until somebody gives it something else. */
export function breakChanges(pairs: readonly Pair[], steps: readonly Step[]): Change[] {
  const recreated = new Set(steps.filter(isNewObject).map(({ urn }) => urn));
  return [
    ...pairs.flatMap((pair) => clientBreaks(pair, recreated)),
    ...renamedClients(steps),
    ...requestChanges(pairs),
    ...steps.flatMap(deliveryBreaks),
    ...steps.flatMap(addressChanges),
  ];
}

function isNewObject({ operation }: Step): boolean {
  return operation === "replace" || operation === "create-replacement" || operation === "create";
}

/** The same client id, with another secret, key or way to prove itself. */
function clientBreaks(pair: Pair, recreated: ReadonlySet<string>): Change[] {
  const { before, after, name } = pair;
  if (before === undefined || after === undefined || !after.client.isActive) return [];
  const [old, now] = [before.client, after.client];
  const change = (code: Code, sentence: string, causes: string[], effects: string[]): Change => ({
    ...about(pair),
    category: "breaks",
    code,
    sentence,
    causes,
    effects,
  });
  if (old.credential !== now.credential) {
    const cause = `token_endpoint_auth_method went from ${old.credential} to ${now.credential}`;
    return [
      change(
        "credential-kind",
        `${name} has to prove itself in another way`,
        [cause],
        ["Token requests that are made as today are refused (invalid_client)"],
      ),
    ];
  }
  const removed = old.keys.filter((key) => !now.keys.includes(key));
  if (removed.length > 0) {
    return [
      change(
        "key-removed",
        `${name} can no longer use ${named(removed)}`,
        ["the public key is removed from the app"],
        ["Assertions that are signed with the private key are refused (invalid_client)"],
      ),
    ];
  }
  const isOther = old.app.urn !== now.app.urn || recreated.has(now.app.urn);
  if (isOther && now.credential.startsWith("client_secret")) {
    return [
      change(
        "secret-new",
        `${name} gets a new client secret`,
        ["its app is made anew at Okta"],
        ["The old secret stops to work when the old app is deleted; services need the new one"],
      ),
    ];
  }
  return [];
}

/** One app whose client id is another: to Neo4j it is another user. */
function renamedClients(steps: readonly Step[]): Change[] {
  return steps.flatMap(({ type, before, after }) => {
    if (type !== "okta:app/oAuth:OAuth" || !before || !after) return [];
    const [old, now] = [text(before, "clientId"), text(after, "clientId")];
    if (old === now || typeof old !== "string") return [];
    const to = now instanceof Unknown || now === undefined ? "one that is not known yet" : now;
    const label = text(after, "label");
    const subject = typeof label === "string" ? label : nameOf(after);
    return [
      {
        category: "breaks",
        code: "client-id",
        subject,
        accounts: [subject],
        clientId: old,
        sentence: `The client id ${old} becomes ${to}`,
        causes: ["clientId is another, so the app is replaced"],
        effects: [
          "Services need the new id and its secret; in Neo4j's logs the user has another name",
        ],
      },
    ];
  });
}

/** Where clients get tokens, and which scope they ask for. */
function requestChanges(all: readonly Pair[]): Change[] {
  const moved = all.flatMap((pair) => {
    const [old, now] = [requestsOf(pair.before), requestsOf(pair.after)];
    if (old.size === 0 || now.size === 0 || [...old].some((one) => now.has(one))) return [];
    return { name: pair.name, from: named([...old]), to: named([...now]) };
  });
  const byMove = Map.groupBy(moved, ({ from, to }) => `${from}\n${to}`);
  return [...byMove.values()].map((ones) => {
    const [{ from, to }] = ones as [(typeof ones)[number]];
    const accounts = ones.map(({ name }) => name);
    return {
      category: "breaks",
      code: "token-request",
      subject: named(accounts),
      accounts,
      sentence: `${named(accounts)} must ask for other tokens`,
      causes: [`they ask for ${from} today, and will have to ask for ${to}`],
      effects: [
        "Until they do, Okta or Neo4j refuses them: give them the new values together with this change",
      ],
    };
  });
}

/** What services ask for: the scopes that bring roles, or any login where there are none. */
function requestsOf(side: Side | undefined): Set<string> {
  const { grants, logins } = side?.access ?? { grants: [], logins: [] };
  const asked = (grants.length > 0 ? grants : logins).filter(
    ({ token }) => token.scope !== ANY_SCOPE,
  );
  return new Set(
    asked.map(({ token, provider: { issuer } }) => {
      const where = issuer instanceof Unknown ? "a server that is made anew" : issuer;
      return `scope ${token.scope} at ${where}`;
    }),
  );
}

/** Where drivers find Neo4j inside the cluster. */
function addressChanges({ before, after }: Step): Change[] {
  if (!before || !after || !isNeo4j(before)) return [];
  const [old, now] = [before, after].map((one) => address(one));
  if (old === now) return [];
  return [
    {
      category: "breaks",
      code: "address",
      subject: nameOf(before),
      accounts: [],
      sentence: `The address of Neo4j becomes ${now}`,
      causes: [`it is ${old} today`],
      effects: ["Drivers need the new one"],
    },
  ];
}

function address(release: Resource): string {
  const [name, namespace] = ["name", "namespace"].map((key) => shown(text(release, key)));
  return `${name}.${namespace}.svc`;
}

/** Secrets in the cluster that services read their credentials from. */
function deliveryBreaks({ operation, urn, type, before, after }: Step): Change[] {
  if (type !== SECRET || !urn.includes(OURS) || before === undefined) return [];
  const [old, now] = [before, after].map((one) => secretName(one?.properties.metadata));
  const account = nameOf(before).replace(/-delivery.*$/, "");
  if (operation === "update" || old === now) return [];
  const moved = now === undefined ? "goes away" : `becomes ${now}`;
  return [
    {
      category: "breaks",
      code: "delivery",
      subject: account,
      accounts: [account],
      sentence: `The Secret ${old} ${moved}`,
      causes: [
        now === undefined ? "nothing delivers it any more" : "its namespace or name is another",
      ],
      effects: ["Pods that read it do not start without it"],
    },
  ];
}

function secretName(metadata: unknown): string | undefined {
  if (metadata === undefined) return undefined;
  const { namespace, name } = Object(metadata) as Record<string, unknown>;
  return `${typeof namespace === "string" ? namespace : "?"}/${typeof name === "string" ? name : "?"}`;
}
