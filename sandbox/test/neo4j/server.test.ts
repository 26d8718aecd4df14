import neo4j, { type Config, type Driver, type Session } from "neo4j-driver";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Neo4jServer } from "../../neo4j/server.ts";
import { configuration, FakeSecurity } from "./server-fakes.ts";

type Auth = Parameters<typeof neo4j.driver>[1];

let now: number;
let security: FakeSecurity;
let server: Neo4jServer;
const drivers: Driver[] = [];
const errors: unknown[] = [];

beforeEach(async () => {
  now = Date.now();
  security = new FakeSecurity()
    .allow("jwt-of-etl", { username: "etl-loader", roles: ["publisher"], provider: "oidc-okta" })
    .allow("jwt-of-reader", { username: "reporting", roles: ["reader"], provider: "oidc-okta" })
    .allow("break-glass", { username: "neo4j", roles: ["admin"] });
  await start("5.26.0");
});

afterEach(async () => {
  await Promise.all(drivers.splice(0).map((driver) => driver.close()));
  await server.stop();
  expect(errors.splice(0)).toEqual([]);
});

async function start(version: string): Promise<void> {
  await server?.stop();
  const onError = (error: unknown) => errors.push(error);
  const release = { ...configuration, version };
  server = new Neo4jServer({ configuration: release, security, now: () => now, onError });
  await server.start();
}

function connect(auth: Auth, scheme = "bolt", config: Config = {}): Driver {
  const driver = neo4j.driver(`${scheme}://127.0.0.1:${server.boltPort}`, auth, {
    disableLosslessIntegers: true,
    ...config,
  });
  drivers.push(driver);
  return driver;
}

const bearer = (token: string) => connect(neo4j.auth.bearer(token));
const asAdmin = () => connect(neo4j.auth.basic("neo4j", "break-glass"));

test("a bearer token logs in and SHOW CURRENT USER answers its user and roles", async () => {
  const { records } = await bearer("jwt-of-etl").executeQuery("SHOW CURRENT USER");
  expect(records.map((record) => record.toObject())).toEqual([
    {
      user: "etl-loader",
      roles: ["PUBLIC", "publisher"],
      passwordChangeRequired: null,
      suspended: null,
      home: null,
    },
  ]);
});

test("a password logs in and RETURN 1 answers 1", async () => {
  const { records, summary } = await asAdmin().executeQuery("RETURN 1");
  expect(records[0]?.get("1")).toBe(1);
  expect(summary.server.agent).toBe("Neo4j/5.26.0");
  expect(summary.server.protocolVersion).toMatchObject({ major: 5, minor: 8 });
  expect(summary.gqlStatusObjects).toMatchObject([
    { gqlStatus: "00000", statusDescription: "note: successful completion" },
  ]);
});

test.each([
  ["5.0.0", 0],
  ["5.6.0", 1],
  ["5.7.0", 2],
  ["5.9.0", 3],
  ["5.17.0", 4],
  ["5.23.0", 6],
  ["2025.06.2", 8],
])("as Neo4j %s it speaks Bolt 5.%i with the driver", async (version, minor) => {
  await start(version);
  const { summary } = await bearer("jwt-of-etl").executeQuery("RETURN 1");
  expect(summary.server.protocolVersion).toMatchObject({ major: 5, minor });
  const refused = bearer("wrong").verifyConnectivity();
  await expect(refused).rejects.toMatchObject({ code: "Neo.ClientError.Security.Unauthorized" });
});

test("neo4j:// finds the server through its own routing table", async () => {
  const driver = connect(neo4j.auth.bearer("jwt-of-etl"), "neo4j");
  const info = await driver.getServerInfo({ database: "neo4j" });
  expect(info.address).toBe(`127.0.0.1:${server.boltPort}`);
  const { records } = await driver.executeQuery("RETURN $x AS x", { x: "routed" });
  expect(records[0]?.get("x")).toBe("routed");
  expect(await driver.supportsMultiDb()).toBe(true);
  expect(await driver.supportsSessionAuth()).toBe(true);
});

test("an unknown database is told apart over both schemes", async () => {
  for (const scheme of ["bolt", "neo4j"]) {
    const driver = connect(neo4j.auth.bearer("jwt-of-etl"), scheme);
    const query = driver.executeQuery("RETURN 1", {}, { database: "nope" });
    await expect(query).rejects.toMatchObject({
      code: "Neo.ClientError.Database.DatabaseNotFound",
      message: expect.stringContaining("Graph not found: nope"),
    });
  }
});

