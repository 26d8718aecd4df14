import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { type CurrentUser, Neo4jFailure } from "../../../neo4j-client/client.ts";
import { TokenClient } from "../../../tokens/client.ts";
import type { Check } from "../../../verify/checks/check.ts";
import type { Given, ProbeContext } from "../../../verify/checks/context.ts";
import {
  ownKeyRefused,
  passwordRefused,
  payloadTampered,
  signatureForged,
  unsignedRefused,
} from "../../../verify/probes/forged.ts";
import { audienceForeign, expiredRefused } from "../../../verify/probes/given.ts";
import {
  outsiderRefused,
  scopeRefused,
  unknownClientRefused,
} from "../../../verify/probes/okta.ts";
import { accountContext, fakeNeo4j } from "../account-context.ts";

const UNAUTHORIZED = "Neo.ClientError.Security.Unauthorized";
const EXPIRED = "Neo.ClientError.Security.TokenExpired";
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const HEADER = encode({ alg: "RS256", kid: "k1" });
const CLAIMS = { sub: "dashboard", groups: ["neo4j_reader"] };
const SIGNATURE = Buffer.alloc(256, 1).toString("base64url");

interface Sent {
  form: URLSearchParams;
  authorization: string;
}

/** Tries a refusal at a database, and an Okta, that answer so. */
async function attempt(
  check: Check<ProbeContext>,
  answers: { neo4j?: CurrentUser | string; okta?: { status: number; body: object } | Error },
  given: Given = {},
) {
  const logins: { scheme: string; principal?: string; credentials: string }[] = [];
  const sent: Sent[] = [];
  const { neo4j, okta = { status: 500, body: {} } } = answers;
  const base = accountContext({
    evidence: {
      token: {
        accessToken: `${HEADER}.${encode(CLAIMS)}.${SIGNATURE}`,
        tokenType: "Bearer",
        scope: "",
        receivedAt: 0,
        expiresAt: 0,
      },
      claims: CLAIMS,
    },
    neo4j: fakeNeo4j({
      currentUser: async (auth) => {
        logins.push(auth as never);
        if (typeof neo4j === "string") throw new Neo4jFailure(neo4j, "no");
        return neo4j ?? { name: "nobody", roles: [] };
      },
    }),
  });
  const tokens = new TokenClient({
    ...base.contract,
    clientId: "dashboard",
    credential: { kind: "client_secret_basic", clientSecret: "secret" },
    resilience: { maxRetries: 0 },
    fetch: async (_url, init) => {
      const { headers, body } = new Request(
        "https://example.com",
        init as RequestInit & { body: string },
      );
      const authorization = Buffer.from(
        headers.get("authorization")?.split(" ")[1] ?? "",
        "base64",
      );
      sent.push({
        form: new URLSearchParams(await new Response(body).text()),
        authorization: decodeURIComponent(authorization.toString()),
      });
      if (okta instanceof Error) throw okta;
      return Response.json(okta.body, { status: okta.status });
    },
  });
  const verdict = await check.run({ ...base, tokens, given });
  return { verdict, logins, sent };
}

