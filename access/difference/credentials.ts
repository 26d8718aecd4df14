import { publicKeys } from "../effective/okta.ts";
import { called, text, Unknown } from "../effective/resource.ts";
import { type Change, change, changed } from "./change.ts";
import { named, onlyIn, type Pair } from "./clients.ts";
import { clause, difference, lacking } from "./differences.ts";
import type { Operation, Step } from "./step.ts";

/** How clients prove who they are, and as whom. */
export function credentialChanges(pairs: readonly Pair[], steps: readonly Step[]): Change[] {
  const operations = new Map(steps.map(({ urn, operation }) => [urn, operation]));
  return [
    ...pairs.flatMap((pair) => clientChanges(pair, operations)),
    ...steps.flatMap(renamedClients),
  ];
}

/** The same client id, with another secret, key or way to prove itself. */
function clientChanges(pair: Pair, operations: ReadonlyMap<string, Operation>): Change[] {
  const { before, after, subject } = pair;
  if (before === undefined || after === undefined || !after.client.isActive) return [];
  const [old, now] = [before.client, after.client];
  const [oldKeys, keys] = [publicKeys(old.app), publicKeys(now.app)];
  const keysDiffer = difference("public keys", [...oldKeys.keys()], [...keys.keys()]);
  const kind = difference("token_endpoint_auth_method", old.credential, now.credential);
  if (kind.length > 0) {
    return changed("breaks", "credential-kind", pair, {
      sentence: `${subject} has to prove itself in another way`,
      differences: [...kind, ...keysDiffer],
      because: kind.map(clause),
      effect: "Token requests that are made as today are refused (invalid_client)",
    });
  }
  const operation = operations.get(now.app.urn);
  const added = operation === undefined ? [] : onlyIn(keys, oldKeys);
  const removed = lacking(now.keys, old.keys);
  const isNew = old.app.urn !== now.app.urn || (operation && NEW_OBJECT.has(operation));
  const changes: Change[] = [];
  if (added.length > 0) {
    changes.push(
      change("widened", "key-added", pair, {
        sentence: `${subject} can prove itself by a further public key: ${named(added)}`,
        differences: keysDiffer,
        because: "it is added to the app",
        effect: "Whoever has its private half gets the account's tokens",
      }),
    );
  }
  if (removed.length > 0) {
    changes.push(
      change("breaks", "key-removed", pair, {
        sentence: `${subject} can no longer use ${named(removed)}`,
        differences: keysDiffer,
        because: "the public key is removed from the app",
        effect: "Assertions that are signed with the private key are refused (invalid_client)",
      }),
    );
  }
  if (isNew && now.credential.startsWith("client_secret")) {
    changes.push(
      change("breaks", "secret-new", pair, {
        sentence: `${subject} gets a new client secret`,
        because: "its app is made anew at Okta",
        effect:
          "The old secret stops to work when the old app is deleted; services need the new one",
      }),
    );
  }
  return changes;
}

const NEW_OBJECT: ReadonlySet<Operation> = new Set(["replace", "create-replacement", "create"]);

/** One app whose client id is another: to Neo4j it is another user. */
function renamedClients({ type, before, after }: Step): Change[] {
  if (type !== "okta:app/oAuth:OAuth" || !before || !after) return [];
  const [old, now = new Unknown([])] = [text(before, "clientId"), text(after, "clientId")];
  if (typeof old !== "string") return [];
  const name = called(after, "label");
  const whom = { subject: name, accounts: [name], clientId: old };
  const to = now instanceof Unknown ? "one that is not known yet" : now;
  return changed("breaks", "client-id", whom, {
    sentence: `The client id ${old} becomes ${to}`,
    differences: difference("clientId", old, now),
    because: "clientId is another, so the app is replaced",
    effect: "Services need the new id and its secret; in Neo4j's logs the user has another name",
  });
}
