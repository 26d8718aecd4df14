import { createSign, createVerify } from "node:crypto";
import { expect, test } from "vitest";
import { parse } from "yaml";
import {
  createServiceAccountKeys,
  createToken,
  kubeconfigText,
  tokenFile,
} from "../../../kubernetes/control-plane/credentials.ts";

test("the kubeconfig trusts the given certificate and nothing else", () => {
  const text = kubeconfigText({
    server: "https://127.0.0.1:6443",
    certificateAuthority: "-----BEGIN CERTIFICATE-----\n",
    user: "admin",
    token: "t0ken",
  });
  const config = parse(text);
  expect(config.clusters[0].cluster).toEqual({
    server: "https://127.0.0.1:6443",
    "certificate-authority-data": Buffer.from("-----BEGIN CERTIFICATE-----\n").toString("base64"),
    "insecure-skip-tls-verify": false,
  });
  expect(config.users).toEqual([{ name: "admin", user: { token: "t0ken" } }]);
  expect(config["current-context"]).toBe(config.contexts[0].name);
  expect(config.contexts[0].context).toMatchObject({
    cluster: config.clusters[0].name,
    user: config.users[0].name,
  });
});

test("tokens are long, and never the same", () => {
  const tokens = new Set(Array.from({ length: 100 }, createToken));
  expect(tokens.size).toBe(100);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
});

test("a token file has one line for each user", () => {
  const lines = tokenFile([
    { user: "a", token: "1" },
    { user: "b", token: "2" },
  ]);
  expect(lines).toBe("1,a,a,system:masters\n2,b,b,system:masters\n");
});

test("the service account keys belong together", () => {
  const { privateKey, publicKey } = createServiceAccountKeys();
  const signature = createSign("sha256").update("x").sign(privateKey);
  expect(createVerify("sha256").update("x").verify(publicKey, signature)).toBe(true);
  expect(createServiceAccountKeys().privateKey).not.toBe(privateKey);
});
