import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import type { Check } from "../../../verify/checks/check.ts";
import {
  tokenAudience,
  tokenClient,
  tokenIssuer,
  tokenScope,
  tokenSignature,
  tokenSubject,
} from "../../../verify/checks/claims.ts";
import type { AccountContext } from "../../../verify/checks/context.ts";
import {
  groupsEqual,
  groupsMapped,
  groupsPresent,
  groupsType,
} from "../../../verify/checks/groups.ts";
import { tokenLifetime } from "../../../verify/checks/lifetime.ts";
import { ACCOUNT, accountContext } from "../account-context.ts";

const NOW = 1_800_000_000;
const ISSUER = "https://example.okta.com/oauth2/default";
let sign: (header?: object, claims?: object) => Promise<string>;
let key: JWK;

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  key = { ...(await exportJWK(publicKey)), kid: "k1" };
  sign = (header = {}, claims = { iat: NOW - 60, exp: NOW + 60 }) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "k1", ...header })
      .sign(privateKey);
});

function withToken(accessToken: string, changes: Partial<AccountContext> = {}) {
  const token = { accessToken, tokenType: "Bearer", scope: "", receivedAt: 0, expiresAt: 0 };
  return accountContext({
    ...changes,
    evidence: { token, keys: [{ ...key }], ...changes.evidence },
  });
}

describe("token.signature", () => {
  test("hands the claims on once the signature is verified, whatever the times", async () => {
    const old = { iat: NOW - 9000, exp: NOW - 8000, sub: "dashboard" };
    expect(await tokenSignature.run(withToken(await sign({}, old)))).toEqual({
      status: "passed",
      seen: "RS256, key k1",
      evidence: { claims: old },
    });
    const timeless = { exp: NOW + 1 };
    const early = { iat: NOW + 9000, nbf: NOW + 9000, exp: NOW + 9060 };
    for (const claims of [timeless, early, { nbf: NOW - 1, exp: NOW + 1 }]) {
      expect(await tokenSignature.run(withToken(await sign({}, claims)))).toMatchObject({
        status: "passed",
        evidence: { claims },
      });
    }
  });

  test("refuses what is no JWT, another algorithm, and a signature of another key", async () => {
    expect(await tokenSignature.run(withToken("opaque"))).toEqual({
      status: "failed",
      expected: "a JWT",
      seen: "a token that is not a JWT",
      cause: {},
    });
    const none = `${Buffer.from('{"alg":"none","kid":"k1"}').toString("base64url")}.e30.`;
    expect(await tokenSignature.run(withToken(none))).toMatchObject({
      expected: "RS256",
      seen: '"none"',
    });
    const [header, payload] = (await sign()).split(".");
    expect(await tokenSignature.run(withToken(`${header}.${payload}.AAAA`))).toMatchObject({
      status: "failed",
      expected: "a valid signature",
      seen: "signature verification failed",
    });
  });

  test("reads the key set once more for a key that it did not have", async () => {
    const asked: string[] = [];
    const metadata = { jwks_uri: `${ISSUER}/v1/keys` };
    const rotated = withToken(await sign(), {
      evidence: { keys: [{ ...key, kid: "k0" }], metadata },
      fetch: async (url) => {
        asked.push(String(url));
        return Response.json({ keys: [key] });
      },
    });
    expect(await tokenSignature.run(rotated)).toMatchObject({ status: "passed" });
    expect(asked).toEqual([metadata.jwks_uri]);
    const gone = withToken(await sign({ kid: "k2" }), {
      evidence: { metadata },
      fetch: async () => Response.json({ keys: [key] }),
    });
    expect(await tokenSignature.run(gone)).toEqual({
      status: "failed",
      expected: 'key "k2" in the JWKS',
      seen: "no such key",
      cause: {},
    });
  });

  test("does not read the key set again for a key that it has", async () => {
    const asked: string[] = [];
    const known = withToken(await sign(), {
      evidence: { metadata: { jwks_uri: `${ISSUER}/v1/keys` } },
      fetch: async (url) => {
        asked.push(String(url));
        return Response.json({ keys: [key] });
      },
    });
    expect(await tokenSignature.run(known)).toMatchObject({ status: "passed" });
    expect(asked).toEqual([]);
  });

  test("keeps the keys that it has where the set cannot be read again", async () => {
    const failing = withToken(await sign({ kid: "k2" }), {
      evidence: { metadata: { jwks_uri: `${ISSUER}/v1/keys` } },
      fetch: () => Promise.reject(new Error("down")),
    });
    expect(await tokenSignature.run(failing)).toMatchObject({ seen: "no such key" });
  });
});

const claimed = (claims: Record<string, unknown>) => accountContext({ evidence: { claims } });

