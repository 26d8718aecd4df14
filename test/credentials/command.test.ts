import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { PEM } from "../keygen/keys.ts";
import { CONTRACT, SECRET } from "./contract.ts";
import { folder, inAFolder, key, of, run } from "./run.ts";

inAFolder();

describe("an account on a client secret", () => {
  test("gets the whole contract", async () => {
    const { status, out, err } = await run(of("price-reader", "json", "--database", "prices"));
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(JSON.parse(out)).toEqual({
      NEO4J_OKTA_CREDENTIALS_VERSION: "1",
      NEO4J_OKTA_ACCOUNT: "price-reader",
      OKTA_OAUTH2_ISSUER: CONTRACT.issuer,
      OKTA_OAUTH2_TOKEN_ENDPOINT: CONTRACT.tokenEndpoint,
      OKTA_OAUTH2_CLIENT_ID: "price-reader-id",
      OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "client_secret_basic",
      OKTA_OAUTH2_CLIENT_SECRET: SECRET,
      OKTA_OAUTH2_SCOPES: "neo4j_groups",
      OKTA_OAUTH2_AUDIENCE: "api://neo4j",
      NEO4J_URI: CONTRACT.neo4j.boltUri,
      NEO4J_DATABASE: "prices",
    });
  });

  test("from two files, at another address", async () => {
    const argv = [
      "--contract",
      join(folder, "access.json"),
      "--credentials",
      join(folder, "credentials.json"),
    ];
    const { out } = await run([
      ...argv,
      "--account",
      "price-reader",
      "--format",
      "json",
      "--bolt-uri",
      "bolt://127.0.0.1:7687",
    ]);
    expect(JSON.parse(out)).toMatchObject({
      OKTA_OAUTH2_CLIENT_SECRET: SECRET,
      NEO4J_URI: "bolt://127.0.0.1:7687",
    });
  });

  test("goes into a file for its owner alone, and nowhere else", async () => {
    const file = join(folder, "secret.env");
    writeFileSync(file, "old", { mode: 0o644 });
    const { status, out, err } = await run(of("price-reader", "env", "--output", file), {
      isTerminal: true,
    });
    expect({ status, out, err }).toEqual({
      status: 0,
      out: "",
      err: `credentials in ${file}\nNeo4j is at ${CONTRACT.neo4j.boltUri}, inside the cluster; --bolt-uri gives another address.\n`,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toContain("export OKTA_OAUTH2_CLIENT_SECRET='hush-hush");
  });

  test("is shown to a terminal only when that is asked for", async () => {
    const argv = of("price-reader", "env");
    expect(await run(argv, { isTerminal: true })).toEqual({
      status: 2,
      out: "",
      err: "a terminal would show the secret: give --output FILE, a pipe, or --show. See npm run credentials -- --help. (credentials-usage)\n",
    });
    expect((await run([...argv, "--show"], { isTerminal: true })).out).toContain("hush-hush");
  });

  test("needs no secret for a form that holds none", async () => {
    const argv = [
      "--contract",
      join(folder, "access.json"),
      "--account",
      "price-reader",
      "--format",
      "eso",
      "--store",
      "ClusterSecretStore/team",
    ];
    const { status, out } = await run(argv, { isTerminal: true });
    expect(status).toBe(0);
    expect(out).toContain('kind: "ClusterSecretStore"\n    name: "team"');
    expect(out).toContain('secretKey: "OKTA_OAUTH2_CLIENT_SECRET"');
  });
});

describe("an account on a private key", () => {
  test("gets the key that is given, as PKCS#8 with its thumbprint", async () => {
    const { out } = await run(of("etl-loader", "json", "--private-key", key));
    expect(JSON.parse(out)).toMatchObject({
      OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD: "private_key_jwt",
      OKTA_OAUTH2_PRIVATE_KEY: PEM.pkcs8,
      OKTA_OAUTH2_PRIVATE_KEY_ID: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test("gets the path where its service finds it", async () => {
    const { out } = await run(
      of("etl-loader", "docker", "--private-key-path", "/run/key", "--kid", "etl-1"),
    );
    expect(out).toContain(
      "OKTA_OAUTH2_PRIVATE_KEY_FILE=/run/key\nOKTA_OAUTH2_PRIVATE_KEY_ID=etl-1\n",
    );
  });

  test("gets a Secret that keygen puts the key into", async () => {
    const { status, out } = await run(of("etl-loader", "k8s", "--secret", "etl/okta"));
    expect(status).toBe(0);
    expect(out).toContain('name: "okta"\n  namespace: "etl"\n');
    expect(out).not.toContain("PRIVATE_KEY:");
  });

  test("that is disabled is told of", async () => {
    const { status, err } = await run(of("resting", "k8s"));
    expect({ status, err }).toEqual({ status: 0, err: "resting is disabled: it gets no token.\n" });
  });
});

describe("a stack", () => {
  /** Runs with a program in the place of Pulumi that prints this, and notes how it was called. */
  async function withPulumi(script: string) {
    const bin = mkdtempSync(join(folder, "bin-"));
    writeFileSync(join(bin, "pulumi"), `#!/bin/sh\necho "$@" >> "${bin}/calls"\n${script}\n`, {
      mode: 0o755,
    });
    vi.stubEnv("PATH", `${bin}:${process.env.PATH}`);
    const done = await run(["--stack", "prod", "--account", "price-reader", "--format", "json"]);
    vi.unstubAllEnvs();
    return { ...done, calls: readFileSync(join(bin, "calls"), "utf8").trim().split("\n") };
  }

  test("is asked for its contract, and for the secrets apart", async () => {
    const script = `case "$3" in access) cat "${folder}/access.json";; *) cat "${folder}/credentials.json";; esac`;
    const { status, out, calls } = await withPulumi(script);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ OKTA_OAUTH2_CLIENT_SECRET: SECRET });
    expect(calls).toEqual([
      "stack output access --json --stack prod --non-interactive --color never",
      "stack output credentials --json --show-secrets --stack prod --non-interactive --color never",
    ]);
  });

  test("without the secret is told, and where else it may come from", async () => {
    const { status, err } = await withPulumi(
      `case "$3" in access) cat "${folder}/access.json";; *) echo "{}";; esac`,
    );
    expect({ status, err }).toEqual({
      status: 3,
      err: "the output credentials of stack prod has no client secret of price-reader. Fix: give the output credentials with --credentials FILE, or run npm run up first; of an account with rotation: true, give what npm run rotate has delivered (docs/rotation.md). (credentials-secret)\n",
    });
  });
});
