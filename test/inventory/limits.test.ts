import { describe, expect, test } from "vitest";
import { withPlainSecrets } from "../support/recorded-state.ts";
import { inventory } from "./json.ts";
import { access, run } from "./run.ts";
import { ONE_ACCOUNT, THREE_ACCOUNTS, withInputs, without } from "./states.ts";

describe("what the state cannot tell is listed", () => {
  test("groups by an expression that is not read here", async () => {
    const state = withInputs(ONE_ACCOUNT, "claim", { value: "Groups.contains('x')" });
    const { accounts, notLookedAt } = await inventory(state);
    expect(accounts).toMatchObject([
      { roles: [], unknown: [expect.stringMatching(/^neo4j\/neo4j: the groups of its tokens/)] },
    ]);
    expect(notLookedAt).toHaveLength(2);
  });

  test("a database that is not in the stack, and an update that was interrupted", async () => {
    const { deployment, ...rest } = without(ONE_ACCOUNT, "release");
    const state = { ...rest, deployment: { ...deployment, pending_operations: [{}, {}] } };
    const { accounts, notLookedAt } = await inventory(state);
    expect(accounts).toMatchObject([{ groups: [], roles: [] }]);
    expect(notLookedAt.slice(0, 2)).toEqual([
      "any database: the state has no Neo4j server",
      "what an interrupted update was doing: 2 changes",
    ]);
  });

  test("tokens of a server that another stack declares", async () => {
    const urn = /serverPolicy|serverScope|serverClaim|server:Server/;
    const resources = ONE_ACCOUNT.deployment.resources.filter(({ type }) => !urn.test(type));
    const { notLookedAt } = await inventory({ ...ONE_ACCOUNT, deployment: { resources } });
    expect(notLookedAt).toContain(
      "who gets tokens of https://example.okta.com/oauth2/aus00000000000000001, which neo4j/neo4j takes: no server of this stack issues them",
    );
  });
});

test("a note that somebody else wrote says nothing, and is not printed", async () => {
  const state = withInputs(ONE_ACCOUNT, "app", { adminNote: "call Jo, password is hunter2" });
  const { out } = await access(state, "--json");
  expect(JSON.parse(out).accounts[0]).not.toHaveProperty("owner");
  expect(out).not.toContain("hunter2");
});

test("no secret of a state with secrets in the clear is in any answer", async () => {
  const { text, secrets } = withPlainSecrets(THREE_ACCOUNTS);
  expect(secrets.length).toBeGreaterThan(10);
  expect(text).toContain(secrets[0]);
  const answers = [
    [],
    ["--csv"],
    ["--markdown"],
    ["--html"],
    ["--json"],
    ["--who", "publisher"],
    ["--account", "etl-loader"],
  ];
  for (const argv of answers) {
    const { status, out, err } = await run(text, "--state", "-", ...argv);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out).toContain("etl-loader");
    expect(out).not.toContain("plain-secret");
  }
});
