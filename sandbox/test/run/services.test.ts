import { expect, test } from "vitest";
import { reachableServices } from "../../run/services.ts";
import type { World } from "../../run/world.ts";

test("lists every port of every Service that has a ready Pod behind it, and no other", async () => {
  const service = (namespace: string, name: string, ...ports: number[]) => ({
    metadata: { namespace, name },
    spec: { ports: ports.map((port) => ({ port })) },
  });
  const items = [
    service("default", "kubernetes", 443),
    service("db", "neo4j", 7687, 7474),
    { metadata: { namespace: "db", name: "external" }, spec: {} },
  ];
  const world = {
    api: { listServiceForAllNamespaces: async () => ({ items }) },
    reach: {
      endpoint: async (namespace: string, _name: string, port: number) => {
        if (namespace !== "db") throw new Error("it selects none");
        return { host: "127.0.0.1", port: port + 30_000 };
      },
    },
  } as unknown as World;
  expect(await reachableServices(world)).toEqual([
    { namespace: "db", name: "neo4j", port: 7687, address: "127.0.0.1:37687" },
    { namespace: "db", name: "neo4j", port: 7474, address: "127.0.0.1:37474" },
  ]);
});
