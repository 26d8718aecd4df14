import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { expect, test } from "vitest";
import { countByMethod, live, middle, total } from "../../../bench/stack/life.ts";

test("counts calls by method", () => {
  expect(countByMethod([{ method: "GET" }, { method: "POST" }, { method: "GET" }])).toEqual({
    GET: 2,
    POST: 1,
  });
  expect(total({ GET: 2, POST: 1 })).toBe(3);
});

test("takes the middle time and the most calls", () => {
  const step = (seconds: number, processor: number | undefined, calls: number) => ({
    seconds,
    processor,
    calls: { GET: calls },
  });
  expect(middle([step(9, 2, 1), step(1, 8, 3), step(4, 1, 2)])).toEqual(step(4, 2, 3));
  expect(middle([step(9, 2, 1), step(1, undefined, 1)]).processor).toBeUndefined();
  const shares = [9, 1, 4].map((n) => ({ program: n, engine: n + 1, plugins: 10 - n }));
  const shared = shares.map((share) => ({ ...step(1, 1, 1), shares: share }));
  expect(middle(shared).shares).toEqual({ program: 4, engine: 5, plugins: 6 });
});

test("follows a stack from nothing to nothing", async () => {
  const okta = new OktaEmulator();
  await okta.start();
  const ask = async () => {
    const headers = { authorization: `Bearer ${okta.accessToken}` };
    await fetch(`${okta.url}/api/v1/apps`, { headers });
  };
  try {
    await ask();
    const engine = {
      up: async () => ask().then(() => ({ create: 14 })),
      preview: async () => ({ same: 13, update: 1 }),
      destroy: async () => ask().then(() => ({ delete: 14 })),
      outputs: async () => ({}),
      command: async () => "",
      previewJson: async () => "",
    };
    const life = await live({ engine }, 1, { okta }, 3);
    expect(life).toMatchObject({ accounts: 1, resources: 14, objects: 0, left: 0 });
    expect(life.create.calls).toEqual({ GET: 1 });
    expect(life.preview.calls).toEqual({});
    expect(life.pending).toEqual(["1 to update", "1 to update", "1 to update"]);
    expect(life.destroy.calls).toEqual({ GET: 1 });
  } finally {
    await okta.stop();
  }
});
