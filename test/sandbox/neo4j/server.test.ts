import neo4j, { type Driver } from "neo4j-driver";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Neo4jServer } from "../../../sandbox/neo4j/server.ts";
import { configuration, FakeSecurity } from "./server-fakes.ts";

let security: FakeSecurity;
let server: Neo4jServer;
const drivers: Driver[] = [];

beforeEach(async () => {
  security = new FakeSecurity()
    .allow("jwt-of-etl", { username: "etl-loader", roles: ["reader"], provider: "oidc-okta" })
    .allow("break-glass", { username: "neo4j", roles: ["admin"] });
  server = new Neo4jServer({ configuration, security });
  await server.start();
});

afterEach(async () => {
  await Promise.all(drivers.splice(0).map((driver) => driver.close()));
  await server.stop();
});

function connect(auth: Parameters<typeof neo4j.driver>[1], scheme = "bolt"): Driver {
  const driver = neo4j.driver(`${scheme}://127.0.0.1:${server.boltPort}`, auth, {
    disableLosslessIntegers: true,
  });
  drivers.push(driver);
  return driver;
}

test("a bearer token logs in and SHOW CURRENT USER answers its user and roles", async () => {
  const { records } = await connect(neo4j.auth.bearer("jwt-of-etl")).executeQuery(
    "SHOW CURRENT USER",
  );
  expect(records.map((record) => record.toObject())).toEqual([
    {
      user: "etl-loader",
      roles: ["PUBLIC", "reader"],
      passwordChangeRequired: null,
      suspended: null,
      home: null,
    },
  ]);
});

test("a password logs in and RETURN 1 answers 1", async () => {
  const driver = connect(neo4j.auth.basic("neo4j", "break-glass"));
  const { records, summary } = await driver.executeQuery("RETURN 1");
  expect(records[0]?.get("1")).toBe(1);
  expect(summary.server.agent).toBe("Neo4j/5.26.0");
  expect(summary.server.protocolVersion).toMatchObject({ major: 5, minor: 8 });
});
