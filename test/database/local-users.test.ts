import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main as database } from "../../database/main.ts";
import { main as verify } from "../../verify/main.ts";
import { captured } from "../support/captured.ts";
import { World } from "../support/world.ts";
import { declared } from "./in-process.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "local-users-"));
const FILE = join(FOLDER, "outputs.json");

let world: World;
beforeAll(async () => {
  world = await World.start();
  await world.bootNeo4j({ "dbms.security.require_local_user": "true" });
  const users = world.contract.accounts.map(({ clientId }) => ({
    name: clientId,
    auth: { "oidc-okta-backend": clientId },
    suspended: false,
    roles: [],
  }));
  world.contract.database = { ...declared({ users }), requireLocalUser: true };
  writeFileSync(FILE, JSON.stringify(world.outputs));
});
afterAll(async () => {
  await world.stop();
  rmSync(FOLDER, { recursive: true });
});

const environment = { NEO4J_OKTA_BREAK_GLASS_PASSWORD: "" };
const proof = () =>
  captured((streams) =>
    verify(["--contract", FILE, "--break-glass"], { ...streams, environment: {} }),
  );

test("accounts are let in once they are local users, with the roles of their groups", async () => {
  const before = await proof();
  expect(before.status).toBe(1);
  // The setting is as declared, so that it is not blamed.
  expect(before.out).not.toContain('it is "true"');
  expect(before.out).toContain("the local user is missing");
  expect(before.out).toContain("setting   local user neo4j-service-account (neo4j)");
  environment.NEO4J_OKTA_BREAK_GLASS_PASSWORD = world.password;
  const { status, out } = await captured((streams) =>
    database(["--contract", FILE, "--apply"], {
      ...streams,
      input: Readable.from([]),
      environment,
    }),
  );
  expect(out).toContain("by 3 statements.");
  expect(status).toBe(0);
  const after = await proof();
  expect(after.out).toContain("Proven: 3 accounts");
  expect(after.status).toBe(0);
});
