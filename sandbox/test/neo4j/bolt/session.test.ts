import { expect, test } from "vitest";
import type { Request } from "../../../neo4j/bolt/request.ts";
import { ALL, ask, BEGIN, HELLO, LOGON, PULL, RESET, run, SessionWorld } from "./session-world.ts";

const world = new SessionWorld();
const { loggedIn, session } = world;

test("a statement streams in the batches that are asked for", async () => {
  const it = await loggedIn();
  expect(await ask(it, run("CREATE (:A {k: 1}), (:A {k: 2}), (:A {k: 3})"))).toMatchObject([
    [],
    { fields: [], t_first: 0, db: "neo4j" },
    "STREAMING",
  ]);
  expect(await ask(it, PULL)).toEqual([
    [],
    {
      type: "w",
      t_last: 0,
      db: "neo4j",
      stats: {
        "nodes-created": 3,
        "labels-added": 3,
        "properties-set": 3,
        "contains-updates": true,
      },
      statuses: [
        {
          gql_status: "00001",
          status_description: "note: successful completion - omitted result",
        },
      ],
      bookmark: expect.stringMatching(/^FB:/),
    },
    "READY",
  ]);
  await it.handle(run("MATCH (n:A) RETURN n.k AS k"));
  expect(await ask(it, { type: "PULL", n: 2, qid: undefined })).toEqual([
    [[1], [2]],
    { has_more: true },
    "STREAMING",
  ]);
  expect(await ask(it, PULL)).toMatchObject([
    [[3]],
    { statuses: [{ gql_status: "00000" }] },
    "READY",
  ]);
});

test("a database that the client named is not told again", async () => {
  const it = await loggedIn();
  const extra = { database: "neo4j", mode: "r" as const, impersonated: undefined, bookmarks: [] };
  const named: Request = { type: "RUN", query: "RETURN 1 AS x", parameters: new Map(), extra };
  expect((await ask(it, named))[1]).toEqual({ fields: ["x"], t_first: 0 });
  await it.handle(PULL);
  expect((await ask(it, { type: "BEGIN", extra }))[1]).toEqual({});
});

test("DISCARD takes records without sending them", async () => {
  const it = await loggedIn();
  await it.handle(run("RETURN 1"));
  expect(await ask(it, { type: "DISCARD", ...ALL })).toMatchObject([[], { type: "r" }, "READY"]);
});

test.each([
  ["RETURN 1", "00000", "note: successful completion"],
  ["MATCH (n:Nobody) RETURN n", "02000", "note: no data"],
])("%s, which changes nothing, has no stats", async (statement, gql_status, status_description) => {
  const it = await loggedIn();
  await it.handle(run(statement));
  expect((await ask(it, PULL))[1]).toEqual({
    type: "r",
    t_last: 0,
    db: "neo4j",
    statuses: [{ gql_status, status_description }],
    bookmark: expect.stringMatching(/^FB:/),
  });
});

test("a transaction has several streams, each under its qid", async () => {
  const it = await loggedIn();
  expect(await ask(it, BEGIN)).toEqual([[], { db: "neo4j" }, "IN_TRANSACTION"]);
  expect(await ask(it, run("RETURN 1 AS x"))).toEqual([
    [],
    { fields: ["x"], t_first: 0, qid: 0 },
    "TX_STREAMING",
  ]);
  expect((await ask(it, run("RETURN 2 AS x")))[1]).toMatchObject({ qid: 1 });
  expect(await ask(it, { ...PULL, qid: 0 })).toMatchObject([[[1]], {}, "TX_STREAMING"]);
  expect(await ask(it, PULL)).toMatchObject([[[2]], {}, "IN_TRANSACTION"]);
  expect(await ask(it, { type: "COMMIT" })).toEqual([
    [],
    { bookmark: expect.stringMatching(/^FB:/) },
    "READY",
  ]);
});

test("what is rolled back, reset or left behind is not seen", async () => {
  const it = await loggedIn();
  const counts = async () => {
    await it.handle(run("MATCH (n) RETURN count(n)"));
    return (await ask(it, PULL))[0];
  };
  for (const end of [{ type: "ROLLBACK" }, RESET] as Request[]) {
    await it.handle(BEGIN);
    await it.handle(run("CREATE (:A)"));
    await it.handle(end);
    expect(await counts()).toEqual([[0]]);
  }
  await it.handle(run("CREATE (:A)"));
  await it.handle(RESET);
  expect(await counts()).toEqual([[0]]);
  const other = await loggedIn();
  await other.handle(BEGIN);
  await other.handle(run("CREATE (:A)"));
  other.close();
  expect(await counts()).toEqual([[0]]);
});

