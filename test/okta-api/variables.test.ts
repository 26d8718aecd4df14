import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OktaApi } from "../../okta-api/client.ts";
import { oktaVariables } from "../../okta-api/variables.ts";
import { createServiceApp, type ServiceAppKey } from "../support/service-app.ts";

const okta = new OktaEmulator();
const READS = ["okta.apps.read", "okta.authorizationServers.read"];
const ORG = { OKTA_ORG_URL: "https://example.okta.com" };
let app: ServiceAppKey;
let folder: string;

beforeAll(async () => {
  await okta.start();
  app = await createServiceApp(okta, { scopes: READS, role: "READ_ONLY_ADMIN" });
  folder = await mkdtemp(join(tmpdir(), "okta-variables-"));
});
afterAll(async () => {
  await okta.stop();
  await rm(folder, { recursive: true, force: true });
});

async function keyFile(text: string, mode: number): Promise<string> {
  const path = join(folder, `${mode}-${text.length}.pem`);
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

/** The scopes of the token with which apps are read. */
async function scopesAsked(environment: Record<string, string>, needed = READS) {
  const access = await oktaVariables(
    { OKTA_ORG_URL: `${okta.url}/`, OKTA_API_CLIENT_ID: app.clientId, ...environment },
    needed,
  );
  if (typeof access === "string") throw new Error(access);
  await new OktaApi(access).apps();
  const [token, apps] = okta.log.entries.slice(-2);
  expect(apps).toMatchObject({ caller: app.clientId, status: 200 });
  return (token?.body as { scope?: string } | undefined)?.scope;
}

describe("a service app", () => {
  test.each(["pkcs8", "pkcs1"] as const)("calls with a key as text: %s", async (type) => {
    const pem = createPrivateKey(app.privateKey).export({ format: "pem", type }).toString();
    expect(await scopesAsked({ OKTA_API_PRIVATE_KEY: pem })).toBe(READS.join(" "));
  });

  test("calls with a key in a file, and its id", async () => {
    const path = await keyFile(app.privateKey, 0o640);
    const environment = { OKTA_API_PRIVATE_KEY: path, OKTA_API_PRIVATE_KEY_ID: app.kid };
    expect(await scopesAsked(environment)).toBe(READS.join(" "));
    const wrong = { ...environment, OKTA_API_PRIVATE_KEY_ID: "another" };
    await expect(scopesAsked(wrong)).rejects.toMatchObject({ code: "okta-api-refused" });
  });

  test("asks for the scopes of OKTA_API_SCOPES in place of those that are needed", async () => {
    const environment = { OKTA_API_PRIVATE_KEY: app.privateKey };
    const scopes = { ...environment, OKTA_API_SCOPES: "okta.apps.read, okta.apps.manage" };
    expect(await scopesAsked(scopes)).toBe("okta.apps.read okta.apps.manage");
    expect(await scopesAsked({ ...environment, OKTA_API_SCOPES: "" }, ["okta.apps.read"])).toBe(
      "okta.apps.read",
    );
  });
});

const { privateKey: weak } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const WEAK = weak.export({ format: "pem", type: "pkcs8" }).toString();

describe("is refused, without a part of a secret:", () => {
  const nothing =
    "OKTA_ORG_URL and a credential in the environment: OKTA_API_CLIENT_ID with OKTA_API_PRIVATE_KEY, OKTA_ACCESS_TOKEN, or OKTA_API_TOKEN (scopes okta.apps.read, okta.authorizationServers.read)";
  const https = "an https address in OKTA_ORG_URL, e.g. https://example.okta.com";

  test.each<[string, Record<string, string>, string]>([
    ["nothing", {}, nothing],
    ["no address", { OKTA_API_TOKEN: "00abc" }, nothing],
    ["empty variables", { ...ORG, OKTA_ACCESS_TOKEN: "", OKTA_API_TOKEN: "" }, nothing],
    [
      "two tokens",
      { ...ORG, OKTA_ACCESS_TOKEN: "hush", OKTA_API_TOKEN: "hush" },
      "one credential for Okta's API, and the environment has OKTA_ACCESS_TOKEN and OKTA_API_TOKEN: unset all but those of one",
    ],
    [
      "a token and a service app",
      { ...ORG, OKTA_API_TOKEN: "hush", OKTA_API_CLIENT_ID: "a", OKTA_API_PRIVATE_KEY: "hush" },
      "one credential for Okta's API, and the environment has OKTA_API_TOKEN and OKTA_API_CLIENT_ID and OKTA_API_PRIVATE_KEY: unset all but those of one",
    ],
    [
      "a token and a part of a service app",
      { ...ORG, OKTA_ACCESS_TOKEN: "hush", OKTA_API_CLIENT_ID: "a" },
      "one credential for Okta's API, and the environment has OKTA_ACCESS_TOKEN and OKTA_API_CLIENT_ID: unset all but those of one",
    ],
    [
      "no key",
      { ...ORG, OKTA_API_CLIENT_ID: "reviewer-app" },
      "OKTA_API_PRIVATE_KEY, the private key of the service app reviewer-app",
    ],
    [
      "no client id",
      { ...ORG, OKTA_API_PRIVATE_KEY: "hush" },
      "OKTA_API_CLIENT_ID, the service app of OKTA_API_PRIVATE_KEY",
    ],
    ["plain http", { OKTA_ORG_URL: "http://example.okta.com", OKTA_API_TOKEN: "hush" }, https],
    ["no address at all", { OKTA_ORG_URL: "https://", OKTA_API_TOKEN: "hush" }, https],
    ["a password", { OKTA_ORG_URL: "https://a:hush@example.com", OKTA_API_TOKEN: "hush" }, https],
    [
      "a key that is no file",
      { ...ORG, OKTA_API_CLIENT_ID: "a", OKTA_API_PRIVATE_KEY: "/nowhere/hush" },
      "a private key in OKTA_API_PRIVATE_KEY: PEM text, or the path of a file with it (there is no such file)",
    ],
    [
      "a folder",
      { ...ORG, OKTA_API_CLIENT_ID: "a", OKTA_API_PRIVATE_KEY: process.cwd() },
      "a file with a private key in OKTA_API_PRIVATE_KEY",
    ],
    [
      "a broken key",
      { ...ORG, OKTA_API_CLIENT_ID: "a", OKTA_API_PRIVATE_KEY: "-----BEGIN hush" },
      "another key in OKTA_API_PRIVATE_KEY. The credential cannot be used: the private key is neither an unencrypted PEM (PKCS#8 or PKCS#1) nor a private JWK",
    ],
    [
      "a weak key",
      { ...ORG, OKTA_API_CLIENT_ID: "a", OKTA_API_PRIVATE_KEY: WEAK },
      "another key in OKTA_API_PRIVATE_KEY. The credential cannot be used: the private key must be RSA of at least 2048 bits, for RS256",
    ],
  ])("%s", async (_what, environment, sentence) => {
    expect(await oktaVariables(environment, READS)).toBe(sentence);
  });

  test("a file that is too long for a key", async () => {
    const path = await keyFile(" ".repeat(65_537), 0o600);
    const environment = { ...ORG, OKTA_API_CLIENT_ID: "a", OKTA_API_PRIVATE_KEY: path };
    expect(await oktaVariables(environment, READS)).toBe(
      "a file with a private key in OKTA_API_PRIVATE_KEY",
    );
  });

  test.each([0o644, 0o604, 0o602])("a key file of mode %o", async (mode) => {
    const path = await keyFile(app.privateKey, mode);
    const environment = { ...ORG, OKTA_API_CLIENT_ID: "a", OKTA_API_PRIVATE_KEY: path };
    expect(await oktaVariables(environment, READS)).toBe(
      `a file in OKTA_API_PRIVATE_KEY that others on this machine can neither read nor write: chmod o= ${path}`,
    );
  });
});
