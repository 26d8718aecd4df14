import neo4j from "neo4j-driver";
import { describe, expect, test } from "vitest";
import { Administrator } from "../../../neo4j-client/administrator.ts";
import { type CurrentUser, Neo4jFailure } from "../../../neo4j-client/client.ts";
import { breakGlassLogin } from "../../../verify/checks/break-glass.ts";
import { neo4jProvider, neo4jReachable } from "../../../verify/checks/neo4j.ts";
import { loginQueryApi } from "../../../verify/checks/query-api.ts";
import { accountContext, fakeNeo4j } from "../account-context.ts";

const HTTP = "http://neo4j.example.com:7474";
const QUERY = `${HTTP}/db/system/query/v2`;

/** A context whose every request gets this answer. */
function answering(body: unknown, status = 200) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const token = { accessToken: "a.b.c", tokenType: "", scope: "", receivedAt: 0, expiresAt: 0 };
  const context = accountContext({
    evidence: { token },
    fetch: async (url, init) => {
      asked.push({ url: String(url), init });
      if (body instanceof Error) throw body;
      return Response.json(body, { status });
    },
  });
  return { context, asked };
}

test("Neo4j is there when its HTTP address answers", async () => {
  const { context, asked } = answering({});
  expect(await neo4jReachable.run(context)).toMatchObject({ status: "passed", seen: HTTP });
  expect(asked[0]?.url).toBe(HTTP);
  expect(await neo4jReachable.run(answering({}, 503).context)).toMatchObject({
    status: "failed",
    expected: "200",
    seen: `${HTTP}: 503`,
  });
  expect(await neo4jReachable.run(answering(new Error("down")).context)).toMatchObject({
    status: "failed",
    expected: "an answer",
    seen: `${HTTP}: down`,
  });
});

describe("the provider in Neo4j's discovery document", () => {
  const listing = (...ids: unknown[]) => ({
    auth_config: { oidc_providers: ids.map((id) => ({ id })) },
  });

  test.each([["okta-backend"], ["oidc-okta-backend"]])("is found as %s", async (id) => {
    expect(await neo4jProvider.run(answering(listing("x", id)).context)).toMatchObject({
      status: "passed",
      seen: `["x","${id}"]`,
    });
  });

  test("is missed among others", async () => {
    expect(await neo4jProvider.run(answering(listing("okta")).context)).toMatchObject({
      status: "failed",
      expected: "okta-backend",
      seen: '["okta"]',
    });
  });

  test.each([[{}], [{ auth_config: {} }], [null], [new Error("down")]])(
    "does not apply to a document without the list: %s",
    async (body) => {
      expect(await neo4jProvider.run(answering(body).context)).toEqual({
        status: "inapplicable",
        reason: "this Neo4j does not list its providers",
      });
    },
  );
});

describe("the Query API", () => {
  const users = (name: unknown) => ({ data: { fields: ["roles", "user"], values: [[[], name]] } });

  test("is asked with the token who the caller is", async () => {
    const { context, asked } = answering(users("dashboard"), 202);
    expect(await loginQueryApi.run(context)).toMatchObject({
      status: "passed",
      seen: "202, dashboard",
    });
    expect(asked).toMatchObject([
      {
        url: QUERY,
        init: {
          method: "POST",
          headers: {
            accept: "application/json",
            authorization: "Bearer a.b.c",
            "content-type": "application/json",
          },
          body: '{"statement":"SHOW CURRENT USER"}',
          redirect: "manual",
        },
      },
    ]);
  });

  test.each([
    [users("other"), 202, '202 "other"'],
    [{ errors: [] }, 401, "401 with a body that is not shown"],
    [null, 200, "200 with a body that is not shown"],
    [{ data: { values: [["dashboard"]] } }, 200, "200 with a body that is not shown"],
    [{ data: {} }, 200, "200 with a body that is not shown"],
  ])("answers %j with status %i: not the account", async (body, status, seen) => {
    expect(await loginQueryApi.run(answering(body, status).context)).toEqual({
      status: "failed",
      expected: "dashboard",
      seen,
      cause: {},
    });
  });

  test("may be missing, or out of reach", async () => {
    expect(await loginQueryApi.run(answering({}, 404).context)).toEqual({
      status: "inapplicable",
      reason: "this Neo4j has no Query API (5.25 or later has)",
    });
    expect(await loginQueryApi.run(answering(new Error("down")).context)).toEqual({
      status: "failed",
      expected: "an answer",
      seen: `${QUERY}: down`,
      cause: { side: "network" },
    });
  });
});

describe("the native login", () => {
  function logIn(answer: CurrentUser | Error) {
    const database = fakeNeo4j({
      currentUser: async () => {
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
    const breakGlass = new Administrator(database, neo4j.auth.basic("neo4j", "password"));
    return breakGlassLogin.run(accountContext({ neo4j: database, breakGlass }));
  }

  test("has to be an administrator's", async () => {
    expect(await logIn({ name: "neo4j", roles: ["admin"] })).toMatchObject({
      status: "passed",
      seen: 'neo4j, ["admin"]',
    });
    expect(await logIn({ name: "neo4j", roles: ["reader"] })).toMatchObject({
      status: "failed",
      expected: "role admin",
      seen: '["reader"]',
    });
    const refused = new Neo4jFailure("Neo.ClientError.Security.Unauthorized", "no");
    expect(await logIn(refused)).toMatchObject({
      status: "failed",
      expected: "a login",
      seen: "Neo.ClientError.Security.Unauthorized: no",
    });
    await expect(logIn(new Error("crash"))).rejects.toThrow("crash");
  });

  test("is not tried unasked, nor where the stack has none", async () => {
    expect(await breakGlassLogin.run(accountContext())).toEqual({
      status: "inapplicable",
      reason: "not asked for (--break-glass)",
    });
    const none = accountContext();
    none.contract.neo4j.nativeLogin = false;
    expect(await breakGlassLogin.run(none)).toEqual({
      status: "inapplicable",
      reason: "the stack declares no native login",
    });
  });
});
