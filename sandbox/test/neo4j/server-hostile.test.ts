import { Buffer } from "node:buffer";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Neo4jServer } from "../../neo4j/server.ts";
import { HANDSHAKE, play } from "./bolt/hostile.ts";
import { HELLO, logon, PULL, RawClient, run } from "./bolt/raw-client.ts";
import { withstandBolt } from "./bolt/withstand.ts";
import { withstandHttp } from "./http/withstand.ts";
import { configuration, FakeSecurity } from "./server-fakes.ts";

const errors: unknown[] = [];
const onError = (error: unknown) => errors.push(error);
let server: Neo4jServer;

beforeEach(async () => {
  process.on("unhandledRejection", onError);
  const security = new FakeSecurity().allow("jwt", { username: "etl", roles: ["admin"] });
  server = new Neo4jServer({ configuration, security, onError, limits: { message: 64 * 1024 } });
  await server.start();
});

afterEach(async () => {
  await server.stop();
  process.off("unhandledRejection", onError);
  expect(errors.splice(0)).toEqual([]);
});

async function expectAlive(): Promise<void> {
  const client = await new RawClient(server.boltPort).agree(8);
  client.send(HELLO, logon("jwt"), run("RETURN 'alive' AS state"), PULL);
  expect((await client.messages(4))[3]).toEqual(["RECORD", ["alive"]]);
  client.socket.destroy();
  await client.closed;
}

test("random Bolt streams neither crash nor hang it", async () => {
  await withstandBolt(server, 240);
  await expectAlive();
});

test("random HTTP requests neither crash nor hang it", async () => {
  await withstandHttp(server, 240);
  const answer = await fetch(`http://127.0.0.1:${server.httpPort}/`);
  expect(answer.status).toBe(200);
});

test("its memory does not grow with streams that stop within a big message", async () => {
  const nasty = Buffer.concat([
    HANDSHAKE,
    HELLO,
    logon("jwt"),
    ...new Array(20).fill(run("CREATE (:A {text: 'x'})")),
    Buffer.concat([Buffer.of(0xff, 0xff), Buffer.alloc(0xfff0, 0x91)]),
  ]);
  const settle = async (rounds: number) => {
    for (let i = 0; i < rounds; i++) {
      await Promise.all(new Array(10).fill(nasty).map((stream) => play(server.boltPort, stream)));
    }
    await vi.waitFor(() => expect(server.connections).toBe(0));
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = await settle(3);
  expect((await settle(6)) - before).toBeLessThan(64 * 1024 * 1024);
  await expectAlive();
});
