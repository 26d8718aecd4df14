import fc from "fast-check";
import { parse, publicJwk } from "../../support/settings.ts";
import { RECORDED_ORG } from "../applied-stack.ts";
import { CREATED, OTHER } from "./org.ts";

/** Groups of random stacks: each may be a client id too, which a provider may take for a group. */
export const GROUPS = ["neo4j_admin", "neo4j_reader", "loaders", "publisher"];

/** What a provider may map beside them, such as texts of claims that Okta makes itself. */
export const CLAIMED = ["extra", "account-0", "account-1", "account-2", "outsider", "PUBLIC"];

const ROLE_NAMES = ["admin", "architect", "editor", "publisher", "reader", "auditor"];
const PEOPLE = "dbms.security.oidc.people";

/** The first value as often as all others together, and once more. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...others, ...others.map(() => usual), usual);
}

const servers = fc.constantFrom(
  { name: "neo4j", audience: "api://neo4j" },
  { name: "neo4j", audience: "api://graph" },
  { id: "default", audience: "api://default" },
  { id: OTHER, audience: "api://neo4j" },
);

const account = fc.record({
  name: fc.constantFrom("account-0", "account-1", "account-2"),
  picks: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
  disabled: fc.constantFrom(false, false, false, true),
  credential: fc.constantFrom("secret", "secret", "keys", "keysAtHome"),
});

const CREDENTIALS = {
  secret: () => "client_secret",
  keys: (name: string) => ({ privateKeyJwt: { jwks: [publicJwk(name)] } }),
  keysAtHome: (name: string) => ({
    privateKeyJwt: { jwksUri: `https://keys.example.com/${name}.json` },
  }),
};

/** A provider for people beside ours, as careless as somebody may write it. */
const people = fc.record({
  from: fc.constantFrom(
    { server: "default", audience: "api://default" },
    { server: "default", audience: "api://default" },
    { server: "default", audience: "0oa-people, api://default" },
    { server: OTHER, audience: "api://neo4j" },
    { server: OTHER, audience: "api://neo4j,api://default" },
    { server: CREATED, audience: "api://neo4j" },
    { server: "default", audience: "0oa-people" },
  ),
  issuer: mostly(undefined, "default", OTHER),
  username: mostly(undefined, "cid", "email", "groups"),
  groups: mostly("groups", "scp", "scp", "cid", "sub", "neo4j", "email", undefined),
  mapping: fc.constantFrom(
    undefined,
    "neo4j_admin=admin",
    "loaders = publisher; neo4j_reader=reader,'admin'",
    "'neo4j_reader' =editor, reader;\"loaders\"=auditor;;",
    "extra=reader;account-0=editor;outsider=architect;neo4j_admin=admin",
    "neo4j_reader=reader;loaders=publisher;extra=editor;account-1=auditor;account-2=reader;",
    "loaders=",
    "neo4j_admin=reader;neo4j_admin=editor;PUBLIC=admin",
  ),
  userInfo: mostly("", "get_username_from_user_info", "get_groups_from_user_info"),
});

const parts = fc.record({
  authorizationServer: servers,
  groups: fc.dictionary(
    fc.constantFrom(...GROUPS),
    fc.uniqueArray(fc.constantFrom(...ROLE_NAMES), { minLength: 1, maxLength: 2 }),
    { minKeys: 1 },
  ),
  accounts: fc.uniqueArray(account, { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
  scope: fc.constantFrom("neo4j_groups", "neo4j_groups", "graph"),
  claim: fc.record({
    name: fc.constantFrom("groups", "groups", "neo4j"),
    expression: fc.constantFrom(
      "app.profile.neo4j_groups",
      " app.profile.neo4j_groups ",
      "(appuser != null) ? appuser.neo4j_groups : app.profile.neo4j_groups",
      "app.profile.graph",
    ),
  }),
  tokenLifetimeMinutes: fc.constantFrom(5, 60, 720),
  nativeLogin: fc.boolean(),
  people: fc.option(people, { freq: 5 }),
});

type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;

/** Settings of one stack, by name. */
export type Settings = Record<string, unknown>;

/** Settings that the product accepts. */
export const settings: fc.Arbitrary<Settings> = parts.map(settingsOf).filter(isAccepted);

function settingsOf({ accounts, groups, people: other, nativeLogin, ...as }: Parts): Settings {
  const names = Object.keys(groups);
  return {
    ...as,
    groups,
    customRoles: Object.values(groups).flat().includes("auditor") ? ["auditor"] : [],
    accounts: accounts.map(({ picks, credential, ...rest }) => ({
      ...rest,
      credential: CREDENTIALS[credential](rest.name),
      groups: [...new Set(picks.map((pick) => names[pick % names.length]))],
    })),
    neo4j: {
      license: "eval",
      nativeLogin,
      ...(other ? { otherProviders: ["oidc-people"] } : {}),
      config: other ? provider(other) : {},
    },
  };
}

function provider(other: NonNullable<Parts["people"]>): Record<string, string> {
  const { from, issuer, username, groups, mapping, userInfo } = other;
  const at = `${RECORDED_ORG}/oauth2/${from.server}`;
  const values = {
    audience: from.audience,
    well_known_discovery_uri: `${at}/.well-known/openid-configuration`,
    issuer: issuer && `${RECORDED_ORG}/oauth2/${issuer}`,
    "claims.username": username,
    "claims.groups": groups,
    "authorization.group_to_role_mapping": mapping,
    ...(userInfo === "" ? {} : { [userInfo]: "true" }),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[`${PEOPLE}.${name}`, value]],
    ),
  );
}

function isAccepted(candidate: Settings): boolean {
  try {
    parse(candidate);
    return true;
  } catch {
    return false;
  }
}
