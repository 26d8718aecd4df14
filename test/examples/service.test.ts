import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { inputsOf } from "../support/pulumi.ts";
import { recordProgram, stackSettings } from "../support/stack.ts";
import { ACCOUNTS, World } from "../support/world.ts";

const ROOT = join(import.meta.dirname, "../..");
const README = readFileSync(join(ROOT, "examples/service/README.md"), "utf8");
const CREDENTIALS = readFileSync(join(ROOT, "docs/credentials.md"), "utf8");

/** The README's YAML blocks: the account, and the Deployment. */
const [ACCOUNT = "", DEPLOYMENT = ""] = [...README.matchAll(/```yaml\n(.*?)```/gs)].map(
  ([, yaml = ""]) => yaml,
);

/** The Secret that the stack delivers to the README's account. */
async function deliveredSecret() {
  const dev = stackSettings("dev");
  const groups = { ...(dev.groups as object), neo4j_reader: ["reader"] };
  const { resources } = await recordProgram({ ...dev, groups, accounts: parse(ACCOUNT) });
  return inputsOf(resources, "price-reader-delivery-secret") as {
    metadata: { name: string; namespace: string };
    stringData: { secret: Record<string, string> };
  };
}

test("the README names the delivered Secret and its namespace, docs/credentials.md every key", async () => {
  const { metadata, stringData } = await deliveredSecret();
  const { metadata: pod, spec } = parse(DEPLOYMENT);
  expect(pod.namespace).toBe(metadata.namespace);
  expect(spec.template.spec.containers[0].envFrom).toEqual([
    { secretRef: { name: metadata.name } },
  ]);
  const delivered = Object.keys(stringData.secret);
  const rows = [...CREDENTIALS.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, key]) => key);
  expect(rows).toEqual(expect.arrayContaining(delivered));
});

describe("the example service", () => {
  let world: World;
  let folder: string;
  /** The private key of the account `reports`. */
  let pem: string;
  /** The delivered keys, with values of the world. */
  let credentials: [key: string, value: string][];

  beforeAll(async () => {
    const key = generateKeyPairSync("rsa", { modulusLength: 2048 });
    pem = key.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    const jwk = { ...key.publicKey.export({ format: "jwk" }), kid: "reports-1" };
    const onKey = { credential: "private_key_jwt" as const, jwks: { keys: [jwk] } };
    const reports = { name: "reports", groups: ["neo4j_reader"], ...onKey };
    world = await World.start({ accounts: [...ACCOUNTS, reports] });
    folder = await mkdtemp(join(tmpdir(), "service-"));
    const { issuer, tokenEndpoint, scope, audience, neo4j } = world.contract;
    const values: Record<string, string | undefined> = {
      NEO4J_OKTA_CREDENTIALS_VERSION: "1",
      NEO4J_OKTA_ACCOUNT: "dashboard",
      OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "client_secret_basic",
      OKTA_OAUTH2_ISSUER: issuer,
      OKTA_OAUTH2_TOKEN_ENDPOINT: tokenEndpoint,
      OKTA_OAUTH2_CLIENT_ID: "dashboard",
      OKTA_OAUTH2_CLIENT_SECRET: world.secrets.dashboard,
      OKTA_OAUTH2_SCOPES: scope,
      OKTA_OAUTH2_AUDIENCE: audience,
      NEO4J_URI: neo4j.boltUri,
    };
    const { stringData } = await deliveredSecret();
    credentials = Object.keys(stringData.secret).map((key) => [key, values[key] ?? ""]);
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await world.stop();
  });

  async function run(variables: Record<string, string>) {
    const { PATH = "" } = process.env;
    return await promisify(execFile)(process.execPath, ["examples/service/main.ts"], {
      cwd: ROOT,
      env: { PATH, ...variables },
    });
  }

  test("queries the database as itself with the Secret as variables", async () => {
    const { stdout } = await run(Object.fromEntries(credentials));
    expect(stdout).toBe("dashboard: PUBLIC, reader\n");
  });

  test("and with the Secret as a mounted folder", async () => {
    await chmod(folder, 0o700);
    for (const [key, value] of credentials) await writeFile(join(folder, key), `${value}\n`);
    const { stdout } = await run({ CREDENTIALS_DIRECTORY: folder });
    expect(stdout).toBe("dashboard: PUBLIC, reader\n");
  });

  test.each(["OKTA_OAUTH2_PRIVATE_KEY", "OKTA_OAUTH2_PRIVATE_KEY_FILE"])(
    "and with a private key in %s",
    async (key) => {
      const file = join(folder, "reports.pem");
      await writeFile(file, pem, { mode: 0o600 });
      const { stdout } = await run({
        ...Object.fromEntries(credentials),
        NEO4J_OKTA_ACCOUNT: "reports",
        OKTA_OAUTH2_CLIENT_ID: "reports",
        OKTA_OAUTH2_CLIENT_SECRET: "",
        OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "private_key_jwt",
        OKTA_OAUTH2_PRIVATE_KEY_ID: "reports-1",
        [key]: key.endsWith("_FILE") ? file : pem,
      });
      expect(stdout).toBe("reports: PUBLIC, reader\n");
    },
  );

  async function unanswered(uri: string) {
    const started = performance.now();
    const variables = { ...Object.fromEntries(credentials), NEO4J_URI: uri };
    const ended = await run(variables).catch(({ code, stderr }) => ({ code, stderr }));
    return { ended, seconds: (performance.now() - started) / 1000 };
  }

  const sentence = (uri: string) =>
    `Neo4j does not answer at ${uri} (NEO4J_URI). See examples/service/README.md.\n`;

  test("says within seconds, in one sentence, that nothing listens where Neo4j should be", async () => {
    const uri = "neo4j://127.0.0.1:1";
    const { ended, seconds } = await unanswered(uri);
    expect(ended).toEqual({ code: 1, stderr: sentence(uri) });
    expect(seconds).toBeLessThan(15);
  });

  test("and that something listens there which does not answer", async () => {
    const silent = createServer();
    await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
    onTestFinished(() => void silent.close());
    const uri = `bolt://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const { ended, seconds } = await unanswered(uri);
    expect(ended).toEqual({ code: 1, stderr: sentence(uri) });
    expect(seconds).toBeLessThan(15);
  });

  test("names the key that it misses", async () => {
    const { NEO4J_URI, ...others } = Object.fromEntries(credentials);
    expect(NEO4J_URI).toBeDefined();
    await expect(run(others)).rejects.toThrow(
      "NEO4J_URI is not set. Fix: hand the service the credentials of its account (docs/credentials.md).",
    );
  });
});
