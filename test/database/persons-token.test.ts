import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { UnsecuredJWT } from "jose";
import neo4j from "neo4j-driver";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { adminEvidenceSchema } from "../../access/admin-evidence.ts";
import { main } from "../../database/break-glass/main.ts";
import { TokenClient } from "../../tokens/client.ts";
import { captured } from "../support/captured.ts";
import { World } from "../support/world.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "persons-token-"));
const CONTRACT = join(FOLDER, "access.json");
const TOKEN = join(FOLDER, "token");
const EVIDENCE = join(FOLDER, "evidence.json");
const AT = "2026-11-27T12:00:00.000Z";
const NONE = "No administrator gets in with this token: ";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(async () => {
  rmSync(EVIDENCE, { force: true });
  await world.bootNeo4j();
  writeFileSync(CONTRACT, JSON.stringify(world.contract));
});
afterAll(async () => {
  await world.stop();
  rmSync(FOLDER, { recursive: true });
});

/** Neo4j asks of a token who issued it and for whom, not whether a person stands behind it. */
async function tokenOf(clientId: string): Promise<string> {
  const { issuer, tokenEndpoint, scope } = world.contract;
  const credential =
    clientId === "etl-loader"
      ? ({ kind: "client_secret_post" } as const)
      : ({ kind: "client_secret_basic" } as const);
  const client = new TokenClient({
    issuer,
    tokenEndpoint,
    scope,
    clientId,
    credential: { ...credential, clientSecret: world.secrets[clientId] ?? "" },
  });
  return (await client.getToken()).accessToken;
}

async function prove(token: string, more: string[] = []) {
  writeFileSync(TOKEN, `${token}\n`);
  const argv = ["prove", "--contract", CONTRACT, "--token-file", TOKEN, "--evidence", EVIDENCE];
  const run = await captured((streams) =>
    main([...argv, ...more], {
      ...streams,
      input: Readable.from([token]),
      environment: {},
      now: () => new Date(AT),
    }),
  );
  expect(run.out + run.err).not.toContain(token.slice(0, 20));
  return run;
}

test("an administrator's token is evidence, which does not hold it", async () => {
  const token = await tokenOf("neo4j-service-account");
  const { boltUri } = world.contract.neo4j;
  expect(await prove(token)).toEqual({
    status: 0,
    out: `neo4j-service-account is an administrator by oidc-okta-backend: ${boltUri}, ${AT}.\n`,
    err: "",
  });
  const text = readFileSync(EVIDENCE, "utf8");
  expect(adminEvidenceSchema.parse(JSON.parse(text))).toEqual({
    version: 1,
    at: AT,
    issuer: world.contract.issuer,
    provider: "oidc-okta-backend",
    user: "neo4j-service-account",
    neo4j: { namespace: "neo4j", release: "neo4j" },
  });
  const piped = await prove(token, ["--token-file", "-", "--json"]);
  expect(piped).toEqual({ status: 0, out: text, err: "" });
});

describe("no evidence is written of", () => {
  async function refused(token: string, why: string) {
    expect(await prove(token)).toEqual({ status: 1, out: `${NONE}${why}.\n`, err: "" });
    expect(() => readFileSync(EVIDENCE)).toThrow("ENOENT");
  }

  test("somebody who is no administrator", async () => {
    await refused(await tokenOf("dashboard"), "dashboard has reader, and not admin");
  });

  test("an administrator by a native user of the same name, who goes with the passwords", async () => {
    const auth = neo4j.auth.basic("neo4j", world.password);
    const driver = neo4j.driver(world.contract.neo4j.boltUri, auth);
    const run = (statement: string) => driver.executeQuery(statement, {}, { database: "system" });
    await run("CREATE USER dashboard SET PASSWORD 'hunter2hunter2'");
    await run("GRANT ROLE admin TO dashboard");
    await driver.close();
    await refused(
      await tokenOf("dashboard"),
      "dashboard is an administrator by what the database grants, which ends with the native login, and not by the token's groups",
    );
  });

  test("a token of somebody else's", async () => {
    const token = new UnsecuredJWT({}).setIssuer("https://a.example.com").setAudience("b").encode();
    await refused(token, "it is of https://a.example.com, and no provider of the stack takes it");
  });

  test("a token that Neo4j refuses, and one from an address where authentication is off", async () => {
    const { issuer, audience } = world.contract;
    const claims = { groups: ["neo4j_admin"], sub: "mallory" };
    const forged = new UnsecuredJWT(claims).setIssuer(issuer).setAudience(audience).encode();
    await refused(
      forged,
      "Neo.ClientError.Security.Unauthorized: The client is unauthorized due to authentication failure; npm run verify -- --person LOGIN tells why",
    );
    await world.bootNeo4j({ "dbms.security.auth_enabled": "false" });
    writeFileSync(CONTRACT, JSON.stringify(world.contract));
    await refused(forged, "authentication is off, and everybody is an administrator");
  });
});

test.each(["hunter2hunter2hunter2hunter2", "a.b.c", ""])("%j is no token", async (text) => {
  const { status, out, err } = await prove(text.padEnd(20));
  expect({ status, out }).toEqual({ status: 3, out: "" });
  expect(err).toBe(
    `--token-file ${TOKEN} holds no signed token (JWT) with an issuer. Fix: give the access token, or the ID token where tokenType is id_token; opaque tokens do not open Neo4j. (break-glass-token)\n`,
  );
});

test("a server that nobody reaches, and files that are not there, prove nothing", async () => {
  const token = await tokenOf("neo4j-service-account");
  await world.stopNeo4j();
  expect(await prove(token)).toMatchObject({
    status: 3,
    err: expect.stringMatching(/\(neo4j-unreachable\)\n$/),
  });
  const missing = join(FOLDER, "missing");
  expect(await prove(token, ["--token-file", missing])).toEqual({
    status: 3,
    out: "",
    err: `--token-file ${missing} cannot be read: there is no such file. Fix: name a file that you may read. (break-glass-token)\n`,
  });
});

test("evidence that cannot be written", async () => {
  const path = join(FOLDER, "no", "evidence.json");
  const token = await tokenOf("neo4j-service-account");
  expect(await prove(token, ["--evidence", path])).toEqual({
    status: 3,
    out: "",
    err: `--evidence ${path} cannot be written: ENOENT. (break-glass-evidence)\n`,
  });
});
