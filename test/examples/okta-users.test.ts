import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { testUsersExample } from "../support/okta-users-example.ts";
import { inputsOf, record } from "../support/pulumi.ts";

const EXAMPLE = join(import.meta.dirname, "../../examples/okta-users");

describe("the service in TypeScript", () => {
  testUsersExample(process.execPath, join(EXAMPLE, "typescript/main.ts"));
});

describe("the program that declares its app", () => {
  const config = {
    "neo4j-okta:orgUrl": "https://example.okta.com",
    "neo4j-okta:group": "00g1",
    "neo4j-okta:jwksUri": "https://keys.example.com/users.json",
  };

  test("limits it to the members of the group, and to what the README says", async () => {
    vi.resetModules();
    const program = () => import("../../examples/okta-users/app/index.ts");
    const { resources } = await record(program, { config });
    const { scopes } = inputsOf(resources, "users-service-scopes");
    expect(scopes).toEqual(["okta.users.manage", "okta.users.read"]);
    const { permissions } = inputsOf(resources, "users-service-rename-role");
    expect(inputsOf(resources, "users-service-rename-resources").resources).toEqual([
      "https://example.okta.com/api/v1/groups/00g1/users",
    ]);
    const readme = readFileSync(join(EXAMPLE, "README.md"), "utf8");
    for (const name of [...(scopes as string[]), ...(permissions as string[])]) {
      expect(readme).toContain(`\`${name}\``);
    }
  });
});
