import { expect, test } from "vitest";
import { configuration, HttpWorld } from "./world.ts";

const world = new HttpWorld();
const ORIGIN = { origin: "https://page.example" };
const allowed = (headers: Headers) => headers.get("access-control-allow-origin");

test("pages of any origin read what is answered, also a refusal, as with Neo4j", async () => {
  expect(allowed((await world.ask("/", { headers: ORIGIN })).headers)).toBe("*");
  expect(allowed((await world.query({ statement: "RETURN 1" }, ORIGIN)).headers)).toBe("*");
  expect(allowed((await world.query({ statement: "RETURN" }, ORIGIN)).headers)).toBe("*");
  const unknown = await world.ask("/nowhere", { headers: ORIGIN });
  expect([unknown.status, allowed(unknown.headers)]).toEqual([404, null]);
});

test("the setting names another origin", async () => {
  await world.restart({
    configuration: { ...configuration, accessControlAllowOrigin: "https://page.example" },
  });
  expect(allowed((await world.ask("/")).headers)).toBe("https://page.example");
});

test.each([
  ["/", "GET"],
  ["/db/neo4j/query/v2", "POST"],
])("the preflight request of %s allows what it asks for", async (path, method) => {
  const headers = {
    ...ORIGIN,
    "access-control-request-method": method,
    "access-control-request-headers": "authorization, content-type",
  };
  const answer = await fetch(world.url(path), { method: "OPTIONS", headers });
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    allow: `${method},OPTIONS`,
    "access-control-allow-origin": "*",
    "access-control-allow-methods": method,
    "access-control-allow-headers": "authorization, content-type",
  });
  expect(await answer.text()).toBe(`${method}, OPTIONS`);
  const plain = await fetch(world.url(path), { method: "OPTIONS" });
  expect(plain.headers.has("access-control-allow-methods")).toBe(false);
});
