import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { DEFAULT_LIMITS } from "../../../neo4j/bolt/limits.ts";
import { HttpWorld } from "./world.ts";

const world = new HttpWorld();
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function idle(): Promise<Socket> {
  const socket = connect(world.server.httpPort, "127.0.0.1");
  sockets.push(socket.on("error", () => {}));
  await once(socket, "connect");
  socket.resume();
  return socket;
}

test("nobody locks others out with idle connections", async () => {
  const all = await Promise.all(Array.from({ length: DEFAULT_LIMITS.connections }, idle));
  expect((await world.ask("/")).status).toBe(200);
  await vi.waitFor(() => expect(all.filter(({ closed }) => closed)).toHaveLength(1));
});

test("a connection with a request at work keeps its place, one without gives way", async () => {
  const limits = { connections: 1 };
  await world.restart({ limits });
  const { promise: late, resolve: letIn } = Promise.withResolvers<void>();
  const { promise: asked, resolve: arrived } = Promise.withResolvers<void>();
  const { login } = world.security;
  world.security.login = async (token) => {
    arrived();
    await late;
    return login.call(world.security, token);
  };
  const body = JSON.stringify({ statement: "RETURN 1 AS one" });
  const headers = { authorization: "Bearer jwt", "content-type": "application/json" };
  const slow = world.ask("/db/neo4j/query/v2", { method: "POST", body, headers });
  await asked;
  const refused = await idle();
  await once(refused, "close");
  letIn();
  expect((await slow).status).toBe(202);
  const next = await idle();
  const later = await idle();
  await once(next, "close");
  expect(later.closed).toBe(false);
});
