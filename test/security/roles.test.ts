import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "../support/settings.ts";
import { AppliedStack, RECORDED_ORG } from "./applied-stack.ts";

const GROUPS = ["neo4j_admin", "neo4j_reader", "loaders", "team_1"];
const ROLES = ["admin", "architect", "editor", "publisher", "reader"];
const PEOPLE = "dbms.security.oidc.people";

/** A provider for people beside ours, as careless as somebody may write it. */
const people = fc.record({
  audience: fc.constantFrom("api://default", "0oa-people", "0oa-people,api://default"),
  server: fc.constantFrom("default", "other"),
  mapping: fc.constantFrom(
    undefined,
    "neo4j_admin=admin",
    "loaders = publisher; team_1=reader,'admin'",
    "admin=reader;team_1=editor",
  ),
  readsGroups: fc.constantFrom(true, true, true, false),
});

const stack = fc.record({
  groups: fc.dictionary(
    fc.constantFrom(...GROUPS),
    fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1, maxLength: 2 }),
    { minKeys: 1 },
  ),
  accounts: fc.array(
    fc.record({
      picks: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
      disabled: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  people: fc.option(people, { freq: 5 }),
  mayBeAdmin: fc.boolean(),
});

type Stack = typeof stack extends fc.Arbitrary<infer T> ? T : never;

function settingsOf({
  groups,
  accounts,
  people: other,
  mayBeAdmin,
}: Stack): Record<string, unknown> {
  const names = Object.keys(groups);
  return {
    authorizationServer: { id: "default", audience: "api://default" },
    production: true,
    groups,
    accounts: accounts.map(({ picks, disabled }, index) => ({
      name: `account-${index}`,
      owner: "team@example.com",
      groups: [...new Set(picks.map((pick) => names[pick % names.length]))],
      credential: "client_secret",
      disabled,
    })),
    neo4j: { license: "yes", ...(other ? providerSettings(other) : {}) },
    // By account: the waiver holds for what our own groups grant, and for nobody else.
    waivers: [
      { rule: "shared-server", until: "2026-12-31", reason: "agreed with security" },
      ...accounts
        .filter(() => mayBeAdmin)
        .map((_account, index) => ({
          rule: "admin-role",
          account: `account-${index}`,
          until: "2026-12-31",
          reason: "agreed with security",
        })),
    ],
  };
}

function providerSettings({
  audience,
  server,
  mapping,
  readsGroups,
}: NonNullable<Stack["people"]>) {
  return {
    otherProviders: ["oidc-people"],
    config: {
      [`${PEOPLE}.audience`]: audience,
      [`${PEOPLE}.well_known_discovery_uri`]: `${RECORDED_ORG}/oauth2/${server}/.well-known/openid-configuration`,
      ...(readsGroups ? { [`${PEOPLE}.claims.groups`]: "groups" } : {}),
      ...(mapping === undefined
        ? {}
        : { [`${PEOPLE}.authorization.group_to_role_mapping`]: mapping }),
    },
  };
}

function isAccepted(candidate: Stack): boolean {
  try {
    parse(settingsOf(candidate));
    return true;
  } catch {
    return false;
  }
}

test("whoever asks, the database grants the declared roles and nothing else", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(stack.filter(isAccepted), async (candidate) => {
      const { accounts } = parse(settingsOf(candidate));
      const applied = await AppliedStack.start(settingsOf(candidate));
      try {
        for (const client of applied.clients) {
          const account = accounts.find(({ clientId }) => clientId === client.id);
          const declared = account?.disabled === false ? ["PUBLIC", ...account.roles] : undefined;
          expect(await applied.roles(client, "own"), client.id).toEqual(declared?.toSorted());
          const elsewhere = (await applied.roles(client, "other")) ?? [];
          expect(elsewhere, client.id).not.toContain("admin");
          if (client.id !== applied.stranger) expect(elsewhere).toEqual([]);
        }
      } finally {
        await applied.stop();
      }
    }),
    { numRuns: 8, seed: 11 },
  );
});
