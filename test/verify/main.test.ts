import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../verify/main.ts";
import { World } from "../support/world.ts";

let world: World;
let folder: string;
let contract: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-main-"));
  world = await World.start();
  contract = join(folder, "outputs.json");
  await writeFile(contract, JSON.stringify(world.outputs));
});

afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

async function run(...argv: string[]) {
  let out = "";
  let err = "";
  const status = await main(argv, {
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      err += text;
    },
    environment: {},
  });
  return { status, out, err };
}

describe("a stack that is as declared", () => {
  it("is proven, account by account", async () => {
    const { status, out, err } = await run("--contract", contract);
    expect(err).toBe("");
    expect(out).toContain("Proven: 3 accounts");
    expect(status).toBe(0);
  });
});