test("wrong credentials are Unauthorized, with the GQL status of Neo4j 5.26", async () => {
  for (const auth of [neo4j.auth.bearer("x"), neo4j.auth.basic("neo4j", "x")]) {
    await expect(connect(auth).verifyConnectivity()).rejects.toMatchObject({
      code: "Neo.ClientError.Security.Unauthorized",
      message: "The client is unauthorized due to authentication failure.",
      gqlStatus: "50N42",
    });
  }
});

test.each([
  ["jwt-of-reader", true],
  ["x", false],
])("verifyAuthentication of the token %s answers %s", async (token, isRight) => {
  const driver = bearer("jwt-of-etl");
  await driver.executeQuery("RETURN 1");
  const auth = neo4j.auth.bearer(token);
  expect(await driver.verifyAuthentication({ auth })).toBe(isRight);
});

test("session auth acts as another user on the same driver", async () => {
  const driver = connect(neo4j.auth.bearer("jwt-of-etl"), "bolt", { maxConnectionPoolSize: 1 });
  const userOf = async (auth?: ReturnType<typeof neo4j.auth.bearer>) => {
    const session = driver.session(auth ? { auth } : {});
    const { records } = await session.run("SHOW CURRENT USER");
    await session.close();
    return records[0]?.get("user");
  };
  expect(await userOf()).toBe("etl-loader");
  expect(await userOf(neo4j.auth.bearer("jwt-of-reader"))).toBe("reporting");
  expect(await userOf()).toBe("etl-loader");
  expect(server.connections).toBe(1);
});

test("the driver's bearer token manager carries a service across an expiry", async () => {
  const lifetime = 60_000;
  const tokens: string[] = [];
  const tokenProvider = vi.fn(async () => {
    const token = `jwt-${tokens.length}`;
    tokens.push(token);
    security.allow(token, { username: "etl-loader", roles: ["reader"], expiresAt: now + lifetime });
    return { token: neo4j.auth.bearer(token) };
  });
  const manager = neo4j.authTokenManagers.bearer({ tokenProvider });
  const driver = connect(manager, "neo4j", { maxConnectionPoolSize: 1 });
  const ask = async (session: Session) =>
    session.executeRead(async (tx) => (await tx.run("SHOW CURRENT USER")).records[0]?.get("user"));
  const session = driver.session({ database: "neo4j" });
  for (let i = 0; i < 2; i++) {
    expect(await ask(session)).toBe("etl-loader");
    now += lifetime;
  }
  await session.close();
  expect(tokenProvider).toHaveBeenCalledTimes(2);
  expect(security.logins.map(({ credentials }) => credentials)).toEqual(tokens);
});

test("without a manager an expired token is told as TokenExpired", async () => {
  security.allow("short", { username: "etl-loader", expiresAt: now + 1000 });
  const driver = bearer("short");
  await driver.executeQuery("RETURN 1");
  now += 1000;
  await expect(driver.executeQuery("RETURN 1")).rejects.toMatchObject({
    code: "Neo.ClientError.Security.TokenExpired",
    message: "The client has provided an expired token. Please obtain a new token and retry.",
    gqlStatus: "42NFE",
  });
});

test("a publisher writes and a reader sees it, but may not write", async () => {
  const created = await bearer("jwt-of-etl").executeQuery("CREATE (:Person {name: $name})", {
    name: "Ada",
  });
  expect(created.summary.counters.updates()).toMatchObject({
    nodesCreated: 1,
    labelsAdded: 1,
    propertiesSet: 1,
  });
  const reader = bearer("jwt-of-reader");
  const { records } = await reader.executeQuery("MATCH (p:Person) RETURN p, p.name AS name");
  expect(records[0]?.get("name")).toBe("Ada");
  expect(records[0]?.get("p")).toMatchObject({
    labels: ["Person"],
    properties: { name: "Ada" },
    elementId: expect.stringMatching(/^4:[0-9a-f-]+:0$/),
  });
  await expect(reader.executeQuery("CREATE (:Person)")).rejects.toMatchObject({
    code: "Neo.ClientError.Security.Forbidden",
    message:
      "Create node with labels 'Person' on database 'neo4j' is not allowed for user 'reporting' with roles [PUBLIC, reader].",
    gqlStatus: "42NFF",
  });
});

