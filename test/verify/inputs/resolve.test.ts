import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AccessContract } from "../../../access/contract.ts";
import { parseOptions } from "../../../verify/inputs/options.ts";
import { resolveInputs } from "../../../verify/inputs/resolve.ts";
import { accountContext } from "../account-context.ts";

const OUTPUTS = {
  access: accountContext().contract,
  credentials: { dashboard: { clientId: "dashboard", clientSecret: "from-outputs" } },
  breakGlass: { username: "operator", password: "from-outputs" },
};

let folder: string;
let secrets: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-resolve-"));
  secrets = join(folder, "secrets");
  await mkdir(secrets);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;

async function file(content: unknown): Promise<string> {
  files += 1;
  const path = join(folder, `file-${files}`);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** The inputs of a run with these outputs and arguments. */
async function resolve(outputs: object, argv: string[] = [], environment = {}) {
  const options = parseOptions(["--contract", await file(outputs), ...argv], () => {});
  if (!options) throw new Error("no options");
  return resolveInputs(options, environment);
}

function contract(changes: Partial<AccessContract["neo4j"]>): AccessContract {
  return { ...OUTPUTS.access, neo4j: { ...OUTPUTS.access.neo4j, ...changes } };
}

test("takes all from the outputs, and nothing that was not asked for", async () => {
  expect(await resolve(OUTPUTS)).toEqual({
    contract: OUTPUTS.access,
    candidates: [
      {
        account: OUTPUTS.access.accounts[0],
        found: { credential: { kind: "client_secret_basic", clientSecret: "from-outputs" } },
      },
    ],
    given: {},
    trustedHosts: [],
    acceptShared: false,
  });
});

test("hosts that are trusted are those of the options", async () => {
  const argv = ["--trusted-host", "keys.example.com", "--trusted-host", "127.0.0.1:8080"];
  expect((await resolve(OUTPUTS, argv)).trustedHosts).toEqual([
    "keys.example.com",
    "127.0.0.1:8080",
  ]);
});

test("takes a file of credentials before the outputs, alone or with all outputs", async () => {
  const credentials = { dashboard: { clientId: "dashboard", clientSecret: "from-file" } };
  for (const content of [credentials, { ...OUTPUTS, credentials }]) {
    const inputs = await resolve(OUTPUTS, ["--credentials", await file(content)]);
    expect(inputs.candidates[0]?.found).toMatchObject({
      credential: { clientSecret: "from-file" },
    });
  }
});

describe("the break-glass password", () => {
  const asked = (outputs: object, argv: string[] = [], environment = {}) =>
    resolve(outputs, ["--break-glass", ...argv], environment).then(({ breakGlass }) => breakGlass);

  test("comes from the environment, else a file, else --credentials, else the outputs", async () => {
    const credentials = [
      "--credentials",
      await file({ ...OUTPUTS, breakGlass: { username: "x", password: "y" } }),
    ];
    expect(await asked(OUTPUTS)).toEqual(OUTPUTS.breakGlass);
    expect(await asked(OUTPUTS, credentials)).toEqual({ username: "x", password: "y" });
    expect(await asked(OUTPUTS, ["--secrets", secrets])).toEqual(OUTPUTS.breakGlass);
    await writeFile(join(secrets, "break-glass.password"), "from-folder\n");
    const argv = ["--secrets", secrets, ...credentials];
    expect(await asked(OUTPUTS, argv)).toEqual({ username: "neo4j", password: "from-folder" });
    const environment = { NEO4J_OKTA_BREAK_GLASS_PASSWORD: "from-environment" };
    expect(await asked(OUTPUTS, argv, environment)).toEqual({
      username: "neo4j",
      password: "from-environment",
    });
  });

  test("is missed only where the stack has a native login", async () => {
    const { breakGlass: _, ...bare } = OUTPUTS;
    await expect(asked(bare)).rejects.toMatchObject({
      code: "verify-break-glass",
      exitCode: 3,
      message:
        "--break-glass: no password was found. It comes from the stack output breakGlass, the file break-glass.password in --secrets, or NEO4J_OKTA_BREAK_GLASS_PASSWORD.",
    });
    expect(await asked({ ...bare, access: contract({ nativeLogin: false }) })).toBeUndefined();
  });
});

describe("addresses", () => {
  test("are those of the options, else of the contract", async () => {
    const argv = ["--bolt-uri", "neo4j+ssc://localhost:1", "--http-uri", "https://localhost:2"];
    expect((await resolve(OUTPUTS, argv)).contract.neo4j).toMatchObject({
      boltUri: "neo4j+ssc://localhost:1",
      httpUri: "https://localhost:2",
    });
  });

  test.each(["bolt", "neo4j", "bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc"])(
    "may begin with %s://",
    async (scheme) => {
      const boltUri = `${scheme}://neo4j.example.com`;
      const inputs = await resolve({ ...OUTPUTS, access: contract({ boltUri }) });
      expect(inputs.contract.neo4j.boltUri).toBe(boltUri);
    },
  );

  test.each([
    [
      { boltUri: "http://localhost" },
      "--bolt-uri http://localhost: it takes a URI that begins with one of bolt://, neo4j://, bolt+s://, neo4j+s://, bolt+ssc://, neo4j+ssc://.",
    ],
    [
      { httpUri: "neo4j" },
      "--http-uri neo4j: it takes a URI that begins with one of http://, https://.",
    ],
  ])("%j are refused", async (changes, message) => {
    await expect(resolve({ ...OUTPUTS, access: contract(changes) })).rejects.toMatchObject({
      code: "verify-address",
      exitCode: 2,
      message,
    });
  });
});

test("an account that the contract does not have is refused", async () => {
  await expect(resolve(OUTPUTS, ["--account", "nobody"])).rejects.toMatchObject({
    code: "verify-account-unknown",
    exitCode: 2,
    message: "--account nobody: the contract has no such account. It has dashboard.",
  });
  const empty = { access: { ...OUTPUTS.access, accounts: [] } };
  await expect(resolve(empty, ["--account", "nobody"])).rejects.toThrow("It has none.");
});

describe("Okta's API", () => {
  const api = (environment: Record<string, string>) =>
    resolve(OUTPUTS, ["--okta-api"], environment).then(({ oktaApi }) => oktaApi);
  const org = { OKTA_ORG_URL: "https://example.okta.com" };

  test("is asked with an access token, or with an API token", async () => {
    expect(await api({ ...org, OKTA_ACCESS_TOKEN: "at", OKTA_API_TOKEN: "" })).toEqual({
      orgUrl: "https://example.okta.com",
      authorization: "Bearer at",
      secret: "at",
    });
    const local = { OKTA_ORG_URL: "http://127.0.0.1:8080", OKTA_API_TOKEN: "00abc" };
    expect(await api(local)).toEqual({
      orgUrl: "http://127.0.0.1:8080",
      authorization: "SSWS 00abc",
      secret: "00abc",
    });
  });

  const needs =
    "--okta-api needs OKTA_ORG_URL and a credential in the environment: OKTA_API_CLIENT_ID with OKTA_API_PRIVATE_KEY, OKTA_ACCESS_TOKEN, or OKTA_API_TOKEN (scopes okta.apps.read, okta.authorizationServers.read).";
  const https = "--okta-api needs an https address in OKTA_ORG_URL, e.g. https://example.okta.com.";
  test.each([
    [{}, needs],
    [org, needs],
    [{ OKTA_API_TOKEN: "00abc" }, needs],
    [{ OKTA_ORG_URL: "http://example.okta.com", OKTA_API_TOKEN: "00abc" }, https],
    [{ OKTA_ORG_URL: "example.okta.com", OKTA_API_TOKEN: "00abc" }, https],
  ])("is not asked with %j", async (environment, message) => {
    await expect(api(environment)).rejects.toMatchObject({
      code: "verify-okta-api",
      exitCode: 2,
      message,
    });
  });
});

describe("what refusals need", () => {
  test("is read from files", async () => {
    const argv = [
      ...["--outsider", await file({ clientId: "o", clientSecret: "s", more: 1 })],
      ...["--foreign-token", await file("foreign\n"), "--expired-token", await file(" expired ")],
    ];
    expect((await resolve(OUTPUTS, argv)).given).toEqual({
      outsider: { clientId: "o", clientSecret: "s" },
      foreignToken: "foreign",
      expiredToken: "expired",
    });
  });

  test.each([{ clientId: "o" }, { clientSecret: "hush-hush" }])(
    "has to be complete: %j",
    async (outsider) => {
      const path = await file(outsider);
      await expect(resolve(OUTPUTS, ["--outsider", path])).rejects.toMatchObject({
        code: "verify-outsider",
        message: `--outsider ${path} must hold {"clientId": "...", "clientSecret": "..."}.`,
      });
    },
  );

  test.each(["--foreign-token", "--expired-token", "--outsider", "--credentials"])(
    "%s has to be there, and a file",
    async (option) => {
      await expect(resolve(OUTPUTS, [option, "/nowhere"])).rejects.toMatchObject({
        code: "verify-file-missing",
        message: `${option} /nowhere cannot be read: there is no such file. Fix: name a file that you may read.`,
      });
      await expect(resolve(OUTPUTS, [option, folder])).rejects.toMatchObject({
        message: `${option} ${folder} cannot be read: it is a folder. Fix: name a file that you may read.`,
      });
    },
  );
});

describe("outputs of another shape", () => {
  test.each([
    [
      { access: { ...OUTPUTS.access, audience: 7 } },
      "verify-contract",
      /: the output "access" is not a contract that this version reads: audience: .*string/,
    ],
    [
      { ...OUTPUTS, credentials: { dashboard: "hush-hush" } },
      "verify-credentials",
      /: "credentials" does not have the shape of the stack output credentials\.$/,
    ],
    [
      { ...OUTPUTS, breakGlass: "hush-hush" },
      "verify-credentials",
      /: "breakGlass" does not have the shape of the stack output breakGlass\.$/,
    ],
    [
      { other: 1 },
      "verify-output-missing",
      /^--contract .* has no output "access"\. Run pulumi up/,
    ],
  ])("%j", async (outputs, code, message) => {
    const failure = await resolve(outputs).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, exitCode: 3, message: expect.stringMatching(message) });
    expect(String(failure)).not.toContain("hush-hush");
  });

  test("are named with the file that they are in", async () => {
    const wrong = await file({ ...OUTPUTS.access, audience: 7 });
    const options = parseOptions(["--contract", wrong], () => {});
    if (!options) throw new Error("no options");
    await expect(resolveInputs(options, {})).rejects.toThrow(
      `--contract ${wrong}: the output "access" is not a contract that this version reads: audience: `,
    );
    for (const content of [{ dashboard: "hush-hush" }, { credentials: "hush-hush" }]) {
      const path = await file(content);
      await expect(resolve(OUTPUTS, ["--credentials", path])).rejects.toThrow(
        `--credentials ${path}: "credentials" does not have the shape of the stack output credentials.`,
      );
    }
  });

  test("a contract by itself has no credentials", async () => {
    const inputs = await resolve(OUTPUTS.access);
    expect(inputs.candidates[0]?.found).toEqual({
      missing:
        "no client secret of dashboard was found: give it by --secrets, --secret-command, --credentials or NEO4J_OKTA_SECRET_DASHBOARD",
    });
  });
});
