import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { main } from "../../retire/main.ts";
import { captured, type Run } from "../support/captured.ts";
import { manage } from "../support/declared-org.ts";
import { World } from "../support/world.ts";

let world: World;
let folder: string;
let contract: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "retire-"));
  contract = join(folder, "contract.json");
});

afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  world = await World.start();
  await writeFile(contract, JSON.stringify(world.contract));
  return () => world.stop();
});

function retire(argv: string[], environment: Record<string, string> = {}, now?: () => number) {
  return captured((streams) =>
    main(["--contract", contract, "--account", "dashboard", ...argv], {
      ...streams,
      environment,
      ...(now === undefined ? {} : { now }),
    }),
  );
}

/** The environment of somebody who has the account's secret. */
function owner() {
  return { NEO4J_OKTA_SECRET_DASHBOARD: world.secrets.dashboard ?? "" };
}

function prove(...argv: string[]): Promise<Run> {
  const { neo4j } = world.contract;
  return retire(["--prove", "--bolt-uri", neo4j.boltUri, ...argv], owner());
}

async function appOf(clientId: string): Promise<string> {
  const apps = await manage(world.okta, "GET", "/api/v1/apps?limit=200");
  return apps.find(
    (app: { credentials: { oauthClient: { client_id: string } } }) =>
      app.credentials.oauthClient.client_id === clientId,
  ).id;
}

async function switchOff(): Promise<void> {
  await manage(world.okta, "POST", `/api/v1/apps/${await appOf("dashboard")}/lifecycle/deactivate`);
}

async function keptToken(): Promise<string> {
  const file = join(folder, `${Math.random()}.token`);
  const run = await retire(["--keep-token", file], owner());
  expect(run.status, run.err).toBe(0);
  return file;
}

describe("the order", () => {
  test("begins with the bound, and removes last", async () => {
    const now = () => Date.parse("2026-11-27T10:00:00Z");
    const { status, out } = await retire(["--grace", "7"], {}, now);
    expect(status).toBe(0);
    const prose = out.split("\n").filter((line) => !line.startsWith("     "));
    expect(prose.filter((line) => line.length > 80)).toEqual([]);
    expect(out.match(/^\d\. .*/gm)).toEqual([
      "1. The bound: 60 minutes",
      "2. Grace: until 2026-12-04",
      "3. Keep a last token, for the proof",
      "4. Switch it off",
      "5. Watch for 60 minutes",
      "6. Prove that it gets in no more",
      "7. Remove it",
      "8. Prove that it is gone",
    ]);
    expect(out).toContain("Nobody else has neo4j_reader");
  });

  test("marks what is behind, by what is deployed", async () => {
    const accounts = world.contract.accounts.map((account) =>
      account.name === "dashboard" ? { ...account, disabled: true } : account,
    );
    await writeFile(contract, JSON.stringify({ ...world.contract, accounts }));
    const { out } = await retire([]);
    expect(out).toContain("by what is deployed it is switched off");
    expect(out.match(/\(done\)/g)).toHaveLength(4);
    const others = world.contract.accounts.filter(({ name }) => name !== "dashboard");
    await writeFile(contract, JSON.stringify({ ...world.contract, accounts: others }));
    const gone = await retire([]);
    expect(gone.out).toContain("the stack does not have it");
    expect(gone.out.match(/\(done\)/g)).toHaveLength(7);
  });
});

