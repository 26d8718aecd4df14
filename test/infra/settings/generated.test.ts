import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { generatedFiles } from "../../../infra/settings/generate.ts";
import {
  isRequired,
  settingKeys,
  settingSchema,
  stackFileSchema,
} from "../../../infra/settings/json-schema.ts";
import { pulumiConfig } from "../../../infra/settings/pulumi-config.ts";
import { validAccount, validSettings } from "../../support/settings.ts";

describe("the files made from the settings' schema", () => {
  // To bring them up to date: npm run docs
  test.each(Object.entries(generatedFiles()))("%s is current", (path, text) => {
    expect(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8")).toBe(text);
  });
});

test("Pulumi.yaml has a default for every setting that a stack may leave out", () => {
  // Without one, the engine would ask every stack for the setting.
  const bare = settingKeys().filter(
    (key) => !isRequired(key) && pulumiConfig()[key]?.default === undefined,
  );
  expect(bare).toEqual([]);
});

describe("the JSON Schema of a stack file", () => {
  const check = new Ajv({ strict: false, validateFormats: false }).compile(stackFileSchema());
  const file = (config: Record<string, unknown>) => ({ config });

  test.each(["dev", "prod"])("accepts Pulumi.%s.yaml", (stack) => {
    const text = readFileSync(new URL(`../../../Pulumi.${stack}.yaml`, import.meta.url), "utf8");
    expect(check(parse(text)), JSON.stringify(check.errors)).toBe(true);
  });

  test.each([
    ["another provider's key", "okta:orgName", "example", true],
    ["an unknown key", "neo4j-okta:acounts", [], false],
    ["a lifetime out of range", "neo4j-okta:tokenLifetimeMinutes", 4, false],
    ["a bare appuser expression", "neo4j-okta:claim", { expression: "appuser.groups" }, false],
    ["a number as `pulumi config set` writes it", "neo4j-okta:tokenLifetimeMinutes", "15", true],
    ["a text for a number", "neo4j-okta:tokenLifetimeMinutes", "an hour", false],
    ["true as `pulumi config set` writes it", "neo4j-okta:production", "true", true],
    ["a text for true or false", "neo4j-okta:production", "yes", false],
    ["a secret's account", "neo4j-okta:accounts", [validAccount()], true],
    [
      "a private key's account",
      "neo4j-okta:accounts",
      [validAccount({ credential: { privateKeyJwt: { jwksUri: "https://keys.example.com/a" } } })],
      true,
    ],
    [
      "another credential",
      "neo4j-okta:accounts",
      [validAccount({ credential: "password" })],
      false,
    ],
  ])("with %s: %s = %j is %s", (_what, key, value, valid) => {
    const settings = Object.entries(validSettings()).map(([name, given]) => [
      `neo4j-okta:${name}`,
      given,
    ]);
    expect(check(file({ ...Object.fromEntries(settings), [key]: value }))).toBe(valid);
  });
});

interface Node {
  title?: string;
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

test("in an editor every field has a title of its own", () => {
  const { config } = (stackFileSchema() as { properties: { config: unknown } }).properties;
  const nodes = Object.entries((config as Node).properties ?? {}).flatMap(([key, node]) =>
    walk(key.replace("neo4j-okta:", ""), node),
  );
  expect(nodes.map(([, { title }]) => title)).toEqual(nodes.map(([path]) => path));
  const forms = nodes.find(([path]) => path === "accounts[].credential")?.[1].anyOf;
  expect(forms?.map(({ title }) => title)).toEqual([
    "accounts[].credential: client_secret",
    "accounts[].credential: privateKeyJwt",
  ]);
});