test("a transaction that is rolled back leaves nothing; one that commits leaves its nodes", async () => {
  const driver = asAdmin();
  const session = driver.session();
  const tx = session.beginTransaction();
  await tx.run("CREATE (:A)");
  await tx.rollback();
  await session.executeWrite((unit) => unit.run("CREATE (:A), (:A)"));
  const counted = await session.run("MATCH (n:A) RETURN count(n) AS count");
  expect(counted.records[0]?.get("count")).toBe(2);
  expect(session.lastBookmarks()).toHaveLength(1);
  await session.close();
});

test("a write in a read transaction is refused as such", async () => {
  const session = asAdmin().session();
  await expect(session.executeRead((tx) => tx.run("CREATE (:A)"))).rejects.toMatchObject({
    code: "Neo.ClientError.Statement.AccessMode",
    message: "Writing in read access mode not allowed. Attempted write to neo4j",
  });
  await session.close();
});

test("many records arrive in the batches that the driver fetches", async () => {
  const driver = connect(neo4j.auth.basic("neo4j", "break-glass"), "bolt", { fetchSize: 7 });
  const patterns = Array.from({ length: 100 }, (_, index) => `(:N {i: ${index}})`).join(", ");
  await driver.executeQuery(`CREATE ${patterns}`);
  const { records } = await driver.executeQuery("MATCH (n:N) RETURN n.i AS i");
  expect(records.map((record) => record.get("i"))).toEqual([...new Array(100).keys()]);
});

test("values keep their types both ways", async () => {
  const values = {
    none: null,
    yes: true,
    whole: 42,
    big: 9_007_199_254_740_993n,
    fraction: 1.5,
    text: "Größe 🗝",
    list: [1, "two", [3]],
    map: { nested: { deep: true } },
    bytes: Int8Array.of(1, -1),
    date: new neo4j.types.Date(2026, 11, 22),
    point: new neo4j.types.Point(7203, 1.5, 2.5),
  };
  const driver = connect(neo4j.auth.basic("neo4j", "break-glass"), "bolt", {
    disableLosslessIntegers: false,
    useBigInt: true,
  });
  const { records } = await driver.executeQuery("RETURN $values AS values", {
    values: { ...values, whole: 42n },
  });
  const { list, bytes, ...others } = records[0]?.get("values") ?? {};
  expect(others).toEqual({ ...others, none: null, yes: true, whole: 42n, big: values.big });
  expect(others).toMatchObject({ fraction: 1.5, text: values.text, map: values.map });
  expect(others.date.toString()).toBe("2026-11-22");
  expect(others.point).toMatchObject({ srid: 7203n, x: 1.5, y: 2.5 });
  expect(list).toEqual([1, "two", [3]]);
  expect([...bytes]).toEqual([1, -1]);
});

test("an unknown statement is told which ones are known", async () => {
  const query = asAdmin().executeQuery("MATCH (a)<-[:KNOWS]-(b) RETURN a");
  await expect(query).rejects.toMatchObject({
    code: "Neo.ClientError.Statement.UnsupportedOperationError",
    message: expect.stringMatching(
      /^The sandbox's Neo4j stand-in does not know this statement\. Allowed: CALL db\.ping\(\) .*; RETURN /,
    ),
  });
});

test("a driver that still has connections does not keep the server from stopping", async () => {
  const driver = asAdmin();
  await driver.executeQuery("RETURN 1");
  expect(server.connections).toBe(1);
  await server.stop();
  expect([server.connections, server.boltPort, server.httpPort]).toEqual([0, 0, 0]);
  await server.stop();
});

test("if one port is taken nothing is left listening", async () => {
  const options = { configuration, security, httpPort: server.httpPort };
  const other = new Neo4jServer(options);
  await expect(other.start()).rejects.toMatchObject({ code: "EADDRINUSE" });
  expect(other.boltPort).toBe(0);
});

test("with server.http.enabled=false only Bolt listens", async () => {
  const other = new Neo4jServer({
    configuration: { ...configuration, httpEnabled: false },
    security,
  });
  await other.start();
  expect(other.boltPort).toBeGreaterThan(0);
  expect(other.httpPort).toBe(0);
  await other.stop();
});
