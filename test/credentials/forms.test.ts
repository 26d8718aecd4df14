import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { byKey } from "../../access/credentials/keys.ts";
import { delivered } from "../../tokens/delivered.ts";
import { handed, render } from "./hostile.ts";

describe("External Secrets", () => {
  const one = handed({
    clientId: "etl-loader",
    authMethod: "private_key_jwt",
    privateKeyFile: "/run/key",
  });
  const keys = [
    "OKTA_OAUTH2_CLIENT_ID",
    "OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD",
    "OKTA_OAUTH2_PRIVATE_KEY",
    "OKTA_OAUTH2_PRIVATE_KEY_ID",
  ];

  test("fetches each key of the contract from the entry", () => {
    expect(parse(render("eso", one))).toEqual({
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "etl-loader-okta", namespace: "etl" },
      spec: {
        refreshInterval: "1h",
        secretStoreRef: { kind: "SecretStore", name: "team" },
        target: { name: "etl-loader-okta" },
        data: keys.map((key) => ({ secretKey: key, remoteRef: { key: one.entry, property: key } })),
      },
    });
  });

  test("pushes each key of the Secret into the entry", () => {
    expect(parse(render("eso-push", one))).toMatchObject({
      kind: "PushSecret",
      spec: {
        secretStoreRefs: [{ kind: "SecretStore", name: "team" }],
        selector: { secret: { name: "etl-loader-okta" } },
        data: keys.map((key) => ({
          match: { secretKey: key, remoteRef: { remoteKey: one.entry, property: key } },
        })),
      },
    });
  });

  test("of a client secret fetches that", () => {
    const { spec } = parse(render("eso", handed({ authMethod: "client_secret_basic" })));
    expect(spec.data.at(-1).secretKey).toBe("OKTA_OAUTH2_CLIENT_SECRET");
  });
});

test.each([
  [
    "docker",
    { privateKey: "a\nb" },
    "OKTA_OAUTH2_PRIVATE_KEY has several lines, which --env-file does not take. Fix: mount the private key, and give --private-key-path.",
  ],
  [
    "dotenv",
    { clientSecret: "a'b\"c" },
    "OKTA_OAUTH2_CLIENT_SECRET has characters that dotenv's readers take differently. Fix: take --format env or json.",
  ],
  [
    "dotenv",
    { scope: "$\u007bHOME}" },
    "OKTA_OAUTH2_SCOPES has characters that dotenv's readers take differently. Fix: take --format env or json.",
  ],
  ["dotenv", { scope: "a\\" }, "OKTA_OAUTH2_SCOPES has characters"],
  [
    "spring",
    { scope: "$\u007bHOME}" },
    "spring.security.oauth2.client.registration.neo4j.scope has ${ in it, which Spring fills in. Fix: take --format json.",
  ],
  [
    "kafka-connector",
    { scope: "$\u007bfile:x:y}" },
    "neo4j.authentication.oidc.scope has ${ in it, which Kafka Connect fills in. Fix: take --format json.",
  ],
  [
    "spark-connector",
    { authMethod: "private_key_jwt" },
    "etl-loader has a private key, and how the connector for Spark takes one is not known here. Fix: give the connector an account with credential: client_secret.",
  ],
])("%s refuses %j", (format, fields, message) => {
  expect(() => render(format, handed(fields))).toThrow(
    expect.objectContaining({
      code: "credentials-value",
      message: expect.stringContaining(message),
    }),
  );
});

test("what a form of the contract holds is the contract", () => {
  const fields = {
    issuer: "https://i",
    tokenEndpoint: "https://t",
    clientId: "c",
    authMethod: "private_key_jwt",
    privateKey: "pem",
    scope: "s",
    neo4jUri: "neo4j://n",
  };
  const keys = JSON.parse(render("json", handed(fields)));
  expect(keys).toEqual(byKey(fields));
  expect(delivered(keys).credential()).toEqual({ kind: "private_key_jwt", privateKey: "pem" });
});
