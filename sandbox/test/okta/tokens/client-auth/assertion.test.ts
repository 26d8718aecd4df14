import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { jsonNot } from "../../../support/json-types.ts";
import {
  ASSERTION_TYPE,
  assertion,
  type ClientKey,
  clientKey,
  withHeader,
} from "../credentials.ts";
import { app, authorizationServer, basic, post, secret, serve, start, World } from "../world.ts";

let world: World;
let fastify: FastifyInstance;
let first: ClientKey;
let second: ClientKey;
let rsa: ClientKey;

beforeAll(async () => {
  first = await clientKey("first");
  second = await clientKey("second");
  rsa = await clientKey("rsa", "RS256");
});

beforeEach(async () => {
  const client = app({ tokenEndpointAuthMethod: "private_key_jwt", jwks: [first.registered] });
  world = new World(await authorizationServer(), client);
  fastify = await serve(world);
});

const url = "/oauth2/default/v1/token";
const now = start / 1000;

async function request(form: Record<string, string>, headers?: Record<string, string>) {
  const grant = { grant_type: "client_credentials", scope: "neo4j_groups" };
  return await post(fastify, url, { ...grant, ...form }, headers);
}

const refusal = (error_description: string) => ({ error: "invalid_client", error_description });
const wrongSignature = refusal("The client_assertion signature is invalid.");
const wrongKid = refusal("The client_assertion JWT kid is invalid.");
const wrongIssuer = refusal("The issuer claim for client_assertion is not a valid client_id.");
const wrongSubject = refusal("The subject claim for client_assertion is not a valid client_id.");
const wrongAlgorithm = refusal("The client_assertion JWT signature algorithm is invalid.");
const noExpiry = refusal(
  "The client_assertion must contain the 'exp' claim as seconds since epoch.",
);
const wrongAudience = refusal(
  "The audience claim for client_assertion must be the endpoint invoked for the request.",
);
const expired = refusal("The client_assertion token is expired.");
const tooFar = refusal("The client_assertion token has an expiration too far into the future.");
const tooEarly = refusal("The client_assertion token must be issued before the current time.");
const malformed = refusal("The parsing of the client_assertion failed.");

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
    const answer = await request(await assertion(world, first, claims, header));
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 401, body });
  });
});

