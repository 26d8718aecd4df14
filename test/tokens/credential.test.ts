import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, jwtVerify } from "jose";
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

  test.each([
    ["not a key", "neither an unencrypted PEM"],
    ["{broken", "neither an unencrypted PEM"],
  ])("refuses %j without repeating it", async (privateKey, message) => {
    const { url } = await endpoint({});
    const failure = await client(url, { credential: { kind: "private_key_jwt", privateKey } })
      .getToken()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "token-credential" });
    expect(String(failure)).toContain(message);
    expect(String(failure)).not.toContain(privateKey);
  });
});
