import { type Finding, show } from "../../../access/finding.ts";
import { authSecretName } from "../../../components/neo4j/release-args.ts";
import type { Draft, DraftAccount } from "../draft.ts";

/** No two accounts share a name, a client id, a public key or a Secret. */
export function accountCollisions(
  accounts: readonly DraftAccount[],
  neo4j: Draft["neo4j"],
): Finding[] {
  return [
    ...collisions(accounts, "duplicate-account", ({ name }) => name),
    ...collisions(accounts, "duplicate-client-id", ({ clientId, name }) => clientId ?? name),
    ...borrowedNames(accounts),
    ...sharedKeys(accounts),
    ...deliveryCollisions(accounts, neo4j),
  ];
}

function collisions(
  accounts: readonly DraftAccount[],
  code: "duplicate-account" | "duplicate-client-id",
  key: (account: DraftAccount) => string | undefined,
): Finding[] {
  const keys = accounts.map((account) => key(account)?.toLowerCase());
  return accounts.flatMap((account, index) => {
    const first = keys.indexOf(keys[index]);
    if (keys[index] === undefined || first === index) return [];
    const field =
      code === "duplicate-client-id" && account.clientId !== undefined ? "clientId" : "name";
    return [
      {
        code,
        at: ["accounts", index, field],
        message: `is ${show(key(account))}, as in accounts[${first}]`,
        allowed: "each account once, also when case is ignored",
        fix: "rename one of them",
      },
    ];
  });
}

/** The Neo4j user of one account would read as another account. */
function borrowedNames(accounts: readonly DraftAccount[]): Finding[] {
  const names = accounts.map(({ name }) => name);
  return accounts.flatMap(({ clientId }, index) => {
    if (clientId === undefined) return [];
    const owner = names.indexOf(clientId.toLowerCase());
    const other = accounts[owner];
    // An account without a client id of its own is a plain duplicate.
    if (other?.clientId === undefined || owner === index) return [];
    return [
      {
        code: "duplicate-client-id",
        at: ["accounts", index, "clientId"],
        message: `is ${show(clientId)}, the name of accounts[${owner}]`,
        allowed: "client ids that are no other account's name",
        fix: "choose another client id",
      },
    ];
  });
}

/** Whoever has the private key of one account could get tokens as the other. */
function sharedKeys(accounts: readonly DraftAccount[]): Finding[] {
  const holders = new Map<string, number>();
  return accounts.flatMap(({ credential }, index) => {
    const keys = credential === undefined ? [] : publicKeys(credential);
    const other = keys.map((key) => holders.get(key)).find((holder) => holder !== undefined);
    for (const key of keys) holders.set(key, holders.get(key) ?? index);
    if (other === undefined) return [];
    return [
      {
        code: "shared-key",
        at: ["accounts", index, "credential", "privateKeyJwt"],
        message: `has a public key of accounts[${other}]`,
        allowed: "a key pair of its own for each account",
        fix: "make a new key pair for one of them",
      },
    ];
  });
}

/** What tells public keys apart, however they are written. */
function publicKeys(credential: NonNullable<DraftAccount["credential"]>): string[] {
  if (credential === "client_secret") return [];
  const { jwks = [], jwksUri } = credential.privateKeyJwt;
  const moduli = jwks.map(({ n }) => BigInt(`0x${Buffer.from(n, "base64url").toString("hex")}`));
  const places = jwksUri === undefined ? [] : [new URL(jwksUri).href];
  return [...moduli.map(String), ...places];
}

function deliveryCollisions(accounts: readonly DraftAccount[], neo4j: Draft["neo4j"]): Finding[] {
  const authSecret = authSecretName(neo4j.release ?? "");
  const taken = new Map([[`${neo4j.namespace}/${authSecret}`, "the break-glass Secret"]]);
  return accounts.flatMap(({ name, deliverTo }, index) => {
    if (deliverTo === undefined) return [];
    const { namespace, secret = `${name}-okta` } = deliverTo;
    const holder = taken.get(`${namespace}/${secret}`);
    taken.set(`${namespace}/${secret}`, `accounts[${index}]`);
    if (holder === undefined) return [];
    return [
      {
        code: "delivery-collision",
        at: ["accounts", index, "deliverTo"],
        message: `is the Secret ${secret} in ${namespace}, as is ${holder}`,
        allowed: "a Secret of its own for each account",
        fix: "choose another secret name",
      },
    ];
  });
}
