import { describe, expect, test } from "vitest";
import { privilegesOf } from "../../access/database/privileges.ts";
import { planOf } from "../../database/plan.ts";
import { CONTRACT, declared, InProcess } from "./in-process.ts";

const AUDITOR = {
  name: "auditor",
  privileges: privilegesOf("GRANT MATCH {*} ON GRAPH neo4j") as string[],
};
const JAKE = {
  name: "jake",
  auth: { "oidc-okta-backend": "jake's \\ id" },
  suspended: false,
  roles: ["auditor", "reader"],
};
const SALES = {
  name: "sales",
  condition: "abac.oidc.user_attribute('department') = 'sales'",
  enabled: true,
  roles: ["auditor"],
};

test("an empty database gets everything, in an order that Neo4j takes", async () => {
  const database = await InProcess.start();
  const wanted = declared({
    roles: [AUDITOR],
    users: [
      JAKE,
      {
        name: "ann",
        auth: {},
        password: "permanent",
        homeDatabase: "neo4j",
        suspended: true,
        roles: [],
      },
    ],
    authRules: [SALES],
  });
  expect(await database.bring(wanted)).toEqual([
    "CREATE ROLE `auditor` IF NOT EXISTS",
    "GRANT MATCH {*} ON GRAPH `neo4j` NODE * TO `auditor`",
    "GRANT MATCH {*} ON GRAPH `neo4j` RELATIONSHIP * TO `auditor`",
    "CREATE USER `jake` IF NOT EXISTS SET AUTH 'oidc-okta-backend' { SET ID 'jake\\'s \\\\ id' }",
    "CREATE USER `ann` IF NOT EXISTS SET AUTH 'native' { SET PASSWORD $password SET PASSWORD CHANGE NOT REQUIRED } SET STATUS SUSPENDED SET HOME DATABASE `neo4j`",
    "GRANT ROLE `auditor`, `reader` TO `jake`",
    "CYPHER 25 CREATE AUTH RULE `sales` IF NOT EXISTS SET CONDITION abac.oidc.user_attribute('department') = 'sales' SET ENABLED true",
    "CYPHER 25 GRANT ROLE `auditor` TO AUTH RULE `sales`",
  ]);
  expect(await database.plan(wanted)).toEqual({
    steps: [],
    undeclared: { roles: [], users: [], authRules: [] },
  });
});

test("what differs is changed, what is more is taken away, and nothing else is touched", async () => {
  const database = await InProcess.start();
  for (const statement of [
    "CREATE ROLE auditor",
    "GRANT WRITE ON GRAPH * TO auditor",
    "CREATE ROLE other",
    "CREATE USER jake SET AUTH 'oidc-okta-backend' {SET ID 'old'} SET AUTH 'oidc-x' {SET ID '1'} SET PASSWORD 'long-enough' SET HOME DATABASE sales SET STATUS SUSPENDED",
    "GRANT ROLES editor, reader TO jake",
    "CREATE USER bob SET PASSWORD 'long-enough'",
    `CYPHER 25 CREATE AUTH RULE sales SET CONDITION abac.oidc.user_attribute("department")='sales' SET ENABLED false`,
    "CYPHER 25 GRANT ROLE editor TO AUTH RULE sales",
  ]) {
    await database.run(statement);
  }
  const wanted = declared({ roles: [AUDITOR], users: [JAKE], authRules: [SALES] });
  expect((await database.plan(wanted)).undeclared).toEqual({
    roles: ["other"],
    users: ["bob"],
    authRules: [],
  });
  expect(await database.bring(wanted)).toEqual([
    "CYPHER 25 REVOKE ROLE `editor` FROM AUTH RULE `sales`",
    "GRANT MATCH {*} ON GRAPH `neo4j` NODE * TO `auditor`",
    "GRANT MATCH {*} ON GRAPH `neo4j` RELATIONSHIP * TO `auditor`",
    "REVOKE GRANT WRITE ON GRAPH * FROM `auditor`",
    "ALTER USER `jake` REMOVE AUTH 'native' REMOVE AUTH 'oidc-x' REMOVE HOME DATABASE SET AUTH 'oidc-okta-backend' { SET ID 'jake\\'s \\\\ id' } SET STATUS ACTIVE",
    "GRANT ROLE `auditor` TO `jake`",
    "CYPHER 25 ALTER AUTH RULE `sales` SET ENABLED true",
    "CYPHER 25 GRANT ROLE `auditor` TO AUTH RULE `sales`",
    "REVOKE ROLE `editor` FROM `jake`",
  ]);
  expect((await database.plan(wanted)).steps).toEqual([]);
});

