import { type Finding, type Path, show } from "../../../access/finding.ts";
import { MAX_GROUPS_PER_ACCOUNT } from "../../../access/groups.ts";
import { correction } from "../../../access/meant.ts";
import type { Draft, DraftAccount } from "../draft.ts";
import { CLIENT_ID_RULE } from "../schema/account.ts";
import { accountCollisions } from "./collisions.ts";
import { credentialFindings } from "./credential.ts";
import { repeated } from "./repeated.ts";
import type { Rule } from "./rule.ts";

/** Accounts are distinct, and their groups are mapped. */
export const accountRules: Rule = (draft) => {
  const { accounts } = draft;
  if (accounts === undefined) return [];
  return [
    ...noAccounts(accounts, draft),
    ...accounts.flatMap((account, index) => checkAccount(account, ["accounts", index], draft)),
    ...accountCollisions(accounts, draft.neo4j),
  ];
};

/** Okta's policy would list no client, and nothing says what an empty list means there. */
function noAccounts(
  accounts: readonly DraftAccount[],
  { signIns, groups = {} }: Pick<Draft, "signIns" | "groups">,
): Finding[] {
  if (accounts.length > 0) return [];
  if (signIns.length > 0) return groupsOfNobody(Object.keys(groups).length);
  return [
    {
      code: "accounts",
      at: ["accounts"],
      message: "is empty",
      allowed: "at least one account, or signIns of people alone",
      fix: "add an account; to take every right away, set disabled: true or destroy the stack",
    },
  ];
}

/** People's groups stand with their sign-in. */
function groupsOfNobody(count: number): Finding[] {
  if (count === 0) return [];
  return [
    {
      code: "accounts",
      at: ["groups"],
      message: "maps groups of service accounts, and there is no account",
      allowed: "no groups in a stack of people alone",
      fix: "map people's groups under signIns, or add an account",
    },
  ];
}

function checkAccount(account: DraftAccount, at: Path, draft: Draft): Finding[] {
  const groups = account.groups;
  return [
    ...derivedClientId(account, at),
    ...(groups === undefined ? [] : checkGroups(groups, [...at, "groups"], draft.groups)),
    ...credentialFindings(account, at),
  ];
}

function derivedClientId({ clientId, name }: DraftAccount, at: Path): Finding[] {
  if (clientId !== undefined || name === undefined || CLIENT_ID_RULE.pattern.test(name)) return [];
  const { code, allowed, fix } = CLIENT_ID_RULE;
  const message = `is ${show(name)}, which is no client id`;
  return [{ code, at: [...at, "name"], message, allowed, fix }];
}

function checkGroups(groups: readonly string[], at: Path, mapping: Draft["groups"]): Finding[] {
  return [
    ...repeated(groups, at, "group"),
    ...countOfGroups(groups.length, at),
    ...groups.flatMap((group, index) => mappedGroup(group, [...at, index], mapping)),
  ];
}

function countOfGroups(count: number, at: Path): Finding[] {
  if (count > 0 && count <= MAX_GROUPS_PER_ACCOUNT) return [];
  return [
    {
      code: count === 0 ? "account-without-group" : "too-many-groups",
      at,
      message: count === 0 ? "is empty" : `holds ${count} groups`,
      allowed: `1 to ${MAX_GROUPS_PER_ACCOUNT} groups`,
      fix:
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
      fix: correction(group, Object.keys(groups), "add the group under groups"),
    },
  ];
}
