import { MAX_GROUPS_PER_ACCOUNT } from "../../../access/groups.ts";
import type { Draft } from "../draft.ts";
import { type Finding, type Path, show } from "../problem.ts";
import { CLIENT_ID_RULE } from "../schema/account.ts";
import type { Rule } from "./index.ts";
import { repeated } from "./repeated.ts";

type Account = NonNullable<Draft["accounts"][number]>;

/** Accounts are distinct, and their groups are mapped. */
export const accountRules: Rule = (draft) => [
  ...noAccounts(draft),
  ...draft.accounts.flatMap((account, index) =>
    account === undefined ? [] : checkAccount(account, ["accounts", index], draft),
  ),
  ...collisions(draft.accounts, "name", (account) => account.name),
  ...collisions(draft.accounts, "clientId", (account) => account.clientId ?? account.name),
  ...deliveryCollisions(draft),
];

/** Okta's policy would list no client, and nothing says what an empty list means there. */
function noAccounts({ accounts, accountsGiven }: Draft): Finding[] {
  if (accounts.length > 0 || !accountsGiven) return [];
  return [
    {
      code: "accounts",
      at: ["accounts"],
      message: "is empty",
      allowed: "at least one account",
      mend: "add an account; to take every right away, set disabled: true or destroy the stack",
    },
  ];
}

function checkAccount(account: Account, at: Path, draft: Draft): Finding[] {
  return [
    ...derivedClientId(account, at),
    ...repeated(account.groups, [...at, "groups"], "group"),
    ...countOfGroups(account, at),
    ...account.groups.flatMap((group, index) =>
      mappedGroup(group, [...at, "groups", index], draft.groups),
    ),
    ...keySource(account, at),
    ...delivery(account, at),
  ];
}

function derivedClientId(account: Account, at: Path): Finding[] {
  if (account.clientId !== undefined || CLIENT_ID_RULE.pattern.test(account.name)) return [];
  const { code, allowed, mend } = CLIENT_ID_RULE;
  return [
    {
      code,
      at: [...at, "name"],
      message: `is ${show(account.name)}, which is no client id`,
      allowed,
      mend,
    },
  ];
}

function countOfGroups(account: Account, at: Path): Finding[] {
  const count = account.groups.length;
  if (count > 0 && count <= MAX_GROUPS_PER_ACCOUNT) return [];
  return [
    {
      code: count === 0 ? "account-without-group" : "too-many-groups",
      at: [...at, "groups"],
      message: count === 0 ? "is empty" : `holds ${count} groups`,
      allowed: `1 to ${MAX_GROUPS_PER_ACCOUNT} groups`,
      mend:
        count === 0
          ? "give the account a group; without one it could log in, but do nothing"
          : "merge groups; Okta fails a token request whose groups claim holds more",
    },
  ];
}

function mappedGroup(group: string, at: Path, groups: Draft["groups"]): Finding[] {
  if (groups === undefined || Object.hasOwn(groups, group)) return [];
  return [
    {
      code: "unknown-group",
      at,
      message: `is ${show(group)}, which groups does not map to roles`,
      allowed: Object.keys(groups).map(show).join(", "),
      mend: "add the group under groups, or correct its spelling",
    },
  ];
}

function keySource(account: Account, at: Path): Finding[] {
  if (account.credential === "client_secret") return [];
  const { jwks, jwksUri } = account.credential.privateKeyJwt;
  const where = [...at, "credential", "privateKeyJwt"];
  if ((jwks === undefined) === (jwksUri === undefined)) {
    return [
      {
        code: "key-source",
        at: where,
        message: jwks === undefined ? "has neither jwks nor jwksUri" : "has both jwks and jwksUri",
        allowed: "exactly one of jwks and jwksUri",
        mend: "keep one of them",
      },
    ];
  }
  if (jwks?.length === 0) {
    return [
      {
        code: "key-source",
        at: [...where, "jwks"],
        message: "is empty",
        allowed: "at least one public key",
        mend: "add the public key of the service",
      },
    ];
  }
  return repeated(jwks?.map(({ kid }) => kid) ?? [], [...where, "jwks"], "kid");
}

function delivery(account: Account, at: Path): Finding[] {
  if (account.deliverTo === undefined || account.credential === "client_secret") return [];
  return [
    {
      code: "delivery-of-private-key",
      at: [...at, "deliverTo"],
      message: "asks to deliver a private key, which never enters the program",
      allowed: "deliverTo with credential: client_secret only",
      mend: "remove deliverTo; the service keeps its own key",
    },
  ];
}

function deliveryCollisions({ accounts, neo4j }: Draft): Finding[] {
  const taken = new Map([[`${neo4j.namespace}/${neo4j.release}-auth`, "the break-glass Secret"]]);
  return accounts.flatMap((account, index) => {
    if (account?.deliverTo === undefined) return [];
    const { namespace, secret = `${account.name}-okta` } = account.deliverTo;
    const holder = taken.get(`${namespace}/${secret}`);
    taken.set(`${namespace}/${secret}`, `accounts[${index}]`);
    if (holder === undefined) return [];
    return [
      {
        code: "delivery-collision",
        at: ["accounts", index, "deliverTo"],
        message: `is the Secret ${secret} in ${namespace}, as is ${holder}`,
        allowed: "a Secret of its own for each account",
        mend: "choose another secret name",
      },
    ];
  });
}

function collisions(
  accounts: Draft["accounts"],
  field: "name" | "clientId",
  key: (account: Account) => string,
): Finding[] {
  return accounts.flatMap((account, index) => {
    if (account === undefined) return [];
    const first = accounts.findIndex(
      (other) => other !== undefined && key(other).toLowerCase() === key(account).toLowerCase(),
    );
    if (first === index) return [];
    const written = field in account ? field : "name";
    return [
      {
        code: field === "name" ? "duplicate-account" : "duplicate-client-id",
        at: ["accounts", index, written],
        message: `is ${show(key(account))}, as in accounts[${first}]`,
        allowed: "each account once, also when case is ignored",
        mend: "rename one of them",
      },
    ];
  });
}