test("a role with a denial leaves its auth rule first, and one without comes to it last", async () => {
  const database = await InProcess.start();
  const denying = { ...AUDITOR, privileges: ["DENY WRITE ON GRAPH *"] };
  const rule = { ...SALES, roles: [] };
  await database.bring(declared({ roles: [AUDITOR], authRules: [SALES] }));
  expect(await database.bring(declared({ roles: [denying], authRules: [rule] }))).toHaveLength(4);
  expect(await database.bring(declared({ roles: [AUDITOR], authRules: [SALES] }))).toHaveLength(4);
});

test("a further privilege that only Neo4j can read is revoked in Neo4j's own words, an immutable one never", async () => {
  const database = await InProcess.start();
  const objects = await database.objects();
  const command = "GRANT READ {*} ON GRAPH `neo4j` FOR (n:A) WHERE n.x < 3";
  const roles = new Map([
    [
      "auditor",
      [
        { command, immutable: false },
        { command: "GRANT WRITE ON GRAPH *", immutable: true },
      ],
    ],
  ]);
  const { steps } = planOf(
    { ...objects, roles },
    declared({ roles: [{ name: "auditor", privileges: [] }] }),
    CONTRACT,
    { prune: false, as: "neo4j" },
  );
  expect(steps).toEqual([
    { kind: "revoke-privilege", cypher: `REVOKE ${command} FROM \`auditor\`` },
  ]);
});

describe("what is dropped", () => {
  const MADE = [
    "CREATE ROLE old",
    "CREATE USER bob SET PASSWORD 'long-enough'",
    "CYPHER 25 CREATE AUTH RULE r SET CONDITION true",
  ];

  test("is what is listed as removed, if it is there", async () => {
    const database = await InProcess.start();
    for (const statement of MADE) await database.run(statement);
    const removed = { roles: ["old", "gone"], users: ["bob"], authRules: ["r"] };
    expect(await database.bring(declared({ removed }))).toEqual([
      "CYPHER 25 DROP AUTH RULE `r` IF EXISTS",
      "DROP USER `bob` IF EXISTS",
      "DROP ROLE `old` IF EXISTS",
    ]);
  });

  test("is what nobody declared, where that is asked for: neither what every database has nor who asks", async () => {
    const database = await InProcess.start();
    for (const statement of MADE) await database.run(statement);
    await database.run("CREATE USER ops SET PASSWORD 'long-enough'");
    expect((await database.plan(declared(), { prune: true, as: "ops" })).steps).toMatchObject([
      { cypher: "CYPHER 25 DROP AUTH RULE `r` IF EXISTS" },
      { cypher: "DROP USER `bob` IF EXISTS" },
      { cypher: "DROP ROLE `old` IF EXISTS" },
    ]);
  });
});

test("a user who is dropped lets go of an id before another one gets it", async () => {
  const database = await InProcess.start();
  await database.run("CREATE USER old SET AUTH 'oidc-okta-backend' {SET ID 'x'}");
  const users = [{ ...JAKE, auth: { "oidc-okta-backend": "x" }, roles: [] }];
  const removed = { roles: [], users: ["old"], authRules: [] };
  expect(await database.bring(declared({ users, removed }))).toEqual([
    "DROP USER `old` IF EXISTS",
    "CREATE USER `jake` IF NOT EXISTS SET AUTH 'oidc-okta-backend' { SET ID 'x' }",
  ]);
});

test("a role that was made elsewhere and is given to somebody is not pruned", async () => {
  const database = await InProcess.start();
  for (const role of ["auditor", "other"]) await database.run(`CREATE ROLE ${role}`);
  const users = [{ ...JAKE, roles: ["auditor"] }];
  const statements = await database.bring(declared({ users }), { prune: true });
  expect(statements.filter((statement) => statement.startsWith("DROP"))).toEqual([
    "DROP ROLE `other` IF EXISTS",
  ]);
});

