import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { generatedFiles } from "../../../infra/settings/generate.ts";
import { settingKeys, settingSchema } from "../../../infra/settings/json-schema.ts";

describe("the files made from the settings' schema", () => {
  // To bring them up to date: npm run schema
  test.each(Object.entries(generatedFiles()))("%s is current", (path, text) => {
    expect(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8")).toBe(text);
  });
});

interface Node {
  description?: string;
  pattern?: string;
  properties?: Record<string, Node>;
  items?: Node;
  anyOf?: Node[];
}

function walk(path: string, node: Node): [string, Node][] {
  const children = [
    ...Object.entries(node.properties ?? {}).map(
      ([key, child]) => [`${path}.${key}`, child] as const,
    ),
    ...(node.anyOf ?? []).flatMap((branch) =>
      Object.entries(branch.properties ?? {}).map(
        ([key, child]) => [`${path}.${key}`, child] as const,
      ),
    ),
    ...Object.entries(node.items?.properties ?? {}).map(
      ([key, child]) => [`${path}[].${key}`, child] as const,
    ),
  ];
  return [[path, node], ...children.flatMap(([name, child]) => walk(name, child))];
}

const NODES = settingKeys().flatMap((key) => walk(key, settingSchema(key) as Node));

describe("every field", () => {
  test.each(NODES)("%s is documented", (_path, { description }) => {
    expect(description).toMatch(/^\S.*\.$/s);
  });

  test.each(NODES.filter(([, { pattern }]) => pattern !== undefined))(
    "%s has a pattern that editors can read",
    (_path, { pattern }) => {
      expect(() => new RegExp(pattern ?? "", "u")).not.toThrow();
    },
  );
});
