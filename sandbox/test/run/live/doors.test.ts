import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { Doors, doorsOf } from "../../../run/live/doors.ts";

const open: { close(): unknown }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/** A server that says its name. */
async function server(name: string): Promise<{ server: Server; port: number }> {
  const listening = createServer((client) => client.end(name));
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  open.push(listening);
  return { server: listening, port: (listening.address() as AddressInfo).port };
}

const said = (address: string) => text(connect(Number(address.split(":")[1]), "127.0.0.1"));

const service = (name: string, port: number, at: number) => ({
  namespace: "db",
  name,
  port,
  address: `127.0.0.1:${at}`,
});

test("a door stays at its port while what is behind it moves, and leads nowhere while nothing is", async () => {
  const [before, after] = [await server("before"), await server("after")];
  let current: number | undefined = before.port;
  const doors = new Doors(doorsOf({ boltPort: 0 }), {
    endpoint: async (namespace, name, port) => {
      expect([namespace, name, port]).toEqual(["db", "graph", 7687]);
      if (current === undefined) throw new Error("no Pod is ready");
      return { host: "127.0.0.1", port: current };
    },
  });
  open.push(doors);
  const [first, admin, http] = await doors.lead([
    service("graph", 7687, before.port),
    service("graph-admin", 7687, before.port),
    service("graph", 7474, 1),
  ]);
  expect(http?.address).toBe("127.0.0.1:1");
  expect(admin?.address).toBe(first?.address);
  const door = first?.address ?? "";
  expect(await said(door)).toBe("before");
  current = undefined;
  expect(await said(door)).toBe("");
  current = after.port;
  expect(await said(door)).toBe("after");
  const [again] = await doors.lead([service("graph", 7687, after.port)]);
  expect(again?.address).toBe(door);
  await doors.close();
  await expect(said(door)).rejects.toThrow("ECONNREFUSED");
});

test("without an option, or without such a Service, addresses are what they are", async () => {
  const endpoint = async () => ({ host: "127.0.0.1", port: 1 });
  const services = [service("graph", 7687, 1)];
  const none = new Doors(doorsOf({}), { endpoint });
  expect(await none.lead(services)).toEqual(services);
  const http = new Doors(doorsOf({ httpPort: 0 }), { endpoint });
  expect(await http.lead(services)).toEqual(services);
});
