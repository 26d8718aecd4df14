import { afterAll, beforeAll, expect, test } from "vitest";
import { Neo4jServer } from "../../neo4j/server.ts";
import { withstandBolt } from "../neo4j/bolt/withstand.ts";
import { withstandHttp } from "../neo4j/http/withstand.ts";
import { configuration, FakeSecurity } from "../neo4j/server-fakes.ts";

const MEMORY = 256 * 1024 * 1024;

const errors: unknown[] = [];
const onError = (error: unknown) => errors.push(error);
let server: Neo4jServer;

beforeAll(async () => {
  process.on("unhandledRejection", onError);
  const security = new FakeSecurity().allow("jwt", { username: "etl", roles: ["admin"] });
  server = new Neo4jServer({ configuration, security, onError });
  await server.start();
});

afterAll(async () => {
  await server.stop();
  process.off("unhandledRejection", onError);
});

test.each([
  ["10,000 random Bolt streams", withstandBolt],
  ["10,000 random HTTP requests", withstandHttp],
])("the Neo4j stand-in withstands %s", async (_name, withstand) => {
  await withstand(server, 200);
  const before = process.memoryUsage().rss;
  await withstand(server, 10_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(MEMORY);
  expect(errors).toEqual([]);
});
