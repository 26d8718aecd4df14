import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { parse } from "yaml";
import { inputsOf, record } from "../support/pulumi.ts";
import { parse as parseSettings } from "../support/settings.ts";
import { recordProgram, stackSettings } from "../support/stack.ts";

const ROOT = new URL("../../", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

/** The declared resources of the example's program. */
async function declared(config: Record<string, string> = {}) {
  vi.resetModules();
  const program = () => import("../../examples/one-more-account/index.ts");
  return (await record(program, { config })).resources;
}

test("one more service account takes less than ten lines", async () => {
  const lines = read("examples/one-more-account/index.ts").split("\n");
  const code = lines.filter((line) => line !== "" && !line.startsWith("//"));
  expect(code.length).toBeLessThan(10);
  const names = (await declared()).map(({ name }) => name);
  expect(names).toEqual([
    "price-reader",
    "price-reader-app",
    "price-reader-policy",
    "price-reader-rule",
  ]);
});

test.each(["dev", "prod"])("it fits beside the stack %s", async (stack) => {
  const { groups, scope, claim } = parseSettings(stackSettings(stack));
  const { resources } = await recordProgram(stackSettings(stack), { stack });
  const server = inputsOf(resources, "authorization-scope").authServerId as string;
  const example = await declared({ "neo4j-okta:server": server });
  const { profile } = inputsOf(example, "price-reader-app");
  const own = (JSON.parse(String(profile)) as Record<string, string[]>)[claim.attribute] ?? [];
  expect(own.map((group) => groups[group])).toEqual([["reader"]]);
  expect(inputsOf(example, "price-reader-rule")).toMatchObject({
    authServerId: server,
    scopeWhitelists: [scope],
  });
});

/** A stack's file with the README's lines at the end of its accounts. */
function withSnippet(stack: string): Record<string, unknown> {
  const [, snippet = ""] =
    /## Add a service account.*?```yaml\n(.*?)```/s.exec(read("README.md")) ?? [];
  const file = read(`Pulumi.${stack}.yaml`).replace("  neo4j-okta:neo4j:\n", `${snippet}$&`);
  const { config } = parse(file) as { config: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("neo4j-okta:", ""), value]),
  );
}

test.each(["dev", "prod"])(
  "the README's four lines add an account to the stack %s",
  async (stack) => {
    const before = parseSettings(stackSettings(stack)).accounts;
    const { accounts } = parseSettings(withSnippet(stack));
    expect(accounts.slice(0, -1)).toEqual(before);
    expect(accounts.at(-1)).toMatchObject({ name: "price-reader", roles: ["reader"] });
    const { resources } = await recordProgram(withSnippet(stack), { stack });
    expect(inputsOf(resources, "authorization-access-policy").clientWhitelists).toContain(
      "price-reader",
    );
  },
);
