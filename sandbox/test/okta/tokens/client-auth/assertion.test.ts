import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonNot } from "../../../support/json-types.ts";
import { assertion, withHeader } from "../credentials.ts";
import { secret, start } from "../world.ts";
import { assertingClient, expired, malformed, refusal, wrongKid } from "./asserting-client.ts";

const client = assertingClient();
const now = start / 1000;

const wrongIssuer = refusal("The issuer claim for client_assertion is not a valid client_id.");
const wrongSubject = refusal("The subject claim for client_assertion is not a valid client_id.");
const noExpiry = refusal(
  "The client_assertion must contain the 'exp' claim as seconds since epoch.",
);
const wrongAudience = refusal(
  "The audience claim for client_assertion must be the endpoint invoked for the request.",
);
const tooFar = refusal("The client_assertion token has an expiration too far into the future.");
const tooEarly = refusal("The client_assertion token must be issued before the current time.");

describe("refused claims and headers", () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, unknown]>([
    ["another issuer", { iss: "other" }, {}, wrongIssuer],
    ["no issuer", { iss: undefined }, {}, wrongIssuer],
    ["no subject", { sub: undefined }, {}, wrongSubject],
    ["the issuer as audience", { aud: "http://127.0.0.1:8080/oauth2/default" }, {}, wrongAudience],
    [
      "two audiences",
      { aud: ["http://127.0.0.1:8080/oauth2/default/v1/token"] },
      {},
      wrongAudience,
    ],
    [
      "another server's audience",
      { aud: "http://127.0.0.1:8080/oauth2/v1/token" },
      {},
      wrongAudience,
    ],
    ["no audience", { aud: undefined }, {}, wrongAudience],
    ["no expiry", { exp: undefined }, {}, noExpiry],
    ["an expiry as text", { exp: String(now + 60) }, {}, noExpiry],
    ["an issue time as text", { iat: "today" }, {}, malformed],
    ["an expiry at this very second", { exp: now }, {}, expired],
    ["an expiry in the past", { exp: now - 1 }, {}, expired],
    ["a lifetime of an hour and a second", { exp: now + 3601 }, {}, tooFar],
    ["an issue time in the future", { iat: now + 1 }, {}, tooEarly],
    ["a start in the future", { nbf: now + 1 }, {}, tooEarly],
    ["an unknown kid", {}, { kid: "third" }, wrongKid],
  ])("%s", async (_, claims, header, body) => {
    const answer = await client.request(
      await assertion(client.world, client.first, claims, header),
    );
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 401, body });
  });
});

describe("whatever type a claim or header has", () => {
  const claims: [string, fc.Arbitrary<unknown>][] = [
    ["iss", jsonNot("string")],
    ["sub", jsonNot("string")],
    ["aud", jsonNot("string")],
    ["exp", jsonNot("number")],
    ["iat", jsonNot("number")],
    ["nbf", jsonNot("number")],
    ["jti", jsonNot("string")],
  ];

  test.each(claims)(
    "an assertion with another %s gives no token, now or later",
    async (name, values) => {
      await fc.assert(
        fc.asyncProperty(values, async (value) => {
          const form = await assertion(client.world, client.first, { [name]: value });
          for (const moment of [start, start, start + 300 * 86_400_000]) {
            client.world.now = moment;
            const { status, body } = await client.request(form);
            expect([status, body.error ?? body.errorCode]).toEqual([401, "invalid_client"]);
          }
        }),
        { numRuns: 60 },
      );
    },
  );

  test("a header of another type is refused as well", async () => {
    const header = fc.constantFrom("alg", "kid", "typ", "crit", "b64");
    await fc.assert(
      fc.asyncProperty(header, jsonNot("string", "huge"), async (name, value) => {
        const { client_assertion = "", ...type } = await assertion(client.world, client.first);
        const answer = await client.request({
          ...type,
          client_assertion: withHeader(client_assertion, name, value),
        });
        expect([answer.status, answer.body.error]).toEqual([401, "invalid_client"]);
      }),
    );
  });
});

describe("accepted", () => {
  test.each<[string, Record<string, unknown>]>([
    ["a lifetime of exactly one hour", { exp: now + 3600 }],
    ["no issue time", { iat: undefined }],
    ["no jti", { jti: undefined }],
  ])("%s", async (_, claims) => {
    expect((await client.request(await assertion(client.world, client.first, claims))).status).toBe(
      200,
    );
  });

  test("an assertion without jti, as often as it is sent", async () => {
    const form = await assertion(client.world, client.first, { jti: undefined });
    for (const _ of [1, 2]) expect((await client.request(form)).status).toBe(200);
  });

  test("no kid where one key is registered", async () => {
    const { kid: _, ...anonymous } = client.first;
    expect((await client.request(await assertion(client.world, anonymous))).status).toBe(200);
  });

  test("both keys while a key is being replaced, and only the new one after", async () => {
    client.world.app.jwks = [client.first.registered, client.rsa.registered];
    for (const key of [client.first, client.rsa]) {
      expect((await client.request(await assertion(client.world, key))).status).toBe(200);
    }
    client.world.app.jwks = [client.rsa.registered];
    expect((await client.request(await assertion(client.world, client.first))).body).toEqual(
      wrongKid,
    );
  });

  test("a MAC made with the secret where that is configured", async () => {
    client.world.app.tokenEndpointAuthMethod = "client_secret_jwt";
    const key = { privateKey: new TextEncoder().encode(secret), alg: "HS256" };
    expect((await client.request(await assertion(client.world, key))).status).toBe(200);
  });
});
