import { createHash } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, exportPKCS8, generateKeyPair } from "jose";
import { afterEach, describe, expect, test } from "vitest";
import { bearerTokens } from "../../tokens/driver.ts";
import { client, closeEndpoint, endpoint, TOKEN } from "./endpoint.ts";

afterEach(closeEndpoint);

const BOUND = { body: { ...TOKEN, token_type: "DPoP" } };
const CHALLENGE = {
  status: 400,
  headers: { "dpop-nonce": "n-1" },
  body: { error: "use_dpop_nonce", error_description: "A nonce is required." },
};

const proofOf = (jwt: unknown) => ({
  header: decodeProtectedHeader(String(jwt)),
  claims: decodeJwt(String(jwt)),
});

describe("at the token endpoint", () => {
  test("answers the challenge for a nonce once, and keeps the nonce", async () => {
    const { url, seen } = await endpoint(CHALLENGE, BOUND);
    const told: string[] = [];
    const tokens = client(url, {
      dpop: true,
      metrics: { request: (_, status) => told.push(status), retry: () => told.push("retry") },
    });
    expect(await tokens.getToken()).toMatchObject({ tokenType: "DPoP" });
    tokens.forget();
    await tokens.getToken();
    const proofs = seen.map(({ headers }) => proofOf(headers.dpop));
    expect(proofs.map(({ claims }) => claims.nonce)).toEqual([undefined, "n-1", "n-1"]);
    expect(new Set(proofs.map(({ claims }) => claims.jti)).size).toBe(3);
    expect(proofs[0]?.header).toMatchObject({ typ: "dpop+jwt", alg: "ES256" });
    expect(proofs[0]?.header.jwk).not.toHaveProperty("d");
    expect(proofs[2]?.header.jwk).toEqual(proofs[0]?.header.jwk);
    expect(proofs[1]?.claims).toMatchObject({ htm: "POST", htu: url });
    expect(told).toEqual(["4xx", "2xx", "2xx"]);
  });

  test("does not answer a challenge that is repeated", async () => {
    const { url, seen } = await endpoint(CHALLENGE);
    await expect(client(url, { dpop: true }).getToken()).rejects.toMatchObject({
      code: "token-refused",
      details: { error: "use_dpop_nonce" },
    });
    expect(seen).toHaveLength(2);
  });

  test("signs by the server's clock after an answer that was refused for the time", async () => {
    const date = new Date("2026-01-01T00:00:00Z");
    const refused = {
      status: 400,
      headers: { date: date.toUTCString() },
      body: { error: "invalid_dpop_proof", error_description: "It is issued in the future." },
    };
    const { url, seen } = await endpoint(refused, BOUND);
    const now = Date.parse("2026-01-02T00:00:00Z");
    await client(url, { dpop: true, now: () => now }).getToken();
    const times = seen.map(({ headers }) => proofOf(headers.dpop).claims.iat);
    expect(times).toEqual([now / 1000, date.getTime() / 1000]);
  });

  test("refuses a token that is not bound, though a proof was sent", async () => {
    const { url } = await endpoint({});
    await expect(client(url, { dpop: true }).getToken()).rejects.toMatchObject({
      code: "token-malformed",
      message: `${url} answered something that is not a token response: its token is not bound to the key of the proof.`,
    });
  });
});

describe("the key", () => {
  test("may be given, and is another one for a derived client", async () => {
    const pair = await generateKeyPair("RS256");
    const { url, seen } = await endpoint(BOUND);
    const tokens = client(url, { dpop: pair });
    await tokens.getToken();
    await tokens.derive({ dpop: true }).getToken();
    const algorithms = seen.map(({ headers }) => proofOf(headers.dpop).header.alg);
    expect(algorithms).toEqual(["RS256", "ES256"]);
  });

  test("is never that of the client authentication", async () => {
    const pair = await generateKeyPair("RS256", { extractable: true });
    const privateKey = await exportPKCS8(pair.privateKey);
    const { url, seen } = await endpoint(BOUND);
    const credential = { kind: "private_key_jwt" as const, privateKey };
    await expect(client(url, { dpop: pair, credential }).getToken()).rejects.toMatchObject({
      code: "token-credential",
      message:
        "The credential cannot be used: the key of DPoP is that of the client authentication; it must be another one.",
    });
    expect(seen).toEqual([]);
  });
});

describe("for a resource", () => {
  const resource = "https://example.okta.com/api/v1/apps?limit=50";

  test("makes a fresh proof of the token, the method and the address", async () => {
    const { url, seen } = await endpoint(BOUND);
    const tokens = client(url, { dpop: true });
    const [one, other] = [
      await tokens.headers("get", resource),
      await tokens.headers("DELETE", resource),
    ];
    expect(one.authorization).toBe(`DPoP ${TOKEN.access_token}`);
    const { header, claims } = proofOf(one.dpop);
    const { iat, jti, ...rest } = claims;
    expect(header.jwk).toEqual(proofOf(seen[0]?.headers.dpop).header.jwk);
    expect(rest).toEqual({
      htm: "GET",
      htu: "https://example.okta.com/api/v1/apps",
      ath: createHash("sha256").update(TOKEN.access_token).digest("base64url"),
    });
    expect(Math.abs(Number(iat) - Date.now() / 1000)).toBeLessThan(5);
    expect(proofOf(other.dpop).claims).toMatchObject({ htm: "DELETE" });
    expect(proofOf(other.dpop).claims.jti).not.toBe(jti);
    expect(seen).toHaveLength(1);
  });

  test("is a bearer token without a key", async () => {
    const { url } = await endpoint({});
    expect(await client(url).headers("GET", resource)).toEqual({
      authorization: `Bearer ${TOKEN.access_token}`,
    });
  });

  test("is nothing that goes over plain http", async () => {
    const { url } = await endpoint({});
    const plain = "http://example.okta.com/api/v1/apps";
    await expect(client(url).headers("GET", plain)).rejects.toThrow("HTTPS");
  });
});

test("a token that is bound to a key is not given to a Neo4j driver", async () => {
  const { url } = await endpoint(BOUND);
  for (const tokens of [client(url), client(url, { dpop: true })]) {
    await expect(bearerTokens(tokens).getToken()).rejects.toMatchObject({
      code: "token-bound",
      message:
        "The token is of type DPoP, and Neo4j takes bearer tokens only: it sees no proof of the key. Fix: turn off Require DPoP for the app, and leave out the option dpop.",
    });
  }
});
