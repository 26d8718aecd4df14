import { decodeJwt, decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import type { AccessContract } from "../../../access/contract.ts";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import { Neo4jFailure } from "../../../neo4j-client/client.ts";
import type { SignInContext } from "../../../verify/checks/context.ts";
import { personRoles, personToken } from "../../../verify/checks/sign-ins/person-token.ts";
import { signInForged } from "../../../verify/probes/forged-sign-in.ts";
import { accountContext, fakeNeo4j } from "../account-context.ts";
import { SIGN_IN } from "../sign-in-context.ts";

const NONE = {
  roles: [],
  users: [],
  authRules: [],
  removed: { roles: [], users: [], authRules: [] },
};
const ADA = "ada@example.com";
const CLAIMS = { sub: ADA, groups: ["readers", "guests"], exp: 1_900_000_000 };

/** Where somebody brings a token, and Neo4j gives these roles to it. */
function withToken(
  roles: string[],
  changes: { signIn?: Partial<ContractSignIn>; database?: AccessContract["database"] } = {},
): SignInContext {
  const user = { name: ADA, roles };
  const base = accountContext({ neo4j: fakeNeo4j({ currentUser: async () => user }) });
  const { database } = changes;
  return {
    ...base,
    contract: { ...base.contract, ...(database && { database }) },
    signIn: { ...SIGN_IN, ...changes.signIn },
    personTokens: [
      { signIn: "other", token: "x", claims: {} },
      { signIn: "okta", token: "a.b.c", claims: CLAIMS },
    ],
  };
}

const local = (auth: Record<string, string>, roles: string[]) => ({
  ...NONE,
  users: [{ name: "ada", auth, suspended: false, roles }],
});
const rule = (enabled: boolean) => ({
  ...NONE,
  authRules: [{ name: "night", condition: "true", enabled, roles: ["editor"] }],
});

test.each<[string, string[], Parameters<typeof withToken>[1], "passed" | "failed"]>([
  ["exactly those of the mapped groups", ["reader"], {}, "passed"],
  ["none", [], {}, "failed"],
  ["one more", ["editor", "reader"], {}, "failed"],
  [
    "that of the person's local user too",
    ["editor", "reader"],
    { database: local({ "oidc-okta": ADA }, ["editor"]) },
    "passed",
  ],
  [
    "that of somebody else's local user too",
    ["editor", "reader"],
    { database: local({ "oidc-okta": "eve@example.com" }, ["editor"]) },
    "failed",
  ],
  ["that of an auth rule too", ["editor", "reader"], { database: rule(true) }, "passed"],
  ["that of an auth rule that is off", ["editor", "reader"], { database: rule(false) }, "failed"],
])("a person's roles are judged: %s", async (_, roles, changes, status) => {
  const verdict = await personRoles.run(withToken(roles, changes));
  expect(verdict).toMatchObject(
    status === "passed"
      ? { status }
      : { status, expected: '["reader"]', seen: JSON.stringify(roles) },
  );
});

test("a token is judged by its own sign-in alone, and by its groups where they give roles", async () => {
  expect(await personToken.run(withToken([]))).toMatchObject({
    status: "passed",
    seen: '["readers"]',
  });
  const { groupsClaim: _, ...google } = SIGN_IN;
  const context = { ...withToken([]), signIn: { ...google, groups: {} } };
  expect(await personToken.run(context)).toMatchObject({ status: "passed", seen: "[]" });
  const elsewhere = { ...withToken([]), signIn: { ...SIGN_IN, id: "azure" } };
  for (const check of [personToken, personRoles]) {
    expect(await check.run(elsewhere)).toMatchObject({ status: "inapplicable" });
  }
});

test("no token that we wrote ourselves is taken: without a signature, by a key of its own, by a key that nobody knows", async () => {
  const tried: string[] = [];
  const refusing = (taken: number) =>
    fakeNeo4j({
      currentUser: async (auth) => {
        tried.push(String((auth as { credentials?: unknown }).credentials));
        if (tried.length === taken) return { name: "somebody", roles: ["publisher"] };
        throw new Neo4jFailure("Neo.ClientError.Security.Unauthorized", "no");
      },
    });
  const at = (taken: number) => ({ ...withToken([]), neo4j: refusing(taken) });
  expect(await signInForged.run(at(0))).toMatchObject({ status: "passed" });
  expect(tried.map((token) => decodeProtectedHeader(token).alg)).toEqual([
    "none",
    "ES256",
    "RS256",
  ]);
  for (const token of tried) {
    expect(decodeJwt(token)).toMatchObject({
      iss: SIGN_IN.issuer,
      aud: SIGN_IN.audience,
      groups: ["engineers", "readers"],
    });
  }
  for (const taken of [1, 2, 3]) {
    tried.length = 0;
    expect(await signInForged.run(at(taken))).toMatchObject({
      status: "failed",
      expected: "Neo.ClientError.Security.Unauthorized",
      seen: "a login as somebody",
    });
  }
});
