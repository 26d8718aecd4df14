import { exportPKCS8, generateKeyPair } from "jose";
import { afterEach, describe, expect, test } from "vitest";
import { ServerClock } from "../../tokens/clock.ts";
import { client, closeEndpoint, endpoint } from "./endpoint.ts";

afterEach(closeEndpoint);

const NOW = Date.parse("2026-11-27T12:00:00Z");
const at = (seconds: number) => new Date(NOW + seconds * 1000).toUTCString();
const REFUSED = {
  status: 401,
  body: {
    error: "invalid_client",
    error_description: "The client_assertion token must be issued before the current time.",
  },
};

describe("the server's clock", () => {
  test.each([
    [at(600), 600],
    [at(-600), -600],
    [at(3), 3],
    [at(2), 0],
    [at(-2), 0],
    ["soon", 0],
    [undefined, 0],
  ])("by an answer of %s is ahead by %i s", (date, skew) => {
    const clock = new ServerClock(() => NOW + 999);
    clock.setBy(new Response(null, { headers: date === undefined ? {} : { date } }));
    expect(clock.skew).toBe(skew);
    expect(clock.seconds).toBe(NOW / 1000 + skew);
  });

  test("is this machine's again once that is right", () => {
    const clock = new ServerClock(() => NOW);
    for (const seconds of [600, 1]) {
      clock.setBy(new Response(null, { headers: { date: at(seconds) } }));
    }
    expect(clock.skew).toBe(0);
  });
});

describe("a wrong clock", () => {
  async function asked(answers: Parameters<typeof endpoint>, secret?: string) {
    const { privateKey } = await generateKeyPair("RS256", { extractable: true });
    const { url, seen } = await endpoint(...answers);
    let passed = 0;
    const tokens = client(url, {
      now: () => NOW,
      gate: async () => {
        passed += 1;
      },
      credential:
        secret === undefined
          ? { kind: "private_key_jwt", privateKey: await exportPKCS8(privateKey) }
          : { kind: "client_secret_post", clientSecret: secret },
    });
    const result = await tokens.getToken().catch((error: unknown) => error);
    const claims = seen.map(({ form }) => {
      const [, payload = ""] = form.get("client_assertion")?.split(".") ?? [];
      return payload === "" ? {} : JSON.parse(Buffer.from(payload, "base64url").toString());
    });
    return { result, claims, passed };
  }

  test("of this machine is told by the answer, and the assertion made again, once", async () => {
    const late = { ...REFUSED, headers: { date: at(-600) } };
    const { result, claims, passed } = await asked([late, {}]);
    expect(result).toMatchObject({ accessToken: "a.b.c" });
    const { iat, nbf, exp } = claims[1];
    expect(claims[0].iat).toBe(NOW / 1000);
    expect({ iat, nbf, exp }).toEqual({
      iat: NOW / 1000 - 600,
      nbf: NOW / 1000 - 600,
      exp: NOW / 1000 - 300,
    });
    expect(claims[1].jti).not.toBe(claims[0].jti);
    expect(passed).toBe(2);
  });

  test("of the server, which tells another time with every answer, is not followed for ever", async () => {
    const answers = [600, 1200, 1800].map((s) => ({ ...REFUSED, headers: { date: at(s) } }));
    const { result, claims } = await asked(answers);
    expect(result).toMatchObject({ code: "token-refused", details: { error: "invalid_client" } });
    expect(claims).toHaveLength(2);
  });

  test.each([
    ["the clock is right", { ...REFUSED, headers: { date: at(1) } }, undefined],
    [
      "the refusal is of something else",
      { status: 400, body: { error: "invalid_scope" }, headers: { date: at(600) } },
      undefined,
    ],
    ["the request says no time", { ...REFUSED, headers: { date: at(600) } }, "a-client-secret"],
  ])("is no reason to ask again where %s", async (_why, answer, secret) => {
    const { result, claims } = await asked([answer, {}], secret);
    expect(result).toMatchObject({ code: "token-refused" });
    expect(claims).toHaveLength(1);
  });
});
