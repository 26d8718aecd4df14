import { generateKeyPairSync } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { OktaClient } from "../../../plugins/okta/client.ts";
import { readOktaConfiguration } from "../../../plugins/okta/configuration.ts";
import type { Properties } from "../../../plugins/protocol/values.ts";
import { RecordingOkta } from "./recording-okta.ts";

const { privateKey: key } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const privateKey = key.export({ format: "pem", type: "pkcs8" }).toString();
let okta: RecordingOkta;
let waits: number[];
let clients: OktaClient[];

beforeEach(async () => {
  okta = new RecordingOkta();
  waits = [];
  clients = [];
  await okta.start();
});
afterEach(async () => {
  vi.useRealTimers();
  for (const client of clients) client.close();
  await okta.stop();
});

function client(settings: Properties = {}): OktaClient {
  const made = new OktaClient(
    readOktaConfiguration(
      { httpProxy: okta.url, clientId: "deployer", scopes: ["a", "b"], privateKey, ...settings },
      {},
    ),
    async (milliseconds) => {
      waits.push(milliseconds);
    },
  );
  clients.push(made);
  return made;
}

const token = (value = "t-1", more = {}) => ({
  status: 200,
  body: { token_type: "Bearer", expires_in: 3600, access_token: value, ...more },
});
const fine = { status: 200, body: {} };
const refusal = (error: string, more = {}) => ({ status: 400, body: { error }, ...more });

/** The claims and the header of a JWT that was sent. */
function read(jwt: unknown) {
  return { ...decodeJwt(String(jwt)), header: decodeProtectedHeader(String(jwt)) };
}

/** Takes the first request: its form, and the assertion. */
function asked() {
  const request = okta.requests.shift();
  const form = Object.fromEntries(new URLSearchParams(String(request?.body)));
  return { request, form, assertion: read(form.client_assertion) };
}

test("asks the org for a token with an assertion of an hour, and presents it", async () => {
  okta.replies.push(token("t-1"), fine);
  await client({ privateKeyId: "key-1" }).request("sdk", "GET", "/api/v1/apps/x");
  expect(okta.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /oauth2/v1/token",
    "GET /api/v1/apps/x",
  ]);
  expect(okta.requests[1]?.headers.authorization).toBe("Bearer t-1");
  const { request, form, assertion } = asked();
  expect(request?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(request?.headers.authorization).toBeUndefined();
  expect(form).toMatchObject({
    grant_type: "client_credentials",
    scope: "a b",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  });
  expect(assertion).toMatchObject({
    header: { alg: "RS256", kid: "key-1" },
    iss: "deployer",
    sub: "deployer",
    aud: `${okta.url}/oauth2/v1/token`,
    jti: expect.stringMatching(/^[\w-]{36}$/),
  });
  expect((assertion.exp ?? 0) - (assertion.iat ?? 0)).toBe(3600);
});

test("without a key id the assertion names none", async () => {
  okta.replies.push(token(), fine);
  await client().request("sdk", "GET", "/x");
  expect(asked().assertion.header).not.toHaveProperty("kid");
});

test("calls at the same time and later share a token, until two seconds before its end", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  okta.replies.push(token("t-1"), fine, fine, fine, token("t-2"), fine);
  const one = client();
  await Promise.all([one.request("sdk", "GET", "/x"), one.request("supplement", "GET", "/y")]);
  vi.advanceTimersByTime(3_597_000);
  await one.request("sdk", "GET", "/z");
  vi.advanceTimersByTime(1_000);
  await one.request("sdk", "GET", "/later");
  const seen = okta.take().map(({ path, headers }) => [path, headers.authorization]);
  expect(seen.filter(([path]) => path === "/oauth2/v1/token")).toHaveLength(2);
  expect(seen.at(-1)).toEqual(["/later", "Bearer t-2"]);
});

test("a call after a refused one asks again", async () => {
  okta.replies.push(refusal("invalid_client"), token(), fine);
  const one = client();
  await expect(one.request("sdk", "GET", "/x")).rejects.toThrow("Empty access token");
  expect(await one.request("sdk", "GET", "/x")).toEqual({});
});

test("429: waits, and asks with another assertion", async () => {
  const date = "Sun, 22 Nov 2026 08:00:00 GMT";
  const reset = String(Date.parse(date) / 1000 + 5);
  okta.replies.push({ status: 429, headers: { date, "x-rate-limit-reset": reset } }, token(), fine);
  await client().request("sdk", "GET", "/x");
  expect(waits).toEqual([6_000]);
  expect(asked().assertion.jti).not.toBe(asked().assertion.jti);
});

describe("a refusal is told with its cause, and without a secret", () => {
  test.each([
    [
      { status: 401, body: { error: "invalid_client", error_description: "no such kid" } },
      "401, invalid_client, no such kid",
    ],
    [
      { status: 403, body: { errorCode: "E0000005", errorSummary: "Invalid session" } },
      "403, E0000005, Invalid session",
    ],
    [{ status: 500 }, "500"],
    [{ status: 200, body: { token_type: "Bearer" } }, "no access_token"],
    [refusal("use_dpop_nonce"), "400, use_dpop_nonce"],
  ])("%j", async (reply, cause) => {
    okta.replies.push(reply);
    const error: unknown = await client()
      .request("sdk", "GET", "/x")
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: `Empty access token (the sandbox adds: POST /oauth2/v1/token answered ${cause})`,
    });
    const { form } = asked();
    expect(String((error as Error).stack)).not.toContain(form.client_assertion);
  });
});

describe("DPoP", () => {
  const nonce = (value: string) => refusal("use_dpop_nonce", { headers: { "dpop-nonce": value } });
  const bound = token("t-1", { token_type: "DPoP" });

  test("proofs with a key of its own, then with the nonce, then on each call", async () => {
    okta.replies.push(refusal("invalid_dpop_proof"), nonce("n-1"), bound, fine);
    await client().request("sdk", "POST", "/api/v1/groups?limit=1", { a: 1 });
    const [first, second, third, call] = okta.take().map(({ headers }) => headers);
    expect(first?.dpop).toBeUndefined();
    const url = `${okta.url}/oauth2/v1/token`;
    expect(read(second?.dpop)).toMatchObject({ htm: "POST", htu: url });
    expect(read(third?.dpop)).toMatchObject({
      header: { typ: "dpop+jwt", alg: "RS256", jwk: { kty: "RSA" } },
      nonce: "n-1",
    });
    expect(read(third?.dpop).header.jwk).not.toHaveProperty("d");
    expect(call?.authorization).toBe("DPoP t-1");
    expect(read(call?.dpop)).toMatchObject({
      htm: "POST",
      htu: `${okta.url}/api/v1/groups`,
      ath: expect.stringMatching(/^[\w-]{43}$/),
    });
    const own = key.export({ format: "jwk" }).n;
    expect(read(call?.dpop).header.jwk?.n).not.toBe(own);
  });

  test("an org that is never content is asked three times", async () => {
    okta.replies.push(refusal("invalid_dpop_proof"), nonce("n-1"), nonce("n-2"));
    await expect(client().request("sdk", "GET", "/x")).rejects.toThrow("400, use_dpop_nonce");
    expect(okta.take()).toHaveLength(3);
  });
});
