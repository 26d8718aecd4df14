import { describe, expect, test } from "vitest";
import type { AccessContract } from "../../access/contract.ts";
import { isAdminByToken, type PersonsToken, providerOf } from "../../database/break-glass/token.ts";

const ORG = "https://example.okta.com/oauth2";
const people = (id: string, more: Record<string, unknown>) => ({
  id,
  audience: "api://people",
  groupsClaim: "groups",
  groups: { owners: ["admin"], readers: ["reader"] },
  ...more,
});
const CONTRACT = {
  issuer: `${ORG}/services`,
  audience: "api://neo4j",
  groupsClaim: "groups",
  groups: { keepers: ["admin"] },
  accounts: [{ name: "etl-loader" }],
  neo4j: { providerId: "okta-backend" },
  signIns: [
    people("okta", { issuer: `${ORG}/people` }),
    people("okta-id", { issuer: `${ORG}/services`, audience: "0oa1" }),
    people("sso", { audience: "account" }),
    people("google", { issuer: "https://accounts.google.com", groupsClaim: undefined, groups: {} }),
  ],
} as unknown as AccessContract;

const token = (issuer: string, audiences: string[], groups?: unknown): PersonsToken => ({
  text: "",
  issuer,
  audiences,
  claims: { groups },
});

describe("the provider of a token is the one of its issuer and audience:", () => {
  test.each([
    [`${ORG}/services`, ["api://neo4j"], "oidc-okta-backend"],
    [`${ORG}/people`, ["other", "api://people"], "oidc-okta"],
    [`${ORG}/services`, ["0oa1"], "oidc-okta-id"],
    // Only the discovery document has its issuer.
    ["https://sso.example.com", ["account"], "oidc-sso"],
    [`${ORG}/people`, ["api://neo4j"], undefined],
    ["https://evil.example.com", ["api://people"], undefined],
  ])("%s for %j: %s", (issuer, audiences, name) => {
    expect(providerOf(token(issuer, audiences), CONTRACT)?.name).toBe(name);
  });
});

test("a stack of people alone has no provider for services", () => {
  const alone = { ...CONTRACT, accounts: [] };
  expect(providerOf(token(`${ORG}/services`, ["api://neo4j"]), alone)).toBeUndefined();
});

describe("an administrator by the token alone has", () => {
  test.each([
    [["owners"], true],
    ["owners", true],
    [["readers", "keepers"], false],
    [[{ owners: 1 }], false],
    [undefined, false],
  ])("%j among the groups: %s", (groups, isAdmin) => {
    const one = token(`${ORG}/people`, ["api://people"], groups);
    const provider = providerOf(one, CONTRACT);
    expect(provider && isAdminByToken(one, provider)).toBe(isAdmin);
  });

  test("no groups at all where the provider has none, as native keeps granting roles there", () => {
    const one = token("https://accounts.google.com", ["api://people"]);
    const provider = providerOf(one, CONTRACT);
    expect(provider && isAdminByToken(one, provider)).toBe(true);
  });
});
