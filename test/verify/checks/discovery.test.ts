import { describe, expect, test } from "vitest";
import {
  discoveryIssuer,
  discoveryReachable,
  discoveryTokenEndpoint,
  jwksReachable,
} from "../../../verify/checks/discovery.ts";
import { accountContext } from "../account-context.ts";

const ISSUER = "https://example.okta.com/oauth2/default";
const URI = `${ISSUER}/.well-known/openid-configuration`;
const KEYS = `${ISSUER}/v1/keys`;

/** A context whose every request gets this answer. */
function answering(body: unknown, init?: ResponseInit, evidence = {}) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const context = accountContext({
    evidence,
    fetch: async (url, sent) => {
      asked.push({ url: String(url), init: sent });
      if (body instanceof Error) throw body;
      return typeof body === "string" ? new Response(body, init) : Response.json(body, init);
    },
  });
  return { context, asked };
}

describe("discovery.reachable", () => {
  test("asks for JSON, follows no redirect, and hands the document and the clock on", async () => {
    const date = new Date(1_800_000_005_000).toUTCString();
    const { context, asked } = answering({ issuer: ISSUER }, { headers: { date } });
    expect(await discoveryReachable.run(context)).toEqual({
      status: "passed",
      seen: URI,
      evidence: { metadata: { issuer: ISSUER }, clockSkew: 5000 },
    });
    expect(asked).toEqual([
      {
        url: URI,
        init: {
          headers: { accept: "application/json" },
          redirect: "manual",
          signal: expect.any(AbortSignal),
        },
      },
    ]);
  });

  test("knows nothing of the clock where the server does not tell it", async () => {
    const { evidence } = await discoveryReachable.run(answering({}).context);
    expect(evidence).toEqual({ metadata: {} });
  });

  test.each([
    [{ errorCode: "E0000007", errorSummary: "Not found" }, 404, "404 E0000007: Not found"],
    ["null", 200, "200 with a body that is not shown"],
    ['"text"', 200, "200 with a body that is not shown"],
    ["<html>", 200, "200 with a body that is not JSON"],
    [{}, 302, "302 with a body that is not shown"],
  ])("does not take %j with status %i for a document", async (body, status, seen) => {
    expect(await discoveryReachable.run(answering(body, { status }).context)).toEqual({
      status: "failed",
      expected: "200 with a JSON document",
      seen: `${URI}: ${seen}`,
      cause: { side: "okta", setting: "authorization server (deleted, inactive, or another id)" },
    });
  });

  test.each([
    [Object.assign(new Error("late"), { name: "TimeoutError" }), "no answer in 1000 ms"],
    [new TypeError("fetch failed", { cause: new Error("self-signed") }), "self-signed"],
    [
      new TypeError("fetch failed", {
        cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
      }),
      "ECONNREFUSED",
    ],
    [Object.assign(new Error("numbered"), { code: 7 }), "numbered"],
  ])("says why there is no answer: %s", async (failure, reason) => {
    expect(await discoveryReachable.run(answering(failure).context)).toEqual({
      status: "failed",
      expected: "200 with a JSON document",
      seen: `${URI}: ${reason}`,
      cause: {},
    });
  });

  test("says so where the failure has no reason", async () => {
    const context = accountContext({ fetch: () => Promise.reject("just a text") });
    expect(await discoveryReachable.run(context)).toMatchObject({
      seen: `${URI}: no reason given`,
    });
  });
});

test("what the document names has to be what the stack declares", async () => {
  const context = accountContext({
    evidence: { metadata: { issuer: `${ISSUER}/`, token_endpoint: ["x"] } },
  });
  expect(await discoveryIssuer.run(context)).toEqual({
    status: "failed",
    expected: ISSUER,
    seen: `${ISSUER}/`,
    cause: {},
  });
  expect(await discoveryTokenEndpoint.run(context)).toMatchObject({
    status: "failed",
    expected: `${ISSUER}/v1/token`,
    seen: '["x"]',
  });
  expect(await discoveryIssuer.run(accountContext())).toMatchObject({ seen: "nothing" });
});

describe("jwks.reachable", () => {
  const evidence = { metadata: { jwks_uri: KEYS } };
  const rsa = { kty: "RSA", kid: "1" };

  test.each([
    [[rsa], `1 RSA key at ${KEYS}`],
    [[rsa, { ...rsa, use: "sig" }, { kty: "EC" }, null], `2 RSA keys at ${KEYS}`],
  ])("hands the keys on: %j", async (keys, seen) => {
    const { context, asked } = answering({ keys }, {}, evidence);
    expect(await jwksReachable.run(context)).toEqual({
      status: "passed",
      seen,
      evidence: { keys },
    });
    expect(asked[0]?.url).toBe(KEYS);
  });

  test.each([
    [{ keys: [{ ...rsa, use: "enc" }, { kty: "EC" }] }, 200, "2 keys, none of them"],
    [{ keys: {} }, 200, `${KEYS}: 200 with a body that is not shown`],
    [{ keys: [rsa] }, 500, `${KEYS}: 500 with a body that is not shown`],
    ["no JSON", 200, `${KEYS}: 200 with a body that is not JSON`],
  ])("does not take %j with status %i for a key set", async (body, status, seen) => {
    const { context } = answering(body, { status }, evidence);
    expect(await jwksReachable.run(context)).toEqual({
      status: "failed",
      expected: seen.startsWith("2") ? "at least one RSA key for signatures" : "200 with a key set",
      seen,
      cause: { side: "okta" },
    });
  });

  test("needs an address, and an answer", async () => {
    expect(await jwksReachable.run(accountContext())).toEqual({
      status: "failed",
      expected: "a jwks_uri in the discovery document",
      seen: "nothing",
      cause: { side: "okta" },
    });
    const down = answering(new Error("down"), {}, evidence);
    expect(await jwksReachable.run(down.context)).toEqual({
      status: "failed",
      expected: "200 with a key set",
      seen: `${KEYS}: down`,
      cause: {},
    });
  });
});
