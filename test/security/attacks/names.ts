import { publicJwk } from "../../support/settings.ts";
import { type Attack, attack, byAccounts } from "./attack.ts";

const shown = (character: string) => `holds ${character}, which nobody can see`;

const HIDDEN: [what: string, character: string, code: string][] = [
  ["a variation selector", "\ufe0f", "U+FE0F"],
  ["a Hangul filler", "\u3164", "U+3164"],
  ["a combining joiner", "\u034f", "U+034F"],
  ["a blank of Braille", "\u2800", "U+2800"],
  ["a space that does not break", "a\u00a0b", "U+00A0"],
  ["a private character", "\ue000", "U+E000"],
  ["a character that is none", "\uffff", "U+FFFF"],
];

const TWINS: [left: string, right: string][] = [
  ["team1", "teaml"],
  ["adrnin-group", "admin-group"],
  ["team0", "teamO"],
  ["асе", "ace"],
  ["ｒeader", "reader"],
];

const key = (kid: string, n = publicJwk(kid).n) => ({ ...publicJwk(kid), n });
const account = (name: string, privateKeyJwt: unknown) => ({ name, credential: { privateKeyJwt } });
const SHARED = "has a public key of accounts[0]";
const where = (index: number) => `[${index}].credential.privateKeyJwt`;

/** The same key with a zero byte before it: other text, the same number. */
const padded = (n: string) =>
  Buffer.concat([Buffer.alloc(1), Buffer.from(n, "base64url")]).toString("base64url");

/** Names and keys that pass for others. */
export const NAMES: Attack[] = [
  ...HIDDEN.map(([what, text, code]) =>
    attack(
      `another group's place by ${what}`,
      "group-name",
      `groups[${JSON.stringify(`reader${text}x`)}]`,
      shown(code),
      { groups: { neo4j_reader: ["reader"], [`reader${text}x`]: ["reader"] } },
    ),
  ),
  ...TWINS.map(([left, right]) =>
    attack(
      `the trust in ${JSON.stringify(left)} by the group ${JSON.stringify(right)}`,
      "look-alike",
      `groups${/^[a-z]\w*$/i.test(right) ? `.${right}` : right.includes("-") ? `.${right}` : `[${JSON.stringify(right)}]`}`,
      `looks like ${JSON.stringify(left)}`,
      { groups: { neo4j_reader: ["reader"], [left]: ["reader"], [right]: ["reader"] } },
    ),
  ),
  attack(
    "the trust in a built-in role by a custom one",
    "look-alike",
    "customRoles[0]",
    'looks like "admin"',
    { groups: { neo4j_reader: ["adrnin"] }, customRoles: ["adrnin"] },
  ),
  attack(
    "the trust in a custom role by another one",
    "look-alike",
    "customRoles[1]",
    'looks like "auditor1"',
    { groups: { neo4j_reader: ["auditor1", "auditorl"] }, customRoles: ["auditor1", "auditorl"] },
  ),
  byAccounts("another account's tokens by the same key", "shared-key", where(1), SHARED, [
    account("etl-loader", { jwks: [key("a")] }),
    account("etl-writer", { jwks: [key("b"), { ...key("a"), kid: "c" }] }),
  ]),
  byAccounts(
    "another account's tokens by the same key, written otherwise",
    "shared-key",
    where(1),
    SHARED,
    [
      account("etl-loader", { jwks: [key("a")] }),
      account("etl-writer", { jwks: [key("b", padded(publicJwk("a").n))] }),
    ],
  ),
  byAccounts("another account's tokens by the same place of keys", "shared-key", where(1), SHARED, [
    account("etl-loader", { jwksUri: "https://keys.example.com/etl.json" }),
    account("etl-writer", { jwksUri: "https://KEYS.example.com:443/etl.json" }),
  ]),
  byAccounts(
    "a rotation that changes nothing",
    "duplicate",
    `${where(0)}.jwks[1]`,
    `repeats the public key ${JSON.stringify(publicJwk("a").n).slice(0, 57)}...`,
    [account("etl-loader", { jwks: [key("a"), { ...key("a"), kid: "b" }] })],
  ),
];
