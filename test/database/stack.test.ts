import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { main as breakGlass } from "../../database/break-glass/main.ts";
import { main as database } from "../../database/main.ts";
import { captured } from "../support/captured.ts";
import { World } from "../support/world.ts";
import { declared } from "./in-process.ts";

/** A program in the place of Pulumi: it prints outputs of the stack dev, secrets only where they are asked for. */
const PULUMI = `#!/bin/sh
here=$(dirname "$0")
case "$*" in
  "stack output access --json --stack dev --non-interactive --color never") cat "$here/access" ;;
  "stack output breakGlass --show-secrets --json --stack dev --non-interactive --color never") cat "$here/login" ;;
  *) echo "error: no such stack" >&2; exit 1 ;;
esac
`;

let world: World;
let folder: string;

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "database-stack-"));
  writeFileSync(join(folder, "pulumi"), PULUMI);
  chmodSync(join(folder, "pulumi"), 0o755);
  const wanted = declared({ roles: [{ name: "auditor", privileges: [] }] });
  writeFileSync(join(folder, "access"), JSON.stringify({ ...world.contract, database: wanted }));
  writeFileSync(
    join(folder, "login"),
    JSON.stringify({ username: "neo4j", password: world.password }),
  );
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const run = (argv: string[], environment = {}) =>
  captured((streams) => database(argv, { ...streams, input: Readable.from([]), environment }));

test("a stack says what it declares, and its output is the login where no other is given", async () => {
  const { status, out, err } = await run(["--stack", "dev"]);
  expect({ status, err }).toEqual({ status: 1, err: "" });
  expect(out).toContain("\nCREATE ROLE `auditor` IF NOT EXISTS;\n");
  const given = await run(["--stack", "dev"], {
    NEO4J_USERNAME: "somebody",
    NEO4J_PASSWORD: "hunter2hunter2",
  });
  expect(given.status).toBe(3);
  expect(given.err).toContain("(neo4j-refused)");
  expect(given.err).not.toContain("hunter2");
});

test("a drill takes the sealed password of the stack, and no other login", async () => {
  const { status, out } = await captured((streams) =>
    breakGlass(["drill", "--stack", "dev"], {
      ...streams,
      input: Readable.from([]),
      environment: { NEO4J_USERNAME: "somebody", NEO4J_PASSWORD: "hunter2hunter2" },
      now: () => new Date(0),
    }),
  );
  expect(status).toBe(0);
  expect(out).toContain("The break-glass password works: dev, Neo4j 5.26.0 at bolt://");
});

test("an output that is no login, and a stack that there is not", async () => {
  writeFileSync(join(folder, "login"), '"[secret]"');
  expect(await run(["--stack", "dev"])).toEqual({
    status: 2,
    out: "",
    err: "the output breakGlass of dev is no login: give NEO4J_USERNAME and NEO4J_PASSWORD, or NEO4J_OKTA_BREAK_GLASS_PASSWORD, in the environment. See npm run database -- --help. (database-usage)\n",
  });
  expect(await run(["--stack", "prod"])).toEqual({
    status: 3,
    out: "",
    err: "pulumi stack output access failed:\n  error: no such stack (pulumi-failed)\n",
  });
});
