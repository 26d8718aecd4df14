import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startUsersOrg, type UsersOrg } from "./okta-users.ts";
import type { ServiceAppKey } from "./service-app.ts";

/** How a run of the example ended. */
interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** What the example of the Users API does, in whichever language: its program, and that one's first argument. */
export function testUsersExample(program: string, script: string): void {
  let org: UsersOrg;
  let folder: string;
  beforeAll(async () => {
    org = await startUsersOrg();
    folder = await mkdtemp(join(tmpdir(), "okta-users-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await org.okta.stop();
  });

  async function run(
    words: string[],
    more: Record<string, string> = {},
    app: ServiceAppKey = org.service,
  ): Promise<Ended> {
    const key = join(folder, `${app.clientId}.pem`);
    await writeFile(key, app.privateKey, { mode: 0o600 });
    const env = {
      PATH: process.env.PATH,
      OKTA_ORG_URL: org.okta.url,
      OKTA_API_CLIENT_ID: app.clientId,
      OKTA_API_PRIVATE_KEY: key,
      OKTA_API_PRIVATE_KEY_ID: app.kid,
      OKTA_API_SCOPES: "okta.users.read,okta.users.manage",
      ...more,
    };
    const ended: Ended = await promisify(execFile)(program, [script, ...words], { env }).then(
      (output) => ({ code: 0, ...output }),
      (error) => error,
    );
    // No run, however it ends, shows a token, an assertion or a part of the key.
    const written = `${ended.stdout}${ended.stderr}`;
    expect(written).not.toContain("eyJ");
    expect(written).not.toContain(app.privateKey.split("\n")[1]);
    return ended;
  }

  const named = ({ stdout }: Ended) =>
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map(({ firstName, lastName }) => `${firstName} ${lastName}`);

  test("reads a user by login", async () => {
    const ended = await run(["get", "ann@example.com"]);
    expect([ended.code, named(ended)]).toEqual([0, ["ann Example"]]);
    expect(ended.stderr).toContain("GET /api/v1/users/ann%40example.com 200\n");
  });

  test("lists page by page, and only whom the resource set has", async () => {
    const ended = await run(["list", "2"]);
    expect(named(ended)).toEqual(["ann Example", "bob Example", "cia Example"]);
    const pages = ended.stderr.match(/GET \/api\/v1\/users\?limit=2\S* 200\n/g);
    expect(pages).toEqual([
      "GET /api/v1/users?limit=2 200\n",
      expect.stringContaining(`after=${org.users.bob}`),
    ]);
  });

  test("renames, and changes nothing else", async () => {
    expect(named(await run(["rename", org.users.cia, "Cleo", "Roe"]))).toEqual(["Cleo Roe"]);
    expect(org.okta.org.users.get(org.users.cia)?.profile).toMatchObject({
      ...{ login: "cia@example.com", firstName: "Cleo", lastName: "Roe" },
    });
    await run(["rename", org.users.cia, "cia", "Example"]);
  });

  const DENIED = /E0000006:? You do not have permission to perform the requested action/;
  const refusals: [
    what: string,
    words: (org: UsersOrg) => string[],
    said: RegExp,
    other?: { env?: Record<string, string>; roleless?: true },
  ][] = [
    ["a user outside of the resource set", ({ users }) => ["get", users.guest], DENIED],
    ["a client without a role", ({ users }) => ["get", users.ann], DENIED, { roleless: true }],
    [
      "a token without the scope",
      ({ users }) => ["rename", users.ann, "Anna", "Roe"],
      /E0000006.*\(insufficient_scope\)/,
      { env: { OKTA_API_SCOPES: "okta.users.read" } },
    ],
    [
      "names outside of the profile",
      ({ users }) => ["rename", "--flat", users.ann, "Anna", "Roe"],
      /400.*E0000003:? The request body was not well-formed/,
    ],
  ];
  test.each(refusals)("%s is refused, in Okta's words", async (_what, words, said, other = {}) => {
    const ended = await run(words(org), other.env, other.roleless && org.roleless);
    expect(ended).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(said) });
    expect(org.okta.org.users.get(org.users.ann)?.profile.firstName).toBe("ann");
  });

  test("a key that is not the app's is told as the token endpoint tells it", async () => {
    const { privateKey } = org.roleless;
    const ended = await run(["list"], {}, { ...org.service, privateKey });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("invalid_client") });
  });

  test("waits out a rate limit, and asks again after a fault", async () => {
    const { faults } = org.okta;
    faults.add({ kind: "error", status: 503, path: "/oauth2/v1/token", count: 1 });
    faults.add({ kind: "rate-limit", resetSeconds: 2, path: "/api/v1/users", count: 1 });
    const started = performance.now();
    const ended = await run(["get", org.users.ann]);
    expect([ended.code, named(ended)]).toEqual([0, ["ann Example"]]);
    expect(ended.stderr).toMatch(/ 429\b/);
    expect(performance.now() - started).toBeGreaterThan(1000);
  });

  test("says which setting is missing, and never what a key is", async () => {
    const { privateKey } = org.service;
    const missing = await run(["list"], { OKTA_API_CLIENT_ID: "", OKTA_API_PRIVATE_KEY: "" });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("OKTA_") });
    const pasted = await run(["list"], { OKTA_API_PRIVATE_KEY: privateKey.slice(0, 400) });
    expect(pasted.code).not.toBe(0);
  });
}
