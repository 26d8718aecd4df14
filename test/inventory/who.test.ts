import { describe, expect, test } from "vitest";
import { access } from "./run.ts";
import { ONE_ACCOUNT, THREE_ACCOUNTS, withApps, withInputs, without } from "./states.ts";

const BREAK_GLASS =
  "the user neo4j of neo4j/neo4j is admin, by password (native is among its providers), and can give itself any role";

/** The sentences of the answer, each on one line. */
async function who(state: unknown, role: string): Promise<string[]> {
  const { status, out } = await access(state, "--who", role);
  expect(status).toBe(0);
  const [answer = "", besides = ""] = out.split("\n\n");
  expect(besides).toMatch(/^Not in this state, and so not looked at\n {2}- /);
  const [title, ...lines] = answer.split("\n");
  expect(title).toBe(`Who can have ${role}`);
  return lines
    .join("\n")
    .slice("  - ".length)
    .split("\n  - ")
    .map((one) => one.replaceAll(/\n {4}/g, " "));
}

test("each way is a sentence, with the owner", async () => {
  expect(await who(THREE_ACCOUNTS, "reader")).toEqual([
    'graph-reporting (owner: reporting@example.com) can have it: policy "Neo4j service accounts (neo4j_groups)" grants scope neo4j_groups by rule "client credentials"; claim groups says neo4j_reader; provider okta-backend of neo4j/neo4j maps it to reader; such a token lasts 60 minutes',
    BREAK_GLASS,
  ]);
});

test("nobody is said as such, with the break-glass user beside", async () => {
  expect(await who(THREE_ACCOUNTS, "admin")).toEqual([
    "no client of the stack; no group maps to it",
    BREAK_GLASS,
  ]);
});

test("a role that nothing maps to is not taken for one that nobody has", async () => {
  expect((await who(ONE_ACCOUNT, "amdin"))[0]).toBe(
    "no client of the stack; no group maps to it. Did you mean admin?",
  );
  expect((await who(ONE_ACCOUNT, "payroll"))[0]).toBe(
    "no client of the stack; no group maps to it",
  );
});

test("everybody who can log in has PUBLIC", async () => {
  expect(await who(THREE_ACCOUNTS, "PUBLIC")).toEqual([
    "etl-loader (owner: etl@example.com) has it, as every login of neo4j/neo4j",
    "graph-reporting (owner: reporting@example.com) has it, as every login of neo4j/neo4j",
    BREAK_GLASS,
  ]);
});

describe("any app of the org, by a policy for all clients", () => {
  const state = withInputs(ONE_ACCOUNT, "policy", { clientWhitelists: ["ALL_CLIENTS"] });

  test("gets what a group maps to", async () => {
    expect((await who(state, "reader"))[0]).toMatch(
      /^any other app of the org can have it, if its profile says neo4j_reader: policy /,
    );
  });

  test("gets any role where a group stands for the role of its name", async () => {
    const release = state.deployment.resources.find(({ type }) => type.endsWith(":Release"));
    const values = release?.inputs?.values as { config: Record<string, string> };
    const { "dbms.security.oidc.okta-backend.authorization.group_to_role_mapping": _, ...config } =
      values.config;
    const unmapped = withInputs(state, "release", { values: { ...values, config } });
    expect((await who(unmapped, "admin"))[0]).toMatch(
      /^any other app of the org can have it, if its profile says admin: .* says any group; .* takes it as the role;/,
    );
  });
});

test("accounts of which the state tells no roles are named", async () => {
  const state = withInputs(withApps(ONE_ACCOUNT), "claim", { value: "Groups.contains('x')" });
  const { out } = await access(state, "--who", "admin");
  expect(out).toContain("  - roles of etl-loader in neo4j/neo4j: the groups of its tokens");
});

test("a state without a database tells nothing", async () => {
  const { status, out, err } = await access(without(ONE_ACCOUNT, "release"), "--who", "admin");
  expect({ status, out }).toEqual({ status: 3, out: "" });
  expect(err).toBe(
    "The state has no Neo4j server, so it cannot tell who has a role. Fix: give the stack that deploys Neo4j. (access-no-database)\n",
  );
});
