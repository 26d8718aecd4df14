import { expect, test } from "vitest";
import { Neo4jFailure } from "../../../neo4j-client/client.ts";
import { dataRead, dataWriteRefused } from "../../../verify/checks/data.ts";
import { ACCOUNT, accountContext, fakeNeo4j } from "../account-context.ts";

const FORBIDDEN = "Neo.ClientError.Security.Forbidden";

/** An account with these roles, at a database that answers every statement so. */
function withRoles(roles: string[], answer: Error | [] = []) {
  const statements: string[] = [];
  const context = accountContext({
    account: { ...ACCOUNT, roles },
    neo4j: fakeNeo4j({
      run: async (_auth, statement, database) => {
        statements.push(`${statement} in ${database ?? "the home database"}`);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    }),
  });
  return { context, statements };
}

const forbidden = new Neo4jFailure(FORBIDDEN, "no");

test.each(["reader", "editor", "publisher", "architect", "admin"])(
  "reads with the role %s",
  async (role) => {
    const { context, statements } = withRoles(["analyst", role]);
    expect(await dataRead.run(context)).toMatchObject({ status: "passed", seen: "MATCH" });
    expect(statements).toEqual(["MATCH (n) RETURN count(n) AS nodes in the home database"]);
    expect(await dataRead.run(withRoles([role], forbidden).context)).toMatchObject({
      status: "failed",
      expected: "MATCH",
      seen: `${FORBIDDEN}: no`,
    });
  },
);

test("does not judge what custom roles may read", async () => {
  const { context, statements } = withRoles(["analyst"]);
  expect(await dataRead.run(context)).toEqual({
    status: "inapplicable",
    reason: "no built-in role that reads",
  });
  expect(statements).toEqual([]);
});

test("wants a reader's write to be forbidden, and by nothing else", async () => {
  expect(await dataWriteRefused.run(withRoles(["reader"], forbidden).context)).toMatchObject({
    status: "passed",
    seen: FORBIDDEN,
  });
  const { context, statements } = withRoles(["reader"]);
  expect(await dataWriteRefused.run(context)).toMatchObject({
    status: "failed",
    expected: FORBIDDEN,
    seen: "the write was accepted",
  });
  expect(statements).toEqual(["CREATE () in the home database"]);
  const down = withRoles(["reader"], new Neo4jFailure("ServiceUnavailable", "down"));
  expect(await dataWriteRefused.run(down.context)).toMatchObject({
    status: "failed",
    seen: "ServiceUnavailable: down",
  });
});

test.each([["editor"], ["publisher"], ["architect"], ["admin"], ["analyst"]])(
  "tries no write with reader and %s, which may be allowed to",
  async (role) => {
    const { context, statements } = withRoles(["reader", role]);
    expect(await dataWriteRefused.run(context)).toEqual({
      status: "inapplicable",
      reason: "not a reader",
    });
    expect(statements).toEqual([]);
  },
);
