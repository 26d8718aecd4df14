import { expect, test } from "vitest";
import { Neo4jFailure } from "../../../neo4j-client/client.ts";
import { loginBolt, loginRoles, loginUsername } from "../../../verify/checks/login.ts";
import { accountContext, fakeNeo4j } from "../account-context.ts";

const UNAUTHORIZED = "Neo.ClientError.Security.Unauthorized";
const token = {
  accessToken: "a.b.c",
  tokenType: "Bearer",
  scope: undefined,
  receivedAt: 0,
  expiresAt: 1,
};

/** Logs in at a database that refuses so many times, with this status. */
async function logIn(refusals: number, status = UNAUTHORIZED) {
  const waits: number[] = [];
  const offered: unknown[] = [];
  const user = { name: "dashboard", roles: ["reader"] };
  const verdict = await loginBolt.run(
    accountContext({
      evidence: { token },
      delay: async (milliseconds) => void waits.push(milliseconds),
      neo4j: fakeNeo4j({
        currentUser: async (auth) => {
          offered.push(auth.credentials);
          if (offered.length <= refusals) throw new Neo4jFailure(status, "no");
          return user;
        },
      }),
    }),
  );
  return { verdict, waits, offered, user };
}

test("logs in once where the first login works", async () => {
  const { verdict, waits, offered, user } = await logIn(0);
  expect(verdict).toEqual({ status: "passed", seen: "dashboard", evidence: { user } });
  expect(waits).toEqual([]);
  expect(offered).toEqual(["a.b.c"]);
});

test("tries twice more, after longer waits, before it believes a refusal", async () => {
  expect(await logIn(1)).toMatchObject({ verdict: { status: "passed" }, waits: [300] });
  expect(await logIn(2)).toMatchObject({ verdict: { status: "passed" }, waits: [300, 900] });
  const refused = await logIn(3);
  expect(refused.verdict).toEqual({
    status: "failed",
    expected: "a login",
    seen: `${UNAUTHORIZED}: no`,
    cause: {},
  });
  expect(refused.waits).toEqual([300, 900]);
  expect(refused.offered).toHaveLength(3);
});

const ADDRESS = {
  side: "network",
  setting: "Bolt address of Neo4j",
  fix: "Is Bolt enabled, and is this its address from here (--bolt-uri)?",
};
const NODES = {
  side: "network",
  setting: "system clock of the Neo4j nodes (NTP)",
  fix: "Set this machine's clock, and those of the Neo4j nodes, by NTP.",
};

test.each([
  ["Neo.ClientError.Security.TokenExpired", NODES],
  ["ServiceUnavailable", ADDRESS],
  ["N/A", ADDRESS],
])("says whose fault %s is", async (status, cause) => {
  const { verdict } = await logIn(3, status);
  expect(verdict).toEqual({
    status: "failed",
    expected: "a login",
    seen: `${status}: no`,
    cause,
  });
});

test("does not take a crash of the driver for a refusal", async () => {
  const crash = accountContext({
    neo4j: fakeNeo4j({ currentUser: () => Promise.reject(new TypeError("crash")) }),
  });
  await expect(loginBolt.run(crash)).rejects.toThrow("crash");
});

test("tells an unexpected name from no name at all", async () => {
  const named = (name: string) =>
    loginUsername.run(accountContext({ evidence: { user: { name, roles: [] } } }));
  expect(await named("dashboard")).toMatchObject({ status: "passed", seen: "dashboard" });
  expect(await named("somebody")).toEqual({
    status: "failed",
    expected: "dashboard",
    seen: "somebody",
    cause: {},
  });
  expect(await named("")).toMatchObject({
    seen: "nothing",
    cause: {
      setting: "dbms.security.auth_enabled",
      fix: "Authentication is off: everybody is an administrator. Take the server off the network.",
    },
  });
});

test("wants exactly the declared roles, and names the mapping where others arrived", async () => {
  const given = (roles: string[]) =>
    loginRoles.run(accountContext({ evidence: { user: { name: "dashboard", roles } } }));
  expect(await given(["reader"])).toMatchObject({ status: "passed", seen: '["reader"]' });
  expect(await given([])).toEqual({
    status: "failed",
    expected: '["reader"]',
    seen: "[]",
    cause: {},
  });
  expect(await given(["admin", "reader"])).toMatchObject({
    status: "failed",
    cause: { setting: "dbms.security.oidc.<provider>.authorization.group_to_role_mapping" },
  });
});
