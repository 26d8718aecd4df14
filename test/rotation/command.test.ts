import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Privilege } from "../../access/okta-rights/plan.ts";
import { leastPrivilege } from "../../deployer/least-privilege.ts";
import { evidenceSchema } from "../../rotation/evidence.ts";
import { main } from "../../rotation/main.ts";
import { captured, type Run } from "../support/captured.ts";
import { appBody, manage, type WorldAccount } from "../support/declared-org.ts";
import { createIdentity } from "../support/identity.ts";
import { World } from "../support/world.ts";

let world: World;
let folder: string;
let environment: Record<string, string>;

beforeEach(async () => {
  world = await World.start();
  for (const account of world.contract.accounts) account.rotation = true;
  folder = mkdtempSync(join(tmpdir(), "rotation-"));
  writeFileSync(join(folder, "access.json"), JSON.stringify(world.contract));
  environment = { OKTA_ORG_URL: world.okta.url, OKTA_ACCESS_TOKEN: world.okta.accessToken };
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await world.stop();
});

/** Hands the services what the stack has, as files. */
function handOut(): void {
  for (const [name, secret] of Object.entries(world.secrets)) {
    writeFileSync(join(folder, name), secret);
  }
}

function rotate(...argv: string[]): Promise<Run> {
  const state = ["--state", join(folder, "state.json"), "--shared", "--output", folder];
  return run(["--contract", join(folder, "access.json"), ...state, ...argv]);
}

function run(argv: string[]): Promise<Run> {
  return captured((streams) => main(argv, { ...streams, input: Readable.from([]), environment }));
}

/** Account and step of each line of evidence, as the schema says. */
function steps({ out }: Run): string[] {
  const lines = out.split("\n").filter((line) => line !== "");
  return lines
    .map((line) => evidenceSchema.parse(JSON.parse(line)))
    .map(({ account, step, outcome }) => `${account}: ${step} ${outcome}`);
}

