import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccessAccount } from "../../../access/contract.ts";
import { type CredentialSources, findCredential } from "../../../verify/inputs/credentials.ts";

let folder: string;
let script: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-credentials-"));
  script = join(folder, "manager");
  await writeFile(
    script,
    '#!/bin/sh\n[ "$2" = broken ] && { echo leaked >&2; exit 7; }\nprintf "%s|" "$@"\n',
  );
  await chmod(script, 0o755);
  await writeFile(join(folder, "etl-loader"), "from-directory\n");
  await writeFile(join(folder, "batch-jobs"), "-----KEY-----\n");
  await writeFile(join(folder, "batch-jobs.kid"), "batch-1\n");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function account(name: string, credential: AccessAccount["credential"] = "client_secret_basic") {
  return { name, clientId: name, credential, groups: [], roles: [], disabled: false };
}

function sources(changes: Partial<CredentialSources> = {}): CredentialSources {
  return { environment: {}, outputs: {}, ...changes };
}

const secret = (clientSecret: string, kind = "client_secret_basic") => ({
  credential: { kind, clientSecret },
});

test("reads a folder, with the kid beside a private key", async () => {
  const there = sources({ directory: folder });
  expect(await findCredential(account("etl-loader"), there)).toEqual(secret("from-directory"));
  expect(await findCredential(account("batch-jobs", "private_key_jwt"), there)).toEqual({
    credential: { kind: "private_key_jwt", privateKey: "-----KEY-----", kid: "batch-1" },
  });
});

test("reads the environment, by the kind of credential", async () => {
  const environment = {
    NEO4J_OKTA_SECRET_ETL_LOADER: "from-environment",
    NEO4J_OKTA_PRIVATE_KEY_BATCH_JOBS: "key",
    NEO4J_OKTA_PRIVATE_KEY_BATCH_JOBS_KID: "k1",
  };
  expect(await findCredential(account("etl-loader"), sources({ environment }))).toEqual(
    secret("from-environment"),
  );
  expect(
    await findCredential(account("batch-jobs", "private_key_jwt"), sources({ environment })),
  ).toEqual({ credential: { kind: "private_key_jwt", privateKey: "key", kid: "k1" } });
});

test("reads the stack's outputs last, and keeps the declared kind", async () => {
  const outputs = { "etl-loader": { clientId: "etl-loader", clientSecret: "from-outputs" } };
  expect(
    await findCredential(account("etl-loader", "client_secret_post"), sources({ outputs })),
  ).toEqual(secret("from-outputs", "client_secret_post"));
  expect(
    await findCredential(account("etl-loader"), sources({ outputs, directory: folder })),
  ).toEqual(secret("from-directory"));
});

test("runs a command without a shell: the account is one argument, whatever it holds", async () => {
  const command = `'${script}' read 'a b' {account} $(id) ; id`;
  const found = await findCredential(account("x; touch /tmp/pwned $(id)"), sources({ command }));
  expect(found).toEqual(secret("read|a b|x; touch /tmp/pwned $(id)|$(id)|;|id|"));
});

test("says how a command failed, and nothing that it printed", async () => {
  const broken = sources({ command: `${script} read {account}` });
  expect(await findCredential(account("broken"), broken)).toEqual({
    missing: `the secret command ${JSON.stringify(script)} ended with 7`,
  });
  const gone = sources({ command: "/nowhere/manager {account}" });
  expect(await findCredential(account("etl-loader"), gone)).toEqual({
    missing: 'the secret command "/nowhere/manager" ended with ENOENT',
  });
});

test("asks the next source where a command prints nothing or a variable is empty", async () => {
  const outputs = { "etl-loader": { clientId: "etl-loader", clientSecret: "from-outputs" } };
  const environment = { NEO4J_OKTA_SECRET_ETL_LOADER: "" };
  const silent = sources({ command: "true {account}", environment, outputs });
  expect(await findCredential(account("etl-loader"), silent)).toEqual(secret("from-outputs"));
  const missing = sources({ command: "true", environment });
  expect(await findCredential(account("batch-jobs", "private_key_jwt"), missing)).toEqual({
    missing:
      "no private key of batch-jobs was found: give it by --secrets, --secret-command, --credentials or NEO4J_OKTA_PRIVATE_KEY_BATCH_JOBS",
  });
});

test("takes a blank kid for none", async () => {
  const environment = {
    NEO4J_OKTA_PRIVATE_KEY_BATCH_JOBS: " key\n",
    NEO4J_OKTA_PRIVATE_KEY_BATCH_JOBS_KID: " \n",
  };
  const found = findCredential(account("batch-jobs", "private_key_jwt"), sources({ environment }));
  expect(await found).toEqual({ credential: { kind: "private_key_jwt", privateKey: "key" } });
});

test("names a secret file that cannot be read", async () => {
  const path = join(folder, "folder");
  await mkdir(path);
  expect(await findCredential(account("folder"), sources({ directory: folder }))).toEqual({
    missing: `its secret file ${path} cannot be read: EISDIR`,
  });
});

test("does not take hidden files for secrets", async () => {
  await writeFile(join(folder, ".hidden"), "hush-hush");
  expect(await findCredential(account(".hidden"), sources({ directory: folder }))).toMatchObject({
    missing: expect.stringContaining("no client secret of .hidden was found"),
  });
});

test("never reads outside of the folder", async () => {
  await mkdir(join(folder, "below"));
  const there = sources({ directory: join(folder, "below") });
  expect(await findCredential(account("../etl-loader"), there)).toMatchObject({
    missing: expect.stringContaining("no client secret of ../etl-loader was found"),
  });
});

test("does not take what every object has for a credential", async () => {
  expect(await findCredential(account("constructor"), sources())).toMatchObject({
    missing: expect.stringContaining("NEO4J_OKTA_SECRET_CONSTRUCTOR"),
  });
});
