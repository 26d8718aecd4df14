import { expect, test } from "vitest";
import type { Metadata } from "../../../neo4j/bolt/answer.ts";
import type { Value } from "../../../neo4j/cypher/value.ts";
import { ask, auth, BEGIN, HELLO, LOGON, PULL, RESET, run, SessionWorld } from "./session-world.ts";

const world = new SessionWorld();
const { loggedIn, session } = world;

test("HELLO says who the server is, LOGON makes it ready", async () => {
  const it = session();
  expect(await ask(it, HELLO)).toEqual([
    [],
    {
      server: "Neo4j/5.26.0",
      connection_id: "bolt-1",
      hints: { "connection.recv_timeout_seconds": 120, "ssr.enabled": true },
    },
    "AUTHENTICATION",
  ]);
  const advertised = { advertised_address: "127.0.0.1:7687" };
  expect(await ask(it, LOGON)).toEqual([[], advertised, "READY"]);
  expect(world.security.logins).toEqual([{ scheme: "bearer", credentials: "jwt" }]);
});

test("before Bolt 5.1 HELLO logs in", async () => {
  const it = session({ major: 5, minor: 0 });
  const answer = await ask(it, { type: "HELLO", extra: auth("jwt") });
  expect(answer).toEqual([
    [],
    {
      server: "Neo4j/5.26.0",
      connection_id: "bolt-1",
      hints: { "connection.recv_timeout_seconds": 120 },
    },
    "READY",
  ]);
});

test("before Bolt 5 a client may ask for the times of Bolt 5, and is told that it gets them", async () => {
  const hello = async (version: { major: number; minor: number }, patches: unknown) => {
    const entries = [...auth("jwt"), ["patch_bolt", patches]] as [string, Value][];
    const [, answer] = await ask(session(version), { type: "HELLO", extra: new Map(entries) });
    return (answer as Metadata).patch_bolt;
  };
  expect(await hello({ major: 4, minor: 4 }, ["utc"])).toEqual(["utc"]);
  expect(await hello({ major: 4, minor: 4 }, [])).toBeUndefined();
  expect(await hello({ major: 4, minor: 4 }, null)).toBeUndefined();
  expect(await hello({ major: 5, minor: 0 }, ["utc"])).toBeUndefined();
});

test.each([
  ["a wrong token", auth("other"), "The client is unauthorized due to authentication failure."],
  ["no scheme", new Map(), "Unsupported authentication token, missing key `scheme`"],
  [
    "a password that is a number",
    new Map(Object.entries({ scheme: "basic", credentials: 12n })),
    "Unsupported authentication token, the value associated with the key `credentials` must be a String",
  ],
])("a login with %s fails and ends the session", async (_name, wrong, message) => {
  const it = session();
  await it.handle(HELLO);
  const { summary } = await it.handle({ type: "LOGON", auth: wrong });
  expect(summary).toMatchObject({
    type: "FAILURE",
    error: { code: "Neo.ClientError.Security.Unauthorized", message },
  });
  expect(it.isOver).toBe(true);
});

test("a token that expires ends the session's rights, and LOGOFF and LOGON give them back", async () => {
  const it = await loggedIn();
  world.now += 999;
  expect((await ask(it, run("RETURN 1")))[2]).toBe("STREAMING");
  await it.handle(PULL);
  world.now += 1;
  for (const request of [run("RETURN 1"), BEGIN]) {
    const { summary } = await it.handle(request);
    expect(summary).toMatchObject({
      error: {
        code: "Neo.ClientError.Security.TokenExpired",
        message: "The client has provided an expired token. Please obtain a new token and retry.",
      },
    });
    expect(it.state).toBe("FAILED");
    await it.handle(RESET);
  }
  expect(await ask(it, { type: "LOGOFF" })).toEqual([[], {}, "AUTHENTICATION"]);
  expect((await ask(it, { type: "LOGON", auth: auth("fresh") }))[2]).toBe("READY");
  expect((await ask(it, run("RETURN 1")))[2]).toBe("STREAMING");
});

test("a token that expires in a transaction stops its next statement", async () => {
  const it = await loggedIn();
  await it.handle(BEGIN);
  world.now += 1000;
  expect(await ask(it, run("RETURN 1"))).toEqual([
    [],
    "Neo.ClientError.Security.TokenExpired",
    "FAILED",
  ]);
});

test("a login that ends after the connection leaves nobody logged in", async () => {
  const it = session();
  await it.handle(HELLO);
  const pending = it.handle(LOGON);
  it.close();
  await pending;
  expect(it.isAuthenticated).toBe(false);
  expect(it.isOver).toBe(true);
});