describe("npm run rotate", () => {
  test("takes all accounts through, each proved by a login, and says how much it will ask", async () => {
    handOut();
    const first = await rotate("--all", "--soak", "0s");
    expect(first).toMatchObject({ status: 0 });
    expect(first.err).toContain(
      "rotate: at most 54 requests to Okta for 3 accounts, one more for each 50 apps, and 500 in all (--max-requests)\n",
    );
    expect(steps(first).filter((line) => line.endsWith("finish done"))).toHaveLength(3);
    for (const [name, secret] of Object.entries(world.secrets)) {
      const secrets = world.app(name).secrets.map(({ value }) => value);
      expect(secrets).toEqual([readFileSync(join(folder, name), "utf8")]);
      expect(secrets).not.toContain(secret);
    }
    expect(readdirSync(folder).sort()).toEqual(
      [...Object.keys(world.secrets), "access.json", "state.json"].sort(),
    );
  });

  test("goes on as the rotator of bootstrap may", async () => {
    handOut();
    const name = "etl-loader";
    const on = { apps: world.app(name).id };
    const rights = leastPrivilege([
      { kind: "app.secrets.change", on, resource: name },
      { kind: "app.secrets.read", on, resource: name },
    ]);
    const app = await createIdentity(world.okta, "prod-rotator", rights as Privilege);
    environment = {
      OKTA_ORG_URL: world.okta.url,
      OKTA_API_CLIENT_ID: app.clientId,
      OKTA_API_PRIVATE_KEY: app.privateKey,
      OKTA_API_PRIVATE_KEY_ID: app.kid,
    };
    expect(await rotate("--account", name, "--soak", "0s")).toMatchObject({ status: 0 });
    const other = await rotate("--account", "dashboard");
    expect(other.status).toBe(3);
    expect(other.err).toContain("Okta shows no app with the client id dashboard of dashboard.");
  });

  test("stops after five failures, and a person goes on", async () => {
    handOut();
    world.contract.tokenEndpoint = world.contract.tokenEndpoint.replace("/token", "/no-token");
    writeFileSync(join(folder, "access.json"), JSON.stringify(world.contract));
    const one = () => rotate("--account", "dashboard", "--retry");
    for (const status of [3, 3, 3, 3, 1]) expect((await one()).status).toBe(status);
    const all = await rotate("--all");
    expect(steps(all)).toContain("dashboard: look stopped");
    expect(all.status).toBe(1);
    world.contract.tokenEndpoint = world.contract.tokenEndpoint.replace("/no-token", "/token");
    writeFileSync(join(folder, "access.json"), JSON.stringify(world.contract));
    expect((await one()).status).toBe(0);
  });

  test("waits before it tries an account again that failed", async () => {
    await world.stopNeo4j();
    handOut();
    expect((await rotate("--account", "dashboard")).status).toBe(3);
    const again = await rotate("--all");
    expect(again.status).toBe(3);
    expect(steps(again)).toContain("dashboard: look waiting");
    const undo = await rotate("--account", "dashboard", "--undo");
    expect(steps(undo)).not.toContain("dashboard: look waiting");
  });

  test("does not count a spent budget against an account", async () => {
    handOut();
    for (let times = 0; times < 6; times += 1) {
      const { status, err } = await rotate("--account", "dashboard", "--max-requests", "2");
      expect(status).toBe(3);
      expect(err).toContain("(okta-api-budget)");
    }
    expect((await rotate("--account", "dashboard")).status).toBe(0);
  });

  test("counts what nobody expected as a failure, gives the lock back, and goes on", async () => {
    handOut();
    world.contract.neo4j.boltUri = "gopher://neo4j";
    writeFileSync(join(folder, "access.json"), JSON.stringify(world.contract));
    const { status, out, err } = await rotate("--all");
    expect(status).toBe(3);
    expect(err).toContain("Unknown scheme: gopher");
    expect(err).toContain(
      "rotate: dashboard: an error that nobody expected; standard error says where. Fix: report it; the next run goes on. (rotation-unexpected)\n",
    );
    expect(out).not.toContain("gopher");
    const state = JSON.parse(readFileSync(join(folder, "state.json"), "utf8"));
    for (const name of Object.keys(world.secrets)) {
      expect(JSON.parse(state[name])).toMatchObject({ failures: 1 });
      expect(JSON.parse(state[name]).lock).toBeUndefined();
    }
  });

  test("leaves a client secret alone that the stack would put back", async () => {
    handOut();
    delete world.contract.accounts[0]?.rotation;
    writeFileSync(join(folder, "access.json"), JSON.stringify(world.contract));
    const { status, err } = await rotate("--account", "neo4j-service-account");
    expect(status).toBe(1);
    expect(err).toContain(
      "neo4j-service-account: the stack keeps the client secret in its state, and would put it back with its next update. Fix: set rotation: true for the account, and pulumi up. (rotation-not-declared)\n",
    );
  });

  test("tells what Okta says without what moves the cursor, and each line as its own", async () => {
    handOut();
    const send = globalThis.fetch;
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      const answer = await send(input, init);
      if (!String(input).includes("/api/v1/apps?")) return answer;
      const text = await answer.text();
      return new Response(
        text.replaceAll("client_secret_basic", "a\\u001b[2K\\r\\n::set-output b"),
      );
    });
    const { status, err } = await rotate("--account", "dashboard");
    vi.restoreAllMocks();
    expect(status).toBe(3);
    expect(err).toContain("::set-output b");
    for (const line of err.trimEnd().split("\n")) {
      expect(line).toMatch(/^rotate: \P{Cc}+$/u);
    }
  });

  test("says that no account is for --all, and what would be", async () => {
    for (const account of world.contract.accounts) delete account.rotation;
    writeFileSync(join(folder, "access.json"), JSON.stringify(world.contract));
    expect(await rotate("--all")).toEqual({
      status: 3,
      out: "",
      err: "--all: none of the 3 accounts of the stack is for it: those that are disabled are not, nor client secrets without rotation: true. Fix: set rotation: true for an account, and pulumi up. (rotation-none)\n",
    });
  });

  test("says that nobody knows what is in use", async () => {
    const { status, err } = await rotate("--account", "dashboard");
    expect(status).toBe(1);
    expect(err).toContain(
      `dashboard: --output ${join(folder, "dashboard")} holds none of the 1 credentials that Okta has, so nobody can say which of them is in use. Fix: put the one that the service uses there first; where nothing uses the account yet, say so with --first. (rotation-unknown)\n`,
    );
  });

  test("does not work on an account that another run works on", async () => {
    handOut();
    const until = Date.now() + 60_000;
    const record = JSON.stringify({ version: 1, failures: 0, lock: { owner: "other", until } });
    writeFileSync(join(folder, "state.json"), JSON.stringify({ dashboard: record }));
    const { status, err } = await rotate("--account", "dashboard");
    expect(status).toBe(3);
    expect(err).toContain(
      `Another run works on dashboard, until ${new Date(until).toISOString()} at most. Fix: run this again later. (rotation-locked)\n`,
    );
    expect(world.app("dashboard").secrets).toHaveLength(1);
  });

  test("does not wait for the lock of a killed run whose clock was far ahead", async () => {
    handOut();
    const lock = { owner: "other", until: Date.now() + 365 * 86_400_000 };
    const record = JSON.stringify({ version: 1, failures: 0, lock });
    writeFileSync(join(folder, "state.json"), JSON.stringify({ dashboard: record }));
    expect(await rotate("--account", "dashboard")).toMatchObject({ status: 0 });
  });

  test("says where nobody knows an age", async () => {
    handOut();
    for (const secret of world.app("dashboard").secrets) secret.created = "yesterday";
    const { status, err } = await rotate("--account", "dashboard", "--older-than", "90d");
    expect(status).toBe(1);
    expect(err).toContain(
      "dashboard: nobody says when its credential was made, so --older-than cannot be told. Fix: rotate it once without --older-than; from then on it goes by when that was. (rotation-age)\n",
    );
  });

  test.each([
    [
      "[]",
      `--state file STATE is no state of a rotation. Fix: give a file in a folder that exists, that every run shares and may write to. (rotation-state)`,
    ],
    [
      JSON.stringify({ dashboard: "{}" }),
      "The state of dashboard cannot be read: this version knows another form. Fix: use the version that wrote it; do not delete it while a rotation is under way. (rotation-state)",
    ],
  ])("does not guess at a state that it cannot read: %s", async (text, message) => {
    const file = join(folder, "state.json");
    writeFileSync(file, text);
    const { status, err } = await rotate("--account", "dashboard");
    expect(status).toBe(3);
    expect(err).toContain(message.replace("STATE", file));
  });
});