test.each<[string, Check<AccountContext>, unknown, unknown, string, string]>([
  ["iss", tokenIssuer, ISSUER, `${ISSUER}/`, ISSUER, `${ISSUER}/`],
  ["aud", tokenAudience, "api://default", "api://x", "api://default", '"api://x"'],
  ["aud", tokenAudience, ["api://x", "api://default"], ["api://x"], "api://default", '["api://x"]'],
  ["cid", tokenClient, "dashboard", "other", "dashboard", "other"],
  ["sub", tokenSubject, "dashboard", 7, "dashboard", "7"],
  [
    "scp",
    tokenScope,
    ["neo4j_groups"],
    ["neo4j_groups", "x"],
    '["neo4j_groups"]',
    '["neo4j_groups","x"]',
  ],
  ["scp", tokenScope, ["neo4j_groups"], ["x"], '["neo4j_groups"]', '["x"]'],
  ["scp", tokenScope, ["neo4j_groups"], "neo4j_groups", '["neo4j_groups"]', '"neo4j_groups"'],
  ["groups", groupsPresent, [], null, "claim groups", "no such claim"],
  ["groups", groupsPresent, "x", undefined, "claim groups", "no such claim"],
  ["groups", groupsType, "x", 7, "a list of texts", "7"],
  ["groups", groupsType, ["x"], ["x", 7], "a list of texts", '["x",7]'],
  ["groups", groupsEqual, "neo4j_reader", [], '["neo4j_reader"]', "[]"],
  [
    "groups",
    groupsEqual,
    ["neo4j_reader"],
    ["a", "neo4j_reader"],
    '["neo4j_reader"]',
    '["a","neo4j_reader"]',
  ],
  ["groups", groupsEqual, ["neo4j_reader"], undefined, '["neo4j_reader"]', "[]"],
])("%s: %o of %o is fine, %j is not", async (claim, check, good, bad, expected, seen) => {
  expect(await check.run(claimed({ [claim]: good }))).toMatchObject({ status: "passed" });
  expect(await check.run(claimed({ [claim]: bad }))).toEqual({
    status: "failed",
    expected,
    seen,
    cause: {},
  });
});

test("without claims nothing is as declared", async () => {
  for (const check of [tokenIssuer, tokenAudience, tokenClient, tokenScope, tokenSubject]) {
    expect(await check.run(accountContext())).toMatchObject({ status: "failed", seen: "nothing" });
  }
  for (const check of [groupsPresent, groupsType, groupsEqual, tokenLifetime]) {
    expect(await check.run(accountContext())).toMatchObject({ status: "failed" });
  }
});

test("compares groups whatever their order, and shows them sorted", async () => {
  const account = { ...ACCOUNT, groups: ["b", "a"] };
  const context = { ...claimed({ groups: ["b", "a"] }), account };
  expect(await groupsEqual.run(context)).toMatchObject({ status: "passed", seen: '["a","b"]' });
  expect(await groupsPresent.run(context)).toMatchObject({ seen: '["b","a"]' });
  expect(await groupsType.run(context)).toMatchObject({ seen: '["b","a"]' });
});

test("wants a role for each group of the account", async () => {
  const account = { ...ACCOUNT, groups: ["neo4j_reader", "empty", "unknown"] };
  const context = accountContext({ account });
  context.contract.groups = { neo4j_reader: ["reader"], empty: [] };
  expect(await groupsMapped.run(context)).toEqual({
    status: "failed",
    expected: "roles",
    seen: 'none for ["empty","unknown"]',
    cause: {},
  });
  expect(await groupsMapped.run(accountContext())).toMatchObject({
    status: "passed",
    seen: '["neo4j_reader"]',
  });
});

describe("token.lifetime", () => {
  const lived = (claims: Record<string, unknown>, evidence = {}) =>
    tokenLifetime.run(accountContext({ evidence: { claims, ...evidence } }));

  test("wants exactly the declared minutes", async () => {
    expect(await lived({ iat: NOW, exp: NOW + 3600 })).toMatchObject({
      status: "passed",
      seen: "60 minutes",
    });
    expect(await lived({ iat: NOW, exp: NOW + 3540 })).toEqual({
      status: "failed",
      expected: "60 minutes",
      seen: "59 minutes",
      cause: {},
    });
  });

  test.each([{ iat: NOW }, { exp: NOW }, { iat: NOW, exp: "soon" }])(
    "wants both times: %j",
    async (claims) => {
      expect(await lived(claims)).toMatchObject({ expected: "iat and exp", seen: "not both" });
    },
  );

  test.each([
    [{ iat: NOW + 31, exp: NOW + 3631 }, {}, 31],
    [{ iat: NOW - 31, exp: NOW + 3569 }, {}, 31],
    [{ iat: NOW, exp: NOW + 3600 }, { clockSkew: -31_000 }, 31],
    [{ iat: NOW, exp: NOW + 3600 }, { token: { receivedAt: (NOW + 40) * 1000 } }, 40],
  ])("names clocks that disagree: %j %j", async (claims, evidence, seconds) => {
    expect(await lived(claims, evidence)).toMatchObject({
      status: "failed",
      expected: "clocks that agree",
      seen: `Okta's clock and this one differ by ${seconds} s`,
      cause: { side: "network", setting: "system clock (NTP)" },
    });
  });

  test("tolerates thirty seconds", async () => {
    expect(await lived({ iat: NOW + 30, exp: NOW + 3630 }, { clockSkew: 30_000 })).toMatchObject({
      status: "passed",
    });
  });
});