describe("at Neo4j", () => {
  const forged = [
    payloadTampered,
    signatureForged,
    ownKeyRefused,
    unsignedRefused,
    passwordRefused,
  ];

  test.each(forged.map((check) => [check.id, check] as const))("%s", async (_id, check) => {
    expect((await attempt(check, { neo4j: UNAUTHORIZED })).verdict).toMatchObject({
      status: "passed",
      seen: `Neo4j: ${UNAUTHORIZED}`,
    });
    expect((await attempt(check, { neo4j: { name: "neo4j", roles: [] } })).verdict).toEqual({
      status: "failed",
      expected: UNAUTHORIZED,
      seen: "a login as neo4j",
      cause: {},
    });
    expect((await attempt(check, { neo4j: EXPIRED })).verdict).toMatchObject({
      status: "failed",
      seen: `${EXPIRED}: no`,
    });
    expect((await attempt(check, { neo4j: "ServiceUnavailable" })).verdict).toEqual({
      status: "skipped",
      reason: "ServiceUnavailable: no",
    });
  });

  test("an expired token may be refused by either status", async () => {
    const expiredToken = `${HEADER}.${encode({ exp: 1 })}.${SIGNATURE}`;
    for (const neo4j of [UNAUTHORIZED, EXPIRED]) {
      const { verdict } = await attempt(expiredRefused, { neo4j }, { expiredToken });
      expect(verdict).toMatchObject({ status: "passed", seen: `Neo4j: ${neo4j}` });
    }
    const { verdict } = await attempt(expiredRefused, {}, { expiredToken });
    expect(verdict).toMatchObject({ expected: `${EXPIRED} or ${UNAUTHORIZED}` });
  });

  test("a token that expires now tells nothing of its audience, and is expired", async () => {
    const token = `${HEADER}.${encode({ aud: "api://x", exp: 1_800_000_000 })}.${SIGNATURE}`;
    const foreign = await attempt(audienceForeign, {}, { foreignToken: token });
    expect(foreign.verdict).toEqual({
      status: "skipped",
      reason: "the token given has expired, which hides its audience",
    });
    const given = { expiredToken: token };
    const expired = await attempt(expiredRefused, { neo4j: EXPIRED }, given);
    expect(expired.verdict).toMatchObject({ status: "passed" });
  });

  async function offered(check: Check<ProbeContext>) {
    const { logins } = await attempt(check, { neo4j: UNAUTHORIZED });
    expect(logins).toHaveLength(1);
    return logins[0] ?? { scheme: "", credentials: "" };
  }

  test("other claims are offered under the real signature", async () => {
    const { scheme, credentials } = await offered(payloadTampered);
    const [header, payload = "", signature] = credentials.split(".");
    expect([scheme, header, signature]).toEqual(["bearer", HEADER, SIGNATURE]);
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toEqual({
      ...CLAIMS,
      groups: ["admin"],
    });
  });

  test("the real claims are offered under another signature of the same length", async () => {
    const { credentials } = await offered(signatureForged);
    const [header, payload, signature] = credentials.split(".");
    expect([header, payload]).toEqual([HEADER, encode(CLAIMS)]);
    expect(signature).toHaveLength(SIGNATURE.length);
    expect(signature).not.toBe(SIGNATURE);
  });

  test("the real claims are offered under a key that the token brings along", async () => {
    const { credentials } = await offered(ownKeyRefused);
    expect(decodeProtectedHeader(credentials)).toMatchObject({ alg: "ES256", jwk: { kty: "EC" } });
    expect(decodeJwt(credentials)).toEqual(CLAIMS);
  });

  test("the real claims are offered without a signature", async () => {
    const { credentials } = await offered(unsignedRefused);
    expect(credentials).toBe(`${encode({ alg: "none" })}.${encode(CLAIMS)}.`);
  });

  test("a name that nobody has is offered with a password", async () => {
    expect(await offered(passwordRefused)).toMatchObject({
      scheme: "basic",
      principal: expect.stringMatching(/^neo4j-okta-verify-[0-9a-f-]{36}$/),
      credentials: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });
});

describe("at Okta", () => {
  const outsider = { clientId: "outsider", clientSecret: "s" };
  const refused = (error: string, status = 400) => ({ okta: { status, body: { error } } });

  test.each([
    ["invalid_scope", scopeRefused, "invalid_scope or access_denied"],
    ["access_denied", scopeRefused, "invalid_scope or access_denied"],
    ["invalid_client", unknownClientRefused, "invalid_client"],
    ["access_denied", outsiderRefused, "access_denied"],
  ])("%s is the refusal that is wanted", async (error, check, expected) => {
    const given = { outsider };
    expect((await attempt(check, refused(error, 401), given)).verdict).toMatchObject({
      status: "passed",
      seen: `Okta: 401 ${error}`,
    });
    const token = { access_token: "a.b.c", token_type: "Bearer", expires_in: 60 };
    expect((await attempt(check, { okta: { status: 200, body: token } }, given)).verdict).toEqual({
      status: "failed",
      expected,
      seen: "a token",
      cause: {},
    });
    expect((await attempt(check, refused("other"), given)).verdict).toMatchObject({
      status: "failed",
      expected,
      seen: expect.stringMatching(/answered 400 to client .*: other$/),
    });
    expect((await attempt(check, { okta: new Error("down") }, given)).verdict).toMatchObject({
      status: "skipped",
      reason: expect.stringContaining("could not be reached: down"),
    });
  });

  test("each asks as somebody else, or for something else", async () => {
    const scope = (await attempt(scopeRefused, {})).sent[0];
    expect(scope?.form.get("scope")).toBe("neo4j_okta_verify_ungranted");
    expect(scope?.authorization).toBe("dashboard:secret");
    const unknown = (await attempt(unknownClientRefused, {})).sent[0];
    expect(unknown?.form.get("scope")).toBe("neo4j_groups");
    expect(unknown?.authorization).toMatch(/^neo4j-okta-verify-[0-9a-f-]{36}:[0-9a-f-]{36}$/);
    const other = (await attempt(outsiderRefused, {}, { outsider })).sent[0];
    expect(other?.authorization).toBe("outsider:s");
  });

  test("a client outside the policy has to be given", async () => {
    expect((await attempt(outsiderRefused, {})).verdict).toEqual({
      status: "skipped",
      reason: "no client outside the policy was given (--outsider)",
    });
  });
});
