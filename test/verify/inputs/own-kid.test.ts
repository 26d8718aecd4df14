import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AccessAccount } from "../../../access/contract.ts";
import { fileDestination } from "../../../rotation/destinations/file.ts";
import { findCredential } from "../../../verify/inputs/credentials.ts";

const ACCOUNT: AccessAccount = {
  name: "batch-jobs",
  clientId: "batch-jobs",
  credential: "private_key_jwt",
  groups: [],
  roles: [],
  disabled: false,
};

test("the kid that a rotation has written wins over the one that lies beside the key", async () => {
  const directory = await mkdtemp(join(tmpdir(), "own-kid-"));
  await writeFile(join(directory, "batch-jobs"), "-----KEY-----\n");
  await writeFile(join(directory, "batch-jobs.kid"), "before\n");
  const sources = { directory, environment: {}, outputs: {} };
  expect(await findCredential(ACCOUNT, sources)).toMatchObject({ credential: { kid: "before" } });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const written = { kind: "private_key_jwt", privateKey: pem, kid: "own" } as const;
  await fileDestination(directory, ACCOUNT).write(written);
  expect(await findCredential(ACCOUNT, sources)).toEqual({
    credential: {
      kind: "private_key_jwt",
      privateKey: JSON.stringify({ ...privateKey.export({ format: "jwk" }), kid: "own" }),
      kid: "own",
    },
  });
  await rm(directory, { recursive: true });
});

test.each(['{"kty":"RSA"}', '{"kty":"RSA","kid":1}', "null"])(
  "the kid beside it is that of a key without one: %s",
  async (key) => {
    const environment = {
      NEO4J_OKTA_PRIVATE_KEY_BATCH_JOBS: key,
      NEO4J_OKTA_PRIVATE_KEY_BATCH_JOBS_KID: "beside",
    };
    expect(await findCredential(ACCOUNT, { environment, outputs: {} })).toEqual({
      credential: { kind: "private_key_jwt", privateKey: key, kid: "beside" },
    });
  },
);

test.each(["-----BEGIN PRIVATE KEY-----\nabc", '{"kty":"RSA"}'])(
  "no private key is taken for a client secret: %j",
  async (key) => {
    const account = { ...ACCOUNT, credential: "client_secret_basic" as const };
    const environment = { NEO4J_OKTA_SECRET_BATCH_JOBS: key };
    expect(await findCredential(account, { environment, outputs: {} })).toEqual({
      missing: "a private key was found, and batch-jobs has a client secret",
    });
  },
);
