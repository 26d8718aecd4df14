import { expect, test } from "vitest";
import { boltVersions, covers, since } from "../../../neo4j/bolt/version.ts";

test.each([
  ["5.0.0", [{ major: 5, minor: 0, back: 0 }]],
  ["5.6.1", [{ major: 5, minor: 1, back: 1 }]],
  ["5.7.0", [{ major: 5, minor: 2, back: 2 }]],
  ["5.17.0", [{ major: 5, minor: 4, back: 4 }]],
  [
    "5.23.0",
    [
      { major: 5, minor: 4, back: 4 },
      { major: 5, minor: 6, back: 0 },
    ],
  ],
  [
    "5.26.21",
    [
      { major: 5, minor: 4, back: 4 },
      { major: 5, minor: 8, back: 2 },
    ],
  ],
  [
    "2025.06.2",
    [
      { major: 5, minor: 4, back: 4 },
      { major: 5, minor: 8, back: 2 },
    ],
  ],
])("Neo4j %s speaks the Bolt versions of its time", (version, ranges) => {
  expect(boltVersions(version)).toEqual([{ major: 4, minor: 4, back: 0 }, ...ranges]);
});

test("covers and since compare within a major version", () => {
  const ranges = boltVersions("5.26.0");
  expect(covers(ranges, { major: 5, minor: 7 })).toBe(true);
  expect(covers(ranges, { major: 4, minor: 3 })).toBe(false);
  expect(covers(ranges, { major: 6, minor: 0 })).toBe(false);
  expect(since({ major: 4, minor: 4 }, 1)).toBe(false);
  expect(since({ major: 5, minor: 0 }, 1)).toBe(false);
  expect(since({ major: 6, minor: 0 }, 8)).toBe(true);
});
