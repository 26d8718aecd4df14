import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Ajv2020 } from "ajv/dist/2020.js";
import neo4j from "neo4j-driver";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { main } from "../../database/main.ts";
import { reportSchema } from "../../database/report.ts";
import { captured } from "../support/captured.ts";
import { World } from "../support/world.ts";
import { declared } from "./in-process.ts";

const SCHEMA = z.toJSONSchema(reportSchema);
const FOLDER = mkdtempSync(join(tmpdir(), "database-"));
const FILE = join(FOLDER, "access.json");

let world: World;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(async () => {
  await world.bootNeo4j();
  write(
    declared({
      roles: [{ name: "auditor", privileges: ["GRANT ACCESS ON DATABASE `neo4j`"] }],
      users: [
        { name: "ann", auth: {}, password: "permanent", suspended: false, roles: ["auditor"] },
      ],
    }),
  );
});
afterAll(async () => {
  await world.stop();
  rmSync(FOLDER, { recursive: true });
});

function write(database: unknown): void {
  writeFileSync(FILE, JSON.stringify({ ...world.contract, database }));
}

const environment = () => ({ NEO4J_OKTA_BREAK_GLASS_PASSWORD: world.password });

async function database(argv: string[], around: { input?: string; environment?: object } = {}) {
  return captured((streams) =>
    main(argv, {
      ...streams,
      input: Readable.from([around.input ?? ""]),
      environment: { ...(around.environment ?? environment()) },
    }),
  );
}

const run = (...argv: string[]) => database(["--contract", FILE, ...argv]);
const STATEMENTS = [
  "CREATE ROLE `auditor` IF NOT EXISTS;",
  "GRANT ACCESS ON DATABASE `neo4j` TO `auditor`;",
  "CREATE USER `ann` IF NOT EXISTS SET AUTH 'native' { SET PASSWORD $password SET PASSWORD CHANGE NOT REQUIRED };",
  "GRANT ROLE `auditor` TO `ann`;",
];

