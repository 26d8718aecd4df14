import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { World } from "../support/world.ts";

test("the example service queries the database as itself", async () => {
  const world = await World.start();
  const folder = await mkdtemp(join(tmpdir(), "service-"));
  try {
    const file = join(folder, "secret");
    await writeFile(file, `${world.secrets.dashboard}\n`);
    const { stdout } = await promisify(execFile)(process.execPath, ["examples/service/main.ts"], {
      cwd: join(import.meta.dirname, "../.."),
      env: {
        ...process.env,
        TOKEN_ENDPOINT: world.contract.tokenEndpoint,
        SCOPE: world.contract.scope,
        CLIENT_ID: "dashboard",
        CLIENT_SECRET_FILE: file,
        NEO4J_URI: world.contract.neo4j.boltUri,
      },
    });
    expect(stdout).toBe("dashboard: PUBLIC, reader\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
    await world.stop();
  }
});
