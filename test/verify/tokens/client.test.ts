import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, jwtVerify } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import { TokenClient, type TokenClientOptions } from "../../../verify/tokens/client.ts";

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Drops the connection in place of answering. */
  drop?: boolean;
}

interface Seen {
  headers: IncomingHttpHeaders;
  form: URLSearchParams;
}

const SECRET = "s3cret-value-of-the-client";
const TOKEN = {
  access_token: "a.b.c",
  token_type: "Bearer",
  expires_in: 60,
  scope: "neo4j_groups",
};
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** A token endpoint that gives these answers in order, the last one for ever. */
async function endpoint(...answers: Answer[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const answer = answers[Math.min(seen.length, answers.length - 1)] ?? {};
      seen.push({ headers: request.headers, form: new URLSearchParams(text) });
      if (answer.drop) {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status ?? 200, {
        "content-type": "application/json",
        ...answer.headers,
      });
      response.end(
        typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? TOKEN),
      );
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/oauth2/default/v1/token`, seen };
}

function client(url: string, more: Partial<TokenClientOptions> = {}): TokenClient {
  return new TokenClient({
    issuer: new URL("..", url).href,
    tokenEndpoint: url,
    clientId: "etl-loader",
    scope: "neo4j_groups",
    credential: { kind: "client_secret_basic", clientSecret: SECRET },
    ...more,
    resilience: { initialDelay: 1, maxDelay: 5, ...more.resilience },
  });
}

describe("client authentication", () => {
  it("sends client_secret_basic in the Authorization header only", async () => {
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

  it("sends client_secret_post in the body only", async () => {
    const { url, seen } = await endpoint({});
    await client(url, {
      credential: { kind: "client_secret_post", clientSecret: SECRET },
    }).getToken();
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(seen[0]?.form.get("client_secret")).toBe(SECRET);
  });

  it.each(["pem", "jwk"])("signs a private_key_jwt assertion with a %s key", async (format) => {
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

  it("uses a new jti for every assertion", async () => {
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

  it.each([
    ["not a key", "neither an unencrypted PEM"],
    ["{broken", "neither an unencrypted PEM"],
  ])("refuses %j without repeating it", async (privateKey, message) => {
    const { url } = await endpoint({});
    const failure = await client(url, { credential: { kind: "private_key_jwt", privateKey } })
      .getToken()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "TOKEN_CREDENTIAL" });
    expect(String(failure)).toContain(message);
    expect(String(failure)).not.toContain(privateKey);
  });
});

describe("cache", () => {
  it("gives the same token until its margin, then asks for a new one", async () => {
    const { url, seen } = await endpoint({});
    let now = 1_000_000;
    const tokens = client(url, { now: () => now, expiryMargin: 30 });
    await tokens.getToken();
    now += 47_999; // 60 s lifetime, margin capped at a fifth of it
    await tokens.getToken();
    expect(seen).toHaveLength(1);
    now += 1;
    await tokens.getToken();
    expect(seen).toHaveLength(2);
  });

  it("shares one request among callers that ask at the same time", async () => {
    const { url, seen } = await endpoint({});
    const tokens = client(url);
    await Promise.all(Array.from({ length: 50 }, () => tokens.getToken()));
    expect(seen).toHaveLength(1);
  });

  it("does not keep a failure", async () => {
    const { url } = await endpoint({ status: 401, body: { error: "invalid_client" } }, {});
    const tokens = client(url);
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "TOKEN_REFUSED" });
    await expect(tokens.getToken()).resolves.toMatchObject({ accessToken: "a.b.c" });
  });
});

describe("retries", () => {
  it.each([
    [
      "429",
      { status: 429, headers: { "x-rate-limit-reset": "0" }, body: { errorCode: "E0000047" } },
    ],
    ["503", { status: 503, body: "" }],
    ["a dropped connection", { drop: true }],
  ])("tries again after %s", async (_name, failure) => {
    const { url, seen } = await endpoint(failure, failure, {});
    await expect(client(url).getToken()).resolves.toMatchObject({ tokenType: "Bearer" });
    expect(seen).toHaveLength(3);
  });

  it("does not repeat a refusal", async () => {
    const { url, seen } = await endpoint({
      status: 400,
      body: { error: "invalid_scope", error_description: "One or more scopes are not configured." },
    });
    await expect(client(url).getToken()).rejects.toMatchObject({
      code: "TOKEN_REFUSED",
      details: { status: 400, error: "invalid_scope" },
      message: expect.stringContaining("invalid_scope: One or more scopes are not configured."),
    });
    expect(seen).toHaveLength(1);
  });

  it("reads Okta's own error body", async () => {
    const { url } = await endpoint({
      status: 401,
      body: {
        errorCode: "invalid_client",
        errorSummary: "Invalid value for 'client_id' parameter.",
      },
    });
    await expect(client(url).getToken()).rejects.toMatchObject({
      details: { error: "invalid_client", description: "Invalid value for 'client_id' parameter." },
    });
  });

  it("gives up after maxRetries and says with what", async () => {
    const { url, seen } = await endpoint({ status: 500, body: {} });
    await expect(client(url, { resilience: { maxRetries: 2 } }).getToken()).rejects.toMatchObject({
      code: "TOKEN_SERVER_ERROR",
      details: { status: 500 },
    });
    expect(seen).toHaveLength(3);
  });

  it("waits as long as the reset header says, by the server's clock", async () => {
    const waits: number[] = [];
    const { url } = await endpoint(
      {
        status: 429,
        headers: { date: "Thu, 01 Jan 2026 00:00:00 GMT", "x-rate-limit-reset": "1767225607" },
      },
      {},
    );
    await client(url, {
      resilience: { maxDelay: 10, random: () => 0, onRetry: ({ delay }) => waits.push(delay) },
    }).getToken();
    expect(waits).toEqual([10]); // 7 s were asked for; maxDelay caps it
  });

  it("opens the circuit after failures in a row and stops asking", async () => {
    const { url, seen } = await endpoint({ status: 503, body: {} });
    const tokens = client(url, { resilience: { maxRetries: 0, breakAfter: 2, breakFor: 60_000 } });
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "TOKEN_SERVER_ERROR" });
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "TOKEN_SERVER_ERROR" });
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "TOKEN_CIRCUIT_OPEN" });
    expect(seen).toHaveLength(2);
  });
});

describe("answers that are not tokens", () => {
  it.each([
    ["<html>", "not a JSON object"],
    ["[]", "no access_token"],
    [{ ...TOKEN, access_token: "" }, "no access_token"],
    [{ ...TOKEN, expires_in: "60" }, "expires_in"],
    [{ ...TOKEN, expires_in: 0 }, "expires_in"],
  ])("refuses %j", async (body, message) => {
    const { url } = await endpoint({ body });
    await expect(client(url).getToken()).rejects.toMatchObject({
      code: "TOKEN_MALFORMED",
      message: expect.stringContaining(message),
    });
  });

  it("names the endpoint that cannot be reached", async () => {
    const { url } = await endpoint({});
    server?.close();
    await expect(client(url, { resilience: { maxRetries: 1 } }).getToken()).rejects.toMatchObject({
      code: "TOKEN_UNREACHABLE",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("gives up on a server that never answers", async () => {
    const tokens = client("http://127.0.0.1:9/token", {
      timeout: 20,
      resilience: { maxRetries: 0 },
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
        }),
    });
    await expect(tokens.getToken()).rejects.toMatchObject({ code: "TOKEN_TIMEOUT" });
  });
});

it("tells metrics of latency, cache and status, and never of a secret", async () => {
  const told: unknown[] = [];
  const { url } = await endpoint({ status: 503, body: {} }, {});
  const tokens = client(url, {
    metrics: {
      cache: (result) => told.push(["cache", result]),
      request: (latency, status) => told.push(["request", latency >= 0, status]),
      retry: (attempt) => told.push(["retry", attempt]),
    },
  });
  await tokens.getToken();
  await tokens.getToken();
  expect(told).toEqual([
    ["cache", "miss"],
    ["request", true, "5xx"],
    ["retry", 1],
    ["request", true, "2xx"],
    ["cache", "hit"],
  ]);
  expect(JSON.stringify(told)).not.toContain(SECRET);
});
