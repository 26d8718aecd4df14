import { generateKeyPairSync } from "node:crypto";
import {
  calculateJwkThumbprint,
  decodeProtectedHeader,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  jwtVerify,
} from "jose";
import { afterEach, describe, expect, test } from "vitest";
import { client, closeEndpoint, endpoint, SECRET } from "./endpoint.ts";

afterEach(closeEndpoint);

describe("client authentication", () => {
  test("sends client_secret_basic in the Authorization header only", async () => {
    const { url, seen } = await endpoint({});
    await client(url).getToken();
    const basic = Buffer.from(`etl-loader:${SECRET}`).toString("base64");
    // RFC 6749 section 2.3.1 form-encodes both parts; oauth4webapi escapes more than it must.
    const sent = Buffer.from(
      seen[0]?.headers.authorization?.replace("Basic ", "") ?? "",
      "base64",
    ).toString();
    expect(decodeURIComponent(sent)).toBe(Buffer.from(basic, "base64").toString());
    expect([...(seen[0]?.form.keys() ?? [])].sort()).toEqual(["grant_type", "scope"]);
  });

  test("asks a function for the credential before each request, and shows none of them", async () => {
    const { url, seen } = await endpoint({ status: 401, body: { error: "no first-secret" } }, {});
    const secrets = ["first-secret", "second-secret"];
    const tokens = client(url, {
      credential: () => ({ kind: "client_secret_post", clientSecret: secrets.shift() ?? "" }),
    });
    await expect(tokens.getToken()).rejects.toMatchObject({ details: { error: "no [secret]" } });
    await tokens.getToken();
    const sent = seen.map(({ form }) => form.get("client_secret"));
    expect(sent).toEqual(["first-secret", "second-secret"]);
  });

  test("sends client_secret_post in the body only", async () => {
    const { url, seen } = await endpoint({});
    await client(url, {
      credential: { kind: "client_secret_post", clientSecret: SECRET },
    }).getToken();
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(seen[0]?.form.get("client_secret")).toBe(SECRET);
  });

  test.each(["pem", "jwk"])("signs a private_key_jwt assertion with a %s key", async (format) => {
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
    const { url, seen } = await endpoint({});
    const credential =
      format === "pem"
        ? { kind: "private_key_jwt" as const, privateKey: await exportPKCS8(privateKey), kid }
        : {
            kind: "private_key_jwt" as const,
            privateKey: JSON.stringify({ ...(await exportJWK(privateKey)), kid }),
          };
    await client(url, { credential }).getToken();
    const assertion = seen[0]?.form.get("client_assertion") ?? "";
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, {
      audience: url,
      issuer: "etl-loader",
      subject: "etl-loader",
    });
    expect(protectedHeader).toEqual({ alg: "RS256", kid });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
    expect(payload.jti).toMatch(/.{8,}/);
    expect(seen[0]?.form.get("client_assertion_type")).toBe(
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    );
  });

  test("uses a new jti for every assertion", async () => {
    const { privateKey } = await generateKeyPair("RS256", { extractable: true });
    const { url, seen } = await endpoint({});
    const tokens = client(url, {
      credential: { kind: "private_key_jwt", privateKey: await exportPKCS8(privateKey), kid: "k" },
    });
    await tokens.getToken();
    tokens.forget();
    await tokens.getToken();
    const ids = seen.map(({ form }) => {
      const payload = form.get("client_assertion")?.split(".")[1] ?? "";
      return JSON.parse(Buffer.from(payload, "base64url").toString()).jti as string;
    });
    expect(new Set(ids).size).toBe(2);
  });

  test.each(["not a key", "{broken", '{"kty":"oct","k":"c2VjcmV0"}'])(
    "refuses %j without repeating it",
    async (privateKey) => {
      const { url } = await endpoint({});
      const failure = await client(url, { credential: { kind: "private_key_jwt", privateKey } })
        .getToken()
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: "token-credential",
        message:
          "The credential cannot be used: the private key is neither an unencrypted PEM (PKCS#8 or PKCS#1) nor a private JWK.",
      });
      expect(String(failure)).not.toContain(privateKey);
    },
  );

  test.each(["client_secret_basic", "client_secret_post"] as const)(
    "refuses an empty secret for %s",
    async (kind) => {
      const { url, seen } = await endpoint({});
      const credential = { kind, clientSecret: "" };
      await expect(client(url, { credential }).getToken()).rejects.toMatchObject({
        code: "token-credential",
        message: "The credential cannot be used: the client secret is empty.",
      });
      expect(seen).toEqual([]);
    },
  );

  test.each([
    ["rsa", { modulusLength: 1024 }],
    ["rsa-pss", { modulusLength: 2048 }],
    ["ec", { namedCurve: "P-256" }],
  ] as const)("refuses a key of the kind %s %j", async (type, options) => {
    const { privateKey } = generateKeyPairSync(type as "rsa", options as { modulusLength: number });
    const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    const { url } = await endpoint({});
    const credential = { kind: "private_key_jwt" as const, privateKey: pem };
    await expect(client(url, { credential }).getToken()).rejects.toMatchObject({
      code: "token-credential",
      message:
        "The credential cannot be used: the private key must be RSA of at least 2048 bits, for RS256.",
    });
  });

  test("takes an RSA key of PKCS#1 and needs no kid", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = ` ${privateKey.export({ format: "pem", type: "pkcs1" })}\n`;
    const { url, seen } = await endpoint({});
    await client(url, { credential: { kind: "private_key_jwt", privateKey: pem } }).getToken();
    const assertion = seen[0]?.form.get("client_assertion") ?? "";
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: "RS256" });
  });

  test.each([
    ["told", "of-the-jwk", "told"],
    [undefined, 7, undefined],
  ])("takes the kid %j before that of a JWK, %j", async (told, own, kid) => {
    const { privateKey } = await generateKeyPair("RS256", { extractable: true });
    const jwk = JSON.stringify({ ...(await exportJWK(privateKey)), kid: own });
    const { url, seen } = await endpoint({});
    const given = told === undefined ? {} : { kid: told };
    const credential = { kind: "private_key_jwt" as const, privateKey: jwk, ...given };
    await client(url, { credential }).getToken();
    const assertion = seen[0]?.form.get("client_assertion") ?? "";
    expect(decodeProtectedHeader(assertion).kid).toBe(kid);
  });
});