test("the schema of --json is published", async () => {
  const text = `${JSON.stringify(SCHEMA, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../docs/schemas/database.schema.json");
});

test("the difference is printed as Cypher, and nothing is changed", async () => {
  const { status, out } = await run();
  expect(status).toBe(1);
  expect(out).toBe(
    [
      `Neo4j 5.26.0 at ${world.contract.neo4j.boltUri} differs from what is declared by 4 statements.`,
      "",
      ...STATEMENTS,
      "",
    ].join("\n"),
  );
  expect((await run()).out).toBe(out);
});

test("--apply runs it with passwords that are nowhere else, and once more does nothing", async () => {
  const passwords = JSON.stringify({ ann: "a-good-password" });
  const applied = await database(["--contract", FILE, "--apply", "--passwords", "-"], {
    input: passwords,
  });
  expect(applied.status).toBe(0);
  expect(applied.out).toContain(" was brought to what is declared by 4 statements.\n");
  expect(applied.out + applied.err + world.neo4jLog.join("\n")).not.toContain("a-good-password");
  const { status, out } = await run("--apply");
  expect({ status, out }).toEqual({
    status: 0,
    out: `Neo4j 5.26.0 at ${world.contract.neo4j.boltUri} is as declared.\n`,
  });
  const driver = neo4j.driver(
    world.contract.neo4j.boltUri,
    neo4j.auth.basic("ann", "a-good-password"),
  );
  const { records } = await driver.executeQuery("SHOW CURRENT USER", {}, { database: "system" });
  await driver.close();
  expect(records[0]?.get("roles")).toEqual(["auditor", "PUBLIC"]);
});

test("--json is what the schema says, with what nobody declared", async () => {
  write(undefined);
  const driver = neo4j.driver(
    world.contract.neo4j.boltUri,
    neo4j.auth.basic("neo4j", world.password),
  );
  await driver.executeQuery("CREATE ROLE other", {}, { database: "system" });
  await driver.close();
  const { status, out } = await run("--json");
  expect(status).toBe(0);
  const report = JSON.parse(out);
  expect(new Ajv2020().validate(SCHEMA, report)).toBe(true);
  expect(report).toMatchObject({
    applied: false,
    steps: [],
    undeclared: { roles: ["other"], users: [], authRules: [] },
  });
  expect((await run()).out).toContain("\n\nNot declared, and left alone: roles other.\n");
  const pruned = await run("--json", "--prune", "--apply");
  expect(pruned.status).toBe(0);
  expect(JSON.parse(pruned.out)).toMatchObject({
    applied: true,
    steps: [{ kind: "drop-role", cypher: "DROP ROLE `other` IF EXISTS" }],
  });
});

describe("refused:", () => {
  test("a first password that is missing, before anything is run", async () => {
    const { status, err } = await run("--apply");
    expect({ status, err }).toEqual({
      status: 2,
      err: "No first password for ann. Fix: give it with --passwords FILE. (database-passwords)\n",
    });
    expect((await run("--json")).status).toBe(1);
  });

  test("a statement that Neo4j does not take: which one, and what is done", async () => {
    write(
      declared({
        roles: [{ name: "auditor", privileges: ["GRANT ACCESS ON DATABASE `sales`"] }],
      }),
    );
    const { status, err } = await run("--apply");
    expect({ status, err }).toEqual({
      status: 1,
      err: [
        "Statement 2 of 2 failed: GRANT ACCESS ON DATABASE `sales` TO `auditor`",
        "  Neo.ClientError.Database.DatabaseNotFound: Database 'sales' does not exist.",
        "The 1 before it are done. Fix: mend the cause, and run it again: what is done is not repeated. (database-apply)",
        "",
      ].join("\n"),
    });
  });

  test.each([
    [[], "give either --stack NAME or --contract FILE"],
    [["--stack", "a", "--contract", "b"], "give either --stack NAME or --contract FILE"],
    [["--stack", "-x"], "--stack -x is no stack name"],
    [
      ["--contract", FILE, "--neo4j", "http://x"],
      "--neo4j takes an address that begins with one of bolt://, neo4j://, bolt+s://, neo4j+s://, bolt+ssc://, neo4j+ssc://",
    ],
    [
      ["--contract", FILE, "--neo4j", "bolt://neo4j:hunter2@x"],
      "--neo4j takes no user and no password: they come from the environment",
    ],
  ])("%j", async (argv, message) => {
    const { status, err } = await database(argv);
    expect({ status, err }).toEqual({
      status: 2,
      err: `${message}. See npm run database -- --help. (database-usage)\n`,
    });
  });

  test("a run without a login", async () => {
    const { status, err } = await database(["--contract", FILE], { environment: {} });
    expect({ status, err }).toEqual({
      status: 2,
      err: "the login to Neo4j needs NEO4J_USERNAME and NEO4J_PASSWORD, or NEO4J_OKTA_BREAK_GLASS_PASSWORD, in the environment, or --stack NAME. See npm run database -- --help. (database-usage)\n",
    });
  });

  test("what is no contract, no password file, and a wrong password", async () => {
    const wrong = join(FOLDER, "wrong.json");
    writeFileSync(wrong, "{}");
    expect(await database(["--contract", wrong])).toMatchObject({
      status: 3,
      err: expect.stringMatching(
        /^--contract .* holds no output access that this version reads: .*\(database-contract\)\n$/,
      ),
    });
    expect(await database(["--contract", join(FOLDER, "none")])).toMatchObject({
      status: 3,
      err: expect.stringContaining(
        " cannot be read: there is no such file. Fix: name a file that you may read. (database-contract)",
      ),
    });
    writeFileSync(wrong, '["hunter2"]');
    const { status, err } = await run("--passwords", wrong);
    expect(status).toBe(2);
    expect(err).toBe(
      `--passwords ${wrong} is no JSON object of user names and passwords. (database-passwords)\n`,
    );
    const denied = await database(["--contract", FILE], {
      environment: { NEO4J_PASSWORD: "hunter2" },
    });
    expect(denied.status).toBe(3);
    expect(denied.err).toContain("Neo.ClientError.Security.Unauthorized");
    expect(denied.err).not.toContain("hunter2");
  });
});

test("names that move the cursor or hide text are shown as what they are", async () => {
  await world.bootNeo4j({}, { version: "2026.06.0" });
  write(declared());
  const driver = neo4j.driver(
    world.contract.neo4j.boltUri,
    neo4j.auth.basic("neo4j", world.password),
  );
  const made = "CYPHER 25 CREATE AUTH RULE `a\u001b[2Jb` SET CONDITION true";
  await driver.executeQuery(made, {}, { database: "system" });
  await driver.close();
  expect((await run()).out).toContain("left alone: auth rules a [2Jb.");
});