describe("an account on a private key", () => {
  /** The contract and the app of an account whose keys are there. */
  async function withKeys(changes: { jwks?: object; jwks_uri?: string }): Promise<void> {
    const account: WorldAccount = {
      name: "dashboard",
      groups: ["neo4j_reader"],
      credential: "private_key_jwt",
    };
    const path = `/api/v1/apps/${world.app("dashboard").id}`;
    await manage(world.okta, "PUT", path, appBody(account, changes));
    for (const one of world.contract.accounts) {
      if (one.name === "dashboard") one.credential = "private_key_jwt";
    }
    writeFileSync(join(folder, "access.json"), JSON.stringify(world.contract));
  }

  const keys = [{ kty: "RSA", kid: "k", n: "AQAB", e: "AQAB" }];

  test("needs a state that may hold its key", async () => {
    await withKeys({ jwks: { keys } });
    const { status, err } = await rotate("--account", "dashboard");
    expect(status).toBe(1);
    expect(err).toContain(
      `dashboard has a private key, which its state has to hold until it is delivered: give --state kubernetes:NAMESPACE/NAME, not file ${join(folder, "state.json")}. See npm run rotate -- --help. (rotation-usage)\n`,
    );
  });
});

describe("the accounts of a command line", () => {
  test("names one place for several accounts", async () => {
    const argv = ["--contract", join(folder, "access.json"), "--all", "--secret", "etl/okta"];
    expect(await run([...argv, "--state", "kubernetes:ops/rotation"])).toMatchObject({
      status: 2,
      err: "--secret etl/okta is one place, and there are 3 accounts: write {account} where the name goes. See npm run rotate -- --help. (rotation-usage)\n",
    });
  });

  test("names an account that the stack does not have", async () => {
    expect(await rotate("--account", "nobody")).toMatchObject({
      status: 2,
      err: "--account nobody is no account of the stack. Allowed: neo4j-service-account, etl-loader, dashboard. Fix: give one of them. (rotation-usage)\n",
    });
  });
});
