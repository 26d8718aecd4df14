import { execFile } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../credentials/main.ts";
import { publicKeyOf, readKey } from "../../keygen/key.ts";
import { PEM } from "../keygen/keys.ts";
import { captured } from "../support/captured.ts";
import { ACCOUNTS, World } from "../support/world.ts";

const SERVICE = resolve("examples/service/main.ts");

let world: World;
let folder: string;
let thumbprint: string;

beforeAll(async () => {
  const jwk = createPublicKey(PEM.pkcs8).export({ format: "jwk" });
  const { kid } = await publicKeyOf(readKey(PEM.pkcs8, "the test's key"));
  thumbprint = kid;
  const onKey = { credential: "private_key_jwt" as const, jwks: { keys: [{ ...jwk, kid }] } };
  world = await World.start({
    accounts: [...ACCOUNTS, { name: "price-reader", groups: ["neo4j_reader"], ...onKey }],
  });
  folder = await mkdtemp(join(tmpdir(), "credentials-"));
  const credentials = Object.fromEntries(
    Object.entries(world.secrets).map(([name, clientSecret]) => [
      name,
      { clientId: name, clientSecret },
    ]),
  );
  await writeFile(
    join(folder, "outputs.json"),
    JSON.stringify({ access: world.contract, credentials }),
  );
  await writeFile(join(folder, "key.pem"), PEM.pkcs8);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await world.stop();
});

test.each([
  ["dashboard", "env", []],
  ["etl-loader", "dotenv", []],
  ["price-reader", "env", ["--private-key"]],
  ["price-reader", "dotenv", ["--private-key"]],
  ["price-reader", "docker", ["--private-key-path"]],
])("the example opens Neo4j as %s with what --format %s writes", async (name, format, key) => {
  const file = join(folder, `${name}.${format}`);
  const argv = ["--contract", join(folder, "outputs.json"), "--account", name, "--format", format];
  const kid = key.includes("--private-key-path") ? ["--kid", thumbprint] : [];
  const keys = [...key.flatMap((option) => [option, join(folder, "key.pem")]), ...kid];
  const written = await captured((streams) =>
    main([...argv, ...keys, "--output", file], { ...streams, isTerminal: true }),
  );
  expect(written).toMatchObject({ status: 0, out: "" });
  expect(written.err.split("\n")[0]).toBe(`credentials in ${file}`);
  const script = `set -a; . "$0"; exec "$1" "$2"`;
  const { PATH = "" } = process.env;
  const { stdout } = await promisify(execFile)(
    "sh",
    ["-c", script, file, process.execPath, SERVICE],
    { env: { PATH } },
  );
  expect(stdout).toMatch(new RegExp(`^${name}: PUBLIC, (reader|publisher)\\n$`));
});
