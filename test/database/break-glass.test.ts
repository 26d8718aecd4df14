import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Ajv2020 } from "ajv/dist/2020.js";
import neo4j from "neo4j-driver";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { drillSchema } from "../../database/break-glass/drill.ts";
import { main } from "../../database/break-glass/main.ts";
import { captured } from "../support/captured.ts";
import { World } from "../support/world.ts";

const SCHEMA = z.toJSONSchema(drillSchema);
const FOLDER = mkdtempSync(join(tmpdir(), "break-glass-"));
const FILE = join(FOLDER, "access.json");
const AT = "2026-11-27T12:00:00.000Z";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(async () => {
  await world.bootNeo4j();
  writeFileSync(FILE, JSON.stringify(world.contract));
});
afterAll(async () => {
  await world.stop();
  rmSync(FOLDER, { recursive: true });
});

async function drill(argv: string[], environment: Record<string, string | undefined>) {
  return captured((streams) =>
    main(argv, {
      ...streams,
      input: Readable.from([]),
      environment,
      now: () => new Date(AT),
    }),
  );
}

const sealed = () => ({ NEO4J_OKTA_BREAK_GLASS_PASSWORD: world.password });

async function change(statement: string): Promise<void> {
  const auth = neo4j.auth.basic("neo4j", world.password);
  const driver = neo4j.driver(world.contract.neo4j.boltUri, auth);
  await driver.executeQuery(statement, {}, { database: "system" });
  await driver.close();
}

test("the schema of the evidence is published", async () => {
  const text = `${JSON.stringify(SCHEMA, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../docs/schemas/break-glass.schema.json");
});

test("a password that works: what it could do, as text and as evidence with its time", async () => {
  const evidence = join(FOLDER, "evidence.json");
  const argv = ["drill", "--contract", FILE, "--evidence", evidence];
  const { status, out, err } = await drill(argv, sealed());
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out.split("\n")).toEqual([
    `The break-glass password works: ${FILE}, Neo4j 5.26.0 at ${world.contract.neo4j.boltUri}, ${AT}.`,
    "  ok   login: neo4j with admin",
    "  ok   admin: the role admin",
    "  ok   users: sees 1 user",
    "  ok   roles: sees 6 roles",
    expect.stringMatching(/^ {2}ok {3}settings: sees \d+ settings$/),
    "",
  ]);
  const text = readFileSync(evidence, "utf8");
  expect(text).not.toContain(world.password);
  expect(statSync(evidence).mode & 0o777).toBe(0o600);
  expect(new Ajv2020({ formats: { "date-time": true } }).validate(SCHEMA, JSON.parse(text))).toBe(
    true,
  );
  const json = await drill(["drill", "--contract", FILE, "--json"], sealed());
  expect(json.out).toBe(text);
});

describe("a password that does not help is said to be none:", () => {
  test("a wrong one", async () => {
    const environment = { NEO4J_OKTA_BREAK_GLASS_PASSWORD: "hunter2hunter2" };
    const { status, out, err } = await drill(["drill", "--contract", FILE], environment);
    expect(status).toBe(1);
    expect(out).toContain(
      "FAIL login: Neo.ClientError.Security.Unauthorized: The client is unauthorized due to authentication failure.",
    );
    expect(out + err).not.toContain("hunter2");
  });

  test("of a user who lost the role admin", async () => {
    await change("REVOKE ROLE admin FROM neo4j");
    const { status, out } = await drill(["drill", "--contract", FILE], sealed());
    expect(status).toBe(1);
    expect(out).toContain("The break-glass password does not get you out of trouble: ");
    expect(out).toContain("  ok   login: neo4j with no role\n  FAIL admin: no role admin\n");
    expect(out).toContain("FAIL users: Neo.ClientError.Security.Forbidden");
  });

  test("while native login is off", async () => {
    await world.bootNeo4j({
      "dbms.security.authentication_providers": "oidc-okta-backend",
      "dbms.security.authorization_providers": "oidc-okta-backend",
    });
    writeFileSync(FILE, JSON.stringify(world.contract));
    expect((await drill(["drill", "--contract", FILE], sealed())).status).toBe(1);
  });
});

test("a server that nobody reaches proves nothing", async () => {
  await world.stopNeo4j();
  const { status, err } = await drill(["drill", "--contract", FILE], sealed());
  expect(status).toBe(3);
  expect(err).toMatch(/\(neo4j-unreachable\)\n$/);
});

test.each([
  [[], "give the word drill or prove first"],
  [["--stack", "a"], "give the word drill or prove first"],
  [["prove", "--contract", FILE], "prove needs --token-file FILE"],
  [["drill", "--contract", FILE, "--token-file", "-"], "drill takes no --token-file"],
  [["drill"], "give either --stack NAME or --contract FILE"],
  [["drill", "--stack", "-x"], "--stack -x is no stack name"],
  [
    ["drill", "--contract", FILE, "--neo4j", "bolt://a:hunter2@x"],
    "--neo4j takes no user and no password: they come from the environment",
  ],
  [["prov", "--contract", FILE], "prov is neither drill nor prove, which come first"],
  [
    ["drill", "--contract", FILE],
    "the login to Neo4j needs NEO4J_OKTA_BREAK_GLASS_PASSWORD in the environment, or --stack NAME",
  ],
])("%j is refused", async (argv, message) => {
  const { status, err } = await drill(argv, { NEO4J_PASSWORD: "another login" });
  expect({ status, err }).toEqual({
    status: 2,
    err: `${message}. See npm run break-glass -- --help. (break-glass-usage)\n`,
  });
});

test("evidence that cannot be written", async () => {
  const argv = ["drill", "--contract", FILE, "--evidence", join(FOLDER, "no", "folder.json")];
  const { status, err } = await drill(argv, sealed());
  expect(status).toBe(3);
  expect(err).toMatch(/^--evidence .* cannot be written: ENOENT\. \(break-glass-evidence\)\n$/);
});