describe("the proof", () => {
  test("fails as long as the account gets in, both ways", async () => {
    const { status, out } = await prove("--old-token", await keptToken());
    expect(status).toBe(1);
    expect(out).toMatch(/^STILL WORKS: a new token: Okta gives one\.$/m);
    expect(out).toMatch(/^STILL WORKS: the last token: Neo4j takes it, until /m);
    expect(out).toMatch(/\ndashboard still gets in\.\n$/);
  });

  test("fails after the account was switched off, until its last token has expired", async () => {
    const token = await keptToken();
    await switchOff();
    const { status, out } = await prove("--old-token", token);
    expect(status).toBe(1);
    expect(out).toMatch(/^refused: a new token: /m);
    expect(out).toMatch(/^STILL WORKS: the last token/m);
  });

  test("holds once that has expired, also when the app is removed", async () => {
    const token = await keptToken();
    const id = await appOf("dashboard");
    await switchOff();
    await world.bootNeo4j({}, { now: () => Date.now() + 61 * 60_000 });
    const disabled = await prove("--old-token", token);
    expect(disabled.out).toMatch(/^refused: the last token: Neo4j refuses it/m);
    expect(disabled.status, disabled.out).toBe(0);
    await manage(world.okta, "DELETE", `/api/v1/apps/${id}`);
    const accounts = world.contract.accounts.filter(({ name }) => name !== "dashboard");
    await writeFile(contract, JSON.stringify({ ...world.contract, accounts }));
    const removed = await prove("--old-token", token);
    expect(removed.status, removed.out).toBe(0);
    expect(removed.out).toMatch(/\ndashboard is gone\.\n$/);
  });

  test("is none without the credential, without a token, or with somebody else's", async () => {
    await switchOff();
    const nothing = await retire(["--prove"]);
    expect(nothing.status).toBe(3);
    expect(nothing.out.replaceAll(/\s+/g, " ")).toContain(
      "not looked at: a new token: no client secret",
    );
    expect(nothing.out).toContain("dashboard is not proven to be gone.");
    const other = join(folder, "other.token");
    await writeFile(other, "no token\n");
    const strange = await prove("--old-token", other);
    expect(strange.status).toBe(3);
    expect(strange.out.replaceAll(/\s+/g, " ")).toContain(
      "it is none of dashboard: its sub is null",
    );
  });
});

describe("a last token", () => {
  test("is kept for its owner alone, and shown to nobody", async () => {
    const file = join(folder, "dashboard.token");
    const { out, err } = await retire(["--keep-token", file], owner());
    const token = (await readFile(file, "utf8")).trim();
    expect(token).toMatch(/^eyJ/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(out + err).not.toContain(token);
    const again = await retire(["--keep-token", file], owner());
    expect(again.status).toBe(3);
    expect(again.err).toContain(
      `--keep-token ${file} is there already. See npm run retire -- --help. (retire-file)`,
    );
  });

  test("needs the account's credential", async () => {
    const { status, err } = await retire(["--keep-token", join(folder, "none.token")]);
    expect(status).toBe(2);
    expect(err).toMatch(
      /^--keep-token: no client secret of dashboard was found.*\(retire-account\)\n$/,
    );
  });
});

test.each([
  [["--contract", "x"], "--account is missing"],
  [["--account", "a"], "give either --stack NAME or --contract FILE"],
  [
    ["--contract", "x", "--account", "a", "--grace", "long"],
    "--grace long is no number of days up to 999",
  ],
  [["--contract", "x", "--account", "a", "--old-token", "f"], "--old-token goes with --prove"],
  [
    ["--contract", "x", "--account", "a", "--prove", "--keep-token", "f"],
    "--keep-token comes before --prove: give one of them",
  ],
  [
    ["--contract", "x", "--account", "a", "--bolt-uri", "http://h"],
    "--bolt-uri http://h begins with none of bolt://, neo4j://, bolt+s://, neo4j+s://, bolt+ssc://, neo4j+ssc://",
  ],
])("%j is refused", async (argv, message) => {
  const { status, err } = await captured((streams) => main(argv, { ...streams, environment: {} }));
  expect(status).toBe(2);
  expect(err).toBe(`${message}. See npm run retire -- --help. (retire-usage)\n`);
});

test("a contract that cannot be read is told", async () => {
  const { status, err } = await captured((streams) =>
    main(["--contract", "/nowhere.json", "--account", "a"], { ...streams, environment: {} }),
  );
  expect(status).toBe(3);
  expect(err).toContain("(retire-contract)");
});
