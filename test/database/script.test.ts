import { expect, test } from "vitest";
import { scriptOf } from "../../database/script.ts";
import { declared, InProcess } from "./in-process.ts";

const DATABASE = declared({
  roles: [{ name: "auditor", privileges: ["GRANT ACCESS ON DATABASE `neo4j`"] }],
  users: [
    {
      name: "jake",
      auth: { "oidc-okta-backend": "jake;id" },
      password: "permanent",
      homeDatabase: "neo4j",
      suspended: false,
      roles: ["auditor"],
    },
    { name: "ann", auth: {}, password: "permanent", suspended: false, roles: ["auditor"] },
  ],
  authRules: [{ name: "sales", condition: "true", enabled: false, roles: ["reader"] }],
});

const STATEMENTS = [
  "CREATE ROLE `auditor` IF NOT EXISTS",
  "GRANT ACCESS ON DATABASE `neo4j` TO `auditor`",
  "CREATE USER `jake` IF NOT EXISTS SET AUTH 'oidc-okta-backend' { SET ID 'jake;id' } SET HOME DATABASE `neo4j`",
  "ALTER USER `jake` SET AUTH 'oidc-okta-backend' { SET ID 'jake;id' } SET STATUS ACTIVE SET HOME DATABASE `neo4j`",
  "GRANT ROLE `auditor` TO `jake`",
  "CYPHER 25 CREATE AUTH RULE `sales` IF NOT EXISTS SET CONDITION true SET ENABLED false",
  "CYPHER 25 ALTER AUTH RULE `sales` SET CONDITION true SET ENABLED false",
  "CYPHER 25 GRANT ROLE `reader` TO AUTH RULE `sales`",
];

test("a script makes what is declared but for passwords, again and again", async () => {
  expect(scriptOf(DATABASE)).toBe(`${STATEMENTS.join(";\n")};\n`);
  const database = await InProcess.start();
  for (const statement of [...STATEMENTS, ...STATEMENTS]) await database.run(statement);
  const { steps } = await database.plan(DATABASE);
  expect(steps.map(({ kind, passwordOf }) => [kind, passwordOf])).toEqual([
    ["create-user", "ann"],
    ["alter-user", "jake"],
    ["grant-role", undefined],
  ]);
});

test("it changes what is there, and takes nothing away", async () => {
  const database = await InProcess.start();
  for (const statement of [
    "CREATE ROLE auditor",
    "GRANT WRITE ON GRAPH * TO auditor",
    "CREATE USER jake SET STATUS SUSPENDED SET AUTH 'oidc-okta-backend' {SET ID 'old'}",
    "CYPHER 25 CREATE AUTH RULE sales SET CONDITION false",
    ...STATEMENTS,
  ]) {
    await database.run(statement);
  }
  const { roles, users, authRules } = await database.objects();
  expect(roles.get("auditor")).toHaveLength(2);
  expect(users.get("jake")).toMatchObject({ suspended: false, homeDatabase: "neo4j" });
  expect(users.get("jake")?.auth).toEqual(new Map([["oidc-okta-backend", "jake;id"]]));
  expect(authRules?.get("sales")).toMatchObject({ condition: "true", enabled: false });
});

test("nothing that a script could make is no script", () => {
  const ann = DATABASE.users.slice(1);
  expect(scriptOf(declared({ users: ann }))).toBeUndefined();
  const removed = { roles: ["old"], users: [], authRules: [] };
  expect(scriptOf(declared({ removed }))).toBeUndefined();
});