test("after a failure everything but RESET is ignored", async () => {
  const it = await loggedIn();
  expect(await ask(it, run("NONSENSE"))).toEqual([
    [],
    "Neo.ClientError.Statement.UnsupportedOperationError",
    "FAILED",
  ]);
  const others: Request[] = [
    PULL,
    run("RETURN 1"),
    BEGIN,
    { type: "COMMIT" },
    { type: "ROLLBACK" },
    { type: "LOGOFF" },
    LOGON,
    { type: "ROUTE", address: undefined, database: undefined, impersonated: undefined },
    { type: "TELEMETRY" },
  ];
  for (const request of others) expect(await ask(it, request)).toEqual([[], "IGNORED", "FAILED"]);
  expect(await ask(it, RESET)).toEqual([[], {}, "READY"]);
});

test("a RESET that jumps ahead makes everything before it IGNORED", async () => {
  const it = await loggedIn();
  it.interrupt();
  expect(it.state).toBe("INTERRUPTED");
  expect(await ask(it, run("RETURN 1"))).toEqual([[], "IGNORED", "INTERRUPTED"]);
  expect(await ask(it, RESET)).toEqual([[], {}, "READY"]);
});

test.each<[name: string, before: Request[], request: Request]>([
  ["RUN before HELLO", [], run("RETURN 1")],
  ["LOGON before HELLO", [], LOGON],
  ["RESET before a login", [HELLO], RESET],
  ["RUN before LOGON", [HELLO], run("RETURN 1")],
  ["HELLO twice", [HELLO, LOGON], HELLO],
  ["LOGON twice", [HELLO, LOGON], LOGON],
  ["PULL without a stream", [HELLO, LOGON], PULL],
  ["COMMIT without a transaction", [HELLO, LOGON], { type: "COMMIT" }],
  ["BEGIN twice", [HELLO, LOGON, BEGIN], BEGIN],
  ["LOGOFF in a transaction", [HELLO, LOGON, BEGIN], { type: "LOGOFF" }],
  ["RUN while streaming", [HELLO, LOGON, run("RETURN 1")], run("RETURN 1")],
])("%s breaks the protocol and ends the session", async (_name, before, request) => {
  const it = session();
  for (const step of before) await it.handle(step);
  expect(await ask(it, request)).toEqual([[], "Neo.ClientError.Request.Invalid", "DEFUNCT"]);
});

test("PULL of an unknown qid ends the session", async () => {
  const it = await loggedIn();
  for (const step of [BEGIN, run("RETURN 1")]) await it.handle(step);
  const code = "Neo.ClientError.Request.InvalidFormat";
  expect(await ask(it, { ...PULL, qid: 7 })).toEqual([[], code, "DEFUNCT"]);
});

test("a violation names the message and the state", async () => {
  const { summary } = await session().handle(run("RETURN 1"));
  expect(summary).toMatchObject({
    error: {
      message:
        "Message of type RunMessage cannot be handled by a session in the NEGOTIATION state.",
    },
  });
});

test("ROUTE sends clients back to where they found this server", async () => {
  const it = await loggedIn();
  const route: Request = {
    type: "ROUTE",
    address: undefined,
    database: undefined,
    impersonated: undefined,
  };
  const addresses = ["127.0.0.1:7687"];
  expect(await ask(it, route)).toEqual([
    [],
    {
      rt: {
        ttl: 300,
        db: "neo4j",
        servers: ["WRITE", "READ", "ROUTE"].map((role) => ({ addresses, role })),
      },
    },
    "READY",
  ]);
  for (const [address, target] of [
    ["db.example.com:17687", "db.example.com:17687"],
    ["db.example.com", "db.example.com:7687"],
    ["[::1]", "[::1]:7687"],
  ]) {
    expect(await ask(it, { ...route, address })).toMatchObject([
      [],
      { rt: { servers: [{ addresses: [target] }, {}, {}] } },
      "READY",
    ]);
  }
  expect(await ask(it, { ...route, database: "nope" })).toEqual([
    [],
    "Neo.ClientError.Database.DatabaseNotFound",
    "FAILED",
  ]);
});

test("a defect is thrown for the caller to log, who then ends the statement", async () => {
  const it = await loggedIn();
  await expect(it.handle(run("CRASH"))).rejects.toThrow("a defect");
});

test("an answer that comes after the end changes nothing", async () => {
  const it = await loggedIn();
  const pending = it.handle(run("CREATE (:A)"));
  it.close();
  await pending;
  expect(it.state).toBe("DEFUNCT");
  const other = await loggedIn();
  await other.handle(run("MATCH (n) RETURN count(n)"));
  expect((await ask(other, PULL))[0]).toEqual([[0]]);
});
