import { expect, test } from "vitest";
import { ExpiringMap } from "../../../okta/tokens/expiring-map.ts";

test("a value is known until its time, or until it is replaced or taken out", () => {
  let now = 0;
  const map = new ExpiringMap<number>(() => now);
  map.set("a", 1, 10);
  expect(map.get("a")).toBe(1);
  map.set("a", 2, 20);
  now = 19;
  expect(map.get("a")).toBe(2);
  now = 20;
  expect(map.get("a")).toBeUndefined();
  map.set("b", 3, 30);
  map.delete("b");
  expect(map.get("b")).toBeUndefined();
});

test("what is alive is kept when expired values are swept", () => {
  let now = 0;
  const map = new ExpiringMap<number>(() => now);
  map.set("kept", 1, 100);
  for (let index = 0; index < 2000; index += 1) map.set(`short ${index}`, index, 1);
  now = 2;
  for (let index = 0; index < 2000; index += 1) map.set(`long ${index}`, index, 100);
  expect(map.get("kept")).toBe(1);
  expect(map.get("short 5")).toBeUndefined();
  expect(map.get("long 1999")).toBe(1999);
});
