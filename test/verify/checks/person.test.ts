import neo4j from "neo4j-driver";
import { expect, test } from "vitest";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import { Administrator } from "../../../neo4j-client/administrator.ts";
import { OktaApi } from "../../../okta-api/client.ts";
import { personLocalUser } from "../../../verify/checks/sign-ins/person.ts";
import { accountContext, fakeNeo4j } from "../account-context.ts";
import { SIGN_IN } from "../sign-in-context.ts";

const LOGIN = "ada@example.com";

/** What is said of Ada, whose id at Okta is 00u1, where a local user is linked to this id. */
function judged(linked: string, changes: Partial<ContractSignIn> = {}, requireLocalUser = true) {
  const row = { user: "ada", roles: [], suspended: false, home: null };
  const run = async (_: unknown, statement: string) => {
    if (statement.startsWith("SHOW SETTINGS")) {
      return [{ name: "dbms.security.require_local_user", value: String(requireLocalUser) }];
    }
    return statement.startsWith("SHOW USERS")
      ? [{ ...row, provider: "oidc-okta", auth: { id: linked } }]
      : [{ versions: ["5.26.30"], version: "5.26.30" }];
  };
  const database = fakeNeo4j({ run });
  const breakGlass = new Administrator(database, neo4j.auth.basic("neo4j", "p"));
  const people = [{ id: "00u1", status: "ACTIVE", profile: { login: LOGIN, email: "a@b.c" } }];
  const options = { orgUrl: "https://example.okta.com", authorization: "Bearer t" };
  const okta = new OktaApi({ ...options, fetch: async () => Response.json(people) });
  const base = accountContext({ breakGlass, neo4j: database });
  const signIn = { ...SIGN_IN, ...changes };
  return personLocalUser.run({ ...base, okta, person: LOGIN, signIn });
}

test.each<[Partial<ContractSignIn>, string, string]>([
  [{}, LOGIN, "00u1"],
  [{ tokenType: "id_token" }, "00u1", LOGIN],
  [{ usernameClaim: "email" }, "a@b.c", LOGIN],
])("by %o the local user is the one with the id %s, and not %s", async (changes, own, other) => {
  expect(await judged(own, changes)).toMatchObject({ status: "passed", seen: "ada" });
  expect(await judged(other, changes)).toMatchObject({ status: "failed", seen: "none" });
});

test("a local user counts only where no other gets in, and is missed only of Okta's people", async () => {
  expect(await judged(LOGIN, {}, false)).toMatchObject({ status: "inapplicable" });
  expect(await judged("somebody", { provider: "keycloak" })).toMatchObject({
    status: "inapplicable",
  });
});