describe("refused credentials", () => {
  test("a signature by another key under a registered kid", async () => {
    const form = await assertion(world, second, {}, { kid: "first" });
    expect((await request(form)).body).toEqual(wrongSignature);
  });

  test("an altered payload", async () => {
    const { client_assertion = "" } = await assertion(world, first);
    const [header, payload = "", signature] = client_assertion.split(".");
    const altered = Buffer.from(payload, "base64url").toString().replace("300", "301");
    const claims = Buffer.from(altered.replace(/"jti":"[^"]+"/, '"jti":"x"')).toString("base64url");
    const form = {
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: `${header}.${claims}.${signature}`,
    };
    expect((await request(form)).body).toEqual(wrongSignature);
  });

  test("an unsigned assertion", async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const payload = {
      iss: "etl-loader",
      sub: "etl-loader",
      aud: world.tokenEndpoint,
      exp: now + 9,
    };
    const form = {
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: `${encode({ alg: "none", kid: "first" })}.${encode(payload)}.`,
    };
    expect((await request(form)).body).toEqual(wrongAlgorithm);
  });

  test("where no key is registered", async () => {
    world.app.jwks = [];
    expect((await request(await assertion(world, first))).body).toEqual(
      refusal(
        "The client does not have a JWKSet configured, but the client_assertion requires one.",
      ),
    );
  });

  test("a secret that is shorter than the hash of its MAC", async () => {
    world.app.tokenEndpointAuthMethod = "client_secret_jwt";
    const privateKey = new TextEncoder().encode(secret);
    for (const [alg, status] of [
      ["HS256", 200],
      ["HS384", 401],
    ] as const) {
      const answer = await request(await assertion(world, { privateKey, alg }));
      expect(answer.status).toBe(status);
      if (status === 401) {
        expect(answer.body).toEqual(
          refusal("The client secret is too short to verify a JWT HMAC."),
        );
      }
    }
  });

  test("an unencoded payload", async () => {
    const form = await assertion(world, first, {}, { b64: true, crit: ["b64"] });
    expect((await request(form)).body).toEqual(malformed);
  });

  test("an inactive key", async () => {
    world.app.jwks = [{ ...first.registered, status: "INACTIVE" }];
    expect((await request(await assertion(world, first))).body).toEqual(wrongKid);
  });

  test("no kid where two keys are registered", async () => {
    world.app.jwks = [first.registered, second.registered];
    const { kid: _, ...anonymous } = first;
    expect((await request(await assertion(world, anonymous))).body).toEqual(wrongKid);
  });

  test("an EC key that lost its curve on the way", async () => {
    const { crv: _, ...flat } = first.registered;
    world.app.jwks = [flat];
    expect((await request(await assertion(world, first))).body).toEqual(wrongKid);
  });

  test("an encryption key", async () => {
    world.app.jwks = [{ ...first.registered, use: "enc" }];
    expect((await request(await assertion(world, first))).body).toEqual(wrongKid);
  });

  test("a secret's MAC where a key pair is configured", async () => {
    const key = { privateKey: new TextEncoder().encode(secret), alg: "HS256" };
    expect((await request(await assertion(world, key))).body).toEqual(
      refusal(
        "Client authentication failed. Either the client or the client credentials are invalid.",
      ),
    );
  });

  test("the public key used as an HMAC secret", async () => {
    world.app.tokenEndpointAuthMethod = "client_secret_jwt";
    const publicText = new TextEncoder().encode(JSON.stringify(first.jwk));
    const form = await assertion(world, { privateKey: publicText, alg: "HS256", kid: "first" });
    expect((await request(form)).body).toEqual(wrongSignature);
  });

  test.each([
    ["not a JWT", "abc", malformed],
    ["five parts", "a.b.c.d.e", malformed],
    ["a payload that is not an object", `${btoa('{"alg":"ES256"}')}.${btoa("[]")}.x`, malformed],
  ])("%s", async (_, client_assertion, body) => {
    const answer = await request({ client_assertion_type: ASSERTION_TYPE, client_assertion });
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 401, body });
  });

  test.each([
    ["an unknown type", { client_assertion_type: "urn:x", client_assertion: "a.b.c" }],
    ["no type", { client_assertion: "a.b.c" }],
  ])("%s", async (_, form: Record<string, string>) => {
    const answer = await request(form);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: {
        error: "invalid_request",
        error_description: "The client_assertion_type is invalid.",
      },
    });
  });

  test("a type without an assertion", async () => {
    const answer = await request({ client_assertion_type: ASSERTION_TYPE });
    expect(answer.body).toEqual(refusal("No client credentials found."));
  });

  test("an assertion beside a secret", async () => {
    const answer = await request(await assertion(world, first), {
      authorization: basic("etl-loader", secret),
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toBe("invalid_request");
  });

  test("another client's id in the body", async () => {
    const form = { ...(await assertion(world, first)), client_id: "other" };
    expect((await request(form)).body.error).toBe("invalid_request");
  });

  test("a second use of the same assertion", async () => {
    const form = await assertion(world, first);
    expect((await request(form)).status).toBe(200);
    expect((await request(form)).body).toEqual(
      refusal("The client_assertion token has already been used."),
    );
    world.now += 301_000;
    expect((await request(form)).body).toEqual(expired);
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
          const form = await assertion(world, first, { [name]: value });
          for (const moment of [start, start, start + 300 * 86_400_000]) {
            world.now = moment;
            const { status, body } = await request(form);
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
        const { client_assertion = "", ...type } = await assertion(world, first);
        const answer = await request({
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
    expect((await request(await assertion(world, first, claims))).status).toBe(200);
  });

  test("an assertion without jti, as often as it is sent", async () => {
    const form = await assertion(world, first, { jti: undefined });
    for (const _ of [1, 2]) expect((await request(form)).status).toBe(200);
  });

  test("no kid where one key is registered", async () => {
    const { kid: _, ...anonymous } = first;
    expect((await request(await assertion(world, anonymous))).status).toBe(200);
  });

  test("both keys while a key is being replaced, and only the new one after", async () => {
    world.app.jwks = [first.registered, rsa.registered];
    for (const key of [first, rsa]) {
      expect((await request(await assertion(world, key))).status).toBe(200);
    }
    world.app.jwks = [rsa.registered];
    expect((await request(await assertion(world, first))).body).toEqual(wrongKid);
  });

  test("a MAC made with the secret where that is configured", async () => {
    world.app.tokenEndpointAuthMethod = "client_secret_jwt";
    const key = { privateKey: new TextEncoder().encode(secret), alg: "HS256" };
    expect((await request(await assertion(world, key))).status).toBe(200);
  });
});
