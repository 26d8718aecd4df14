import { describe, expect, test } from "vitest";
import { ASSERTION_TYPE, assertion } from "../credentials.ts";
import { basic, secret, start } from "../world.ts";
import {
  assertingClient,
  expired,
  malformed,
  refusal,
  wrongAlgorithm,
  wrongKid,
} from "./asserting-client.ts";

const client = assertingClient();
const now = start / 1000;

const wrongSignature = refusal("The client_assertion signature is invalid.");

describe("refused credentials", () => {
  test("a signature by another key under a registered kid", async () => {
    const form = await assertion(client.world, client.second, {}, { kid: "first" });
    expect((await client.request(form)).body).toEqual(wrongSignature);
  });

  test("an altered payload", async () => {
    const { client_assertion = "" } = await assertion(client.world, client.first);
    const [header, payload = "", signature] = client_assertion.split(".");
    const altered = Buffer.from(payload, "base64url").toString().replace("300", "301");
    const claims = Buffer.from(altered.replace(/"jti":"[^"]+"/, '"jti":"x"')).toString("base64url");
    const form = {
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: `${header}.${claims}.${signature}`,
    };
    expect((await client.request(form)).body).toEqual(wrongSignature);
  });

  test("an unsigned assertion", async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const payload = {
      iss: "etl-loader",
      sub: "etl-loader",
      aud: client.world.tokenEndpoint,
      exp: now + 9,
    };
    const form = {
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: `${encode({ alg: "none", kid: "first" })}.${encode(payload)}.`,
    };
    expect((await client.request(form)).body).toEqual(wrongAlgorithm);
  });

  test("where no key is registered", async () => {
    client.world.app.jwks = [];
    expect((await client.request(await assertion(client.world, client.first))).body).toEqual(
      refusal(
        "The client does not have a JWKSet configured, but the client_assertion requires one.",
      ),
    );
  });

  test("a secret that is shorter than the hash of its MAC", async () => {
    client.world.app.tokenEndpointAuthMethod = "client_secret_jwt";
    const privateKey = new TextEncoder().encode(secret);
    for (const [alg, status] of [
      ["HS256", 200],
      ["HS384", 401],
    ] as const) {
      const answer = await client.request(await assertion(client.world, { privateKey, alg }));
      expect(answer.status).toBe(status);
      if (status === 401) {
        expect(answer.body).toEqual(
          refusal("The client secret is too short to verify a JWT HMAC."),
        );
      }
    }
  });

  test("an unencoded payload", async () => {
    const form = await assertion(client.world, client.first, {}, { b64: true, crit: ["b64"] });
    expect((await client.request(form)).body).toEqual(malformed);
  });

  test("an inactive key", async () => {
    client.world.app.jwks = [{ ...client.first.registered, status: "INACTIVE" }];
    expect((await client.request(await assertion(client.world, client.first))).body).toEqual(
      wrongKid,
    );
  });

  test("no kid where two keys are registered", async () => {
    client.world.app.jwks = [client.first.registered, client.second.registered];
    const { kid: _, ...anonymous } = client.first;
    expect((await client.request(await assertion(client.world, anonymous))).body).toEqual(wrongKid);
  });

  test("an EC key that lost its curve on the way", async () => {
    const { crv: _, ...flat } = client.first.registered;
    client.world.app.jwks = [flat];
    expect((await client.request(await assertion(client.world, client.first))).body).toEqual(
      wrongKid,
    );
  });

  test("an encryption key", async () => {
    client.world.app.jwks = [{ ...client.first.registered, use: "enc" }];
    expect((await client.request(await assertion(client.world, client.first))).body).toEqual(
      wrongKid,
    );
  });

  test("a secret's MAC where a key pair is configured", async () => {
    const key = { privateKey: new TextEncoder().encode(secret), alg: "HS256" };
    expect((await client.request(await assertion(client.world, key))).body).toEqual(
      refusal(
        "Client authentication failed. Either the client or the client credentials are invalid.",
      ),
    );
  });

  test("the public key used as an HMAC secret", async () => {
    client.world.app.tokenEndpointAuthMethod = "client_secret_jwt";
    const publicText = new TextEncoder().encode(JSON.stringify(client.first.jwk));
    const form = await assertion(client.world, {
      privateKey: publicText,
      alg: "HS256",
      kid: "first",
    });
    expect((await client.request(form)).body).toEqual(wrongSignature);
  });

  test.each([
    ["not a JWT", "abc", malformed],
    ["five parts", "a.b.c.d.e", malformed],
    ["a payload that is not an object", `${btoa('{"alg":"ES256"}')}.${btoa("[]")}.x`, malformed],
  ])("%s", async (_, client_assertion, body) => {
    const answer = await client.request({
      client_assertion_type: ASSERTION_TYPE,
      client_assertion,
    });
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 401, body });
  });

  test.each([
    ["an unknown type", { client_assertion_type: "urn:x", client_assertion: "a.b.c" }],
    ["no type", { client_assertion: "a.b.c" }],
  ])("%s", async (_, form: Record<string, string>) => {
    const answer = await client.request(form);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: {
        error: "invalid_request",
        error_description: "The client_assertion_type is invalid.",
      },
    });
  });

  test("a type without an assertion", async () => {
    const answer = await client.request({ client_assertion_type: ASSERTION_TYPE });
    expect(answer.body).toEqual(refusal("No client credentials found."));
  });

  test("an assertion beside a secret", async () => {
    const answer = await client.request(await assertion(client.world, client.first), {
      authorization: basic("etl-loader", secret),
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toBe("invalid_request");
  });

  test("another client's id in the body", async () => {
    const form = { ...(await assertion(client.world, client.first)), client_id: "other" };
    expect((await client.request(form)).body.error).toBe("invalid_request");
  });

  test("a second use of the same assertion", async () => {
    const form = await assertion(client.world, client.first);
    expect((await client.request(form)).status).toBe(200);
    expect((await client.request(form)).body).toEqual(
      refusal("The client_assertion token has already been used."),
    );
    client.world.now += 301_000;
    expect((await client.request(form)).body).toEqual(expired);
  });
});