describe("refused:", () => {
  test("auth rules on a server without them", async () => {
    const database = await InProcess.start("5.26.0");
    await expect(database.plan(declared({ authRules: [SALES] }))).rejects.toMatchObject({
      code: "database-too-old",
      message:
        "Auth rules are declared, and Neo4j 5.26.0 has none. Fix: run Neo4j 2026.03 or later.",
    });
  });

  test("an id that another user has", async () => {
    const database = await InProcess.start();
    await database.run("CREATE USER bob SET AUTH 'oidc-okta-backend' {SET ID 'x'}");
    const jake = { ...JAKE, auth: { "oidc-okta-backend": "x" } };
    await expect(database.plan(declared({ users: [jake] }))).rejects.toMatchObject({
      code: "database-id-taken",
      message:
        "User jake is to have an id at oidc-okta-backend that user bob has in the database. Fix: take it from bob first, or drop that user (database.removed).",
    });
  });

  const ADA = { ...JAKE, name: "ada", auth: { "oidc-okta-backend": "ada" }, roles: ["admin"] };
  const ONLY_TOKENS = {
    "dbms.security.authentication_providers": "oidc-okta-backend",
    "dbms.security.require_local_user": "true",
  };

  test.each([
    ["dropping", declared({ removed: { roles: [], users: ["ada"], authRules: [] } })],
    ["suspending", declared({ users: [{ ...ADA, suspended: true }] })],
    ["taking the role from", declared({ users: [{ ...ADA, roles: [] }] })],
    ["another provider for", declared({ users: [{ ...ADA, auth: { "oidc-x": "ada" } }] })],
  ])("%s the last administrator who can log in", async (_, wanted) => {
    const objects = await (await withAda()).objects();
    const settings = new Map([...objects.settings, ...Object.entries(ONLY_TOKENS)]);
    const plan = () =>
      planOf({ ...objects, settings }, wanted, CONTRACT, { prune: false, as: "neo4j" });
    expect(plan).toThrow(
      expect.objectContaining({
        code: "database-lockout",
        message:
          "After this change nobody could log in as an administrator any more; until now: user ada. Fix: leave one of them as it is.",
      }),
    );
    const admin = { ...CONTRACT.accounts[0], name: "ops", clientId: "etl", roles: ["admin"] };
    const others = { ...CONTRACT, accounts: [admin as (typeof CONTRACT.accounts)[number]] };
    const free = new Map([...settings, ["dbms.security.require_local_user", "false"]]);
    expect(
      planOf({ ...objects, settings: free }, wanted, others, { prune: false, as: "neo4j" }).steps,
    ).not.toEqual([]);
  });

  test("not while people of a group of a sign-in may administer", async () => {
    const objects = await (await withAda()).objects();
    const signIn = {
      id: "okta",
      provider: "okta" as const,
      displayName: "Okta",
      tokenType: "access_token" as const,
      discoveryUri: "https://example.com/x",
      audience: "api://people",
      clientId: "browser",
      scopes: ["openid"],
      usernameClaim: "sub",
      groups: { engineers: ["admin"] },
      redirectUris: [],
      origins: [],
    };
    const providers = "oidc-okta, native";
    const settings = new Map([
      ["dbms.security.authentication_providers", "oidc-okta"],
      ["dbms.security.authorization_providers", providers],
    ]);
    const removed = { roles: [], users: ["ada", "neo4j"], authRules: [] };
    const plan = (signIns: (typeof signIn)[]) =>
      planOf(
        { ...objects, settings },
        declared({ removed }),
        { ...CONTRACT, signIns },
        {
          prune: false,
          as: "ops",
        },
      );
    expect(plan([signIn]).steps).toHaveLength(2);
    const local = { ...objects.users.get("ada"), auth: new Map([["oidc-okta", "1"]]) };
    const users = new Map([...objects.users, ["eve", { ...local, roles: [] }]] as never);
    expect(() =>
      planOf(
        {
          ...objects,
          users,
          settings: new Map([...settings, ["dbms.security.require_local_user", "true"]]),
        } as never,
        declared({ removed: { ...removed, users: ["eve"] } }),
        { ...CONTRACT, signIns: [signIn] },
        { prune: false, as: "ops" },
      ),
    ).toThrow(expect.objectContaining({ code: "database-lockout" }));
  });

  async function withAda() {
    const database = await InProcess.start();
    await database.bring(declared({ users: [ADA] }));
    return database;
  }
});
