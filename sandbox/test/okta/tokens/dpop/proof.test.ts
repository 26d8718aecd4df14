import { createHash } from "node:crypto";
import fc from "fast-check";
import { generateKeyPair } from "jose";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { currentNonce } from "../../../../okta/tokens/dpop/nonce.ts";
import { type Proven, verifyProof } from "../../../../okta/tokens/dpop/proof.ts";
import type { TokenState } from "../../../../okta/tokens/state.ts";
import { jsonNot } from "../../../support/json-types.ts";
import { type ClientKey, clientKey, proof, withHeader } from "../credentials.ts";
import { authorizationServer, start, tokenState, World } from "../world.ts";

let world: World;
let state: TokenState;
let key: ClientKey;
let other: ClientKey;
let proven: Proven;

beforeAll(async () => {
  key = await clientKey("dpop");
  other = await clientKey("other");
});

beforeEach(async () => {
  world = new World(await authorizationServer());
  state = await tokenState(world);
  proven = { method: "POST", url: world.tokenEndpoint };
});

const now = start / 1000;

describe("refusals", () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ["another type", {}, { typ: "JWT" }, "'typ' must be 'dpop+jwt' in the DPoP proof JWT."],
    ["no type", {}, { typ: undefined }, "'typ' must be 'dpop+jwt' in the DPoP proof JWT."],
    ["no key", {}, { jwk: undefined }, "The DPoP proof JWT cannot be parsed."],
    ["another method", { htm: "GET" }, {}, "'htm' claim in the DPoP proof JWT is invalid."],
    [
      "a method in lower case",
      { htm: "post" },
      {},
      "'htm' claim in the DPoP proof JWT is invalid.",
    ],
    [
      "another address",
      { htu: "http://127.0.0.1:8080/oauth2/v1/token" },
      {},
      "'htu' claim in the DPoP proof JWT is invalid.",
    ],
    ["no address", { htu: undefined }, {}, "'htu' claim in the DPoP proof JWT is invalid."],
    ["no address at all", { htu: "token" }, {}, "'htu' claim in the DPoP proof JWT is invalid."],
    [
      "an old proof",
      { iat: now - 301 },
      {},
      "The DPoP proof JWT is issued more than five minutes in the past.",
    ],
    ["a proof from later", { iat: now + 301 }, {}, "The DPoP proof JWT is issued in the future."],
    ["no issue time", { iat: undefined }, {}, "'iat' claim in the DPoP proof JWT is invalid."],
    ["an expired proof", { exp: now - 1 }, {}, "The DPoP proof JWT is expired."],
    ["a proof not yet good", { nbf: now + 9 }, {}, "The DPoP proof JWT is issued in the future."],
    ["an expiry as text", { exp: "never" }, {}, "The DPoP proof JWT cannot be parsed."],
    ["an issue time as text", { iat: "now" }, {}, "'iat' claim in the DPoP proof JWT is invalid."],
    ["no jti", { jti: undefined }, {}, "'jti' claim in the DPoP proof JWT is invalid."],
  ])("%s", async (_, claims, header, message) => {
    const jwt = await proof(world, key, { nonce: currentNonce(state), ...claims }, header);
    await expect(verifyProof(state, jwt, proven)).rejects.toMatchObject({
      status: 400,
      code: "invalid_dpop_proof",
      message,
    });
  });

  test("a signature by another key than the one it carries", async () => {
    const { kid: _, ...jwk } = other.jwk;
    const jwt = await proof(world, key, { nonce: currentNonce(state) }, { jwk });
    await expect(verifyProof(state, jwt, proven)).rejects.toMatchObject({
      code: "invalid_dpop_proof",
      message: "The DPoP proof JWT signature is invalid.",
    });
  });

  test("a private key in the header", async () => {
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    const { kid: _, ...jwk } = {
      ...key.jwk,
      ...(await crypto.subtle.exportKey("jwk", privateKey)),
    };
    const jwt = await proof(world, { ...key, privateKey }, { nonce: currentNonce(state) }, { jwk });
    await expect(verifyProof(state, jwt, proven)).rejects.toMatchObject({
      message: "The DPoP proof JWT cannot be parsed.",
    });
  });

  test.each(["", "abc", "a.b.c", "\u0000"])("%j instead of a proof", async (jwt) => {
    await expect(verifyProof(state, jwt, proven)).rejects.toMatchObject({
      status: 400,
      code: "invalid_dpop_proof",
      message: "The DPoP proof JWT cannot be parsed.",
    });
  });

  test("two proofs", async () => {
    const one = await proof(world, key, { nonce: currentNonce(state) });
    const two = await proof(world, key, { nonce: currentNonce(state) });
    await expect(verifyProof(state, `${one}, ${two}`, proven)).rejects.toMatchObject({
      code: "invalid_dpop_proof",
      message: "Multiple DPoP proof JWT headers are not allowed.",
    });
  });

  test("a MAC instead of a signature", async () => {
    const hmac = { ...key, privateKey: new TextEncoder().encode("k".repeat(32)), alg: "HS256" };
    const jwt = await proof(world, hmac, { nonce: currentNonce(state) });
    await expect(verifyProof(state, jwt, proven)).rejects.toMatchObject({
      message: "The DPoP proof JWT signature algorithm is invalid.",
    });
  });

  test.each<[string, unknown]>([
    ["no nonce", undefined],
    ["an invented nonce", "abc"],
    ["a nonce that is not text", 7],
  ])("%s gets the nonce to use, and costs no jti", async (_, nonce) => {
    const refused = verifyProof(state, await proof(world, key, { nonce, jti: "one" }), proven);
    await expect(refused).rejects.toMatchObject({
      status: 400,
      code: "use_dpop_nonce",
      message: "Authorization server requires nonce in DPoP proof.",
      headers: { "dpop-nonce": currentNonce(state) },
    });
    const retried = await proof(world, key, { nonce: currentNonce(state), jti: "one" });
    await expect(verifyProof(state, retried, proven)).resolves.toBeDefined();
  });

  test("a second use, as long as the proof is fresh", async () => {
    const jwt = await proof(world, key, { nonce: currentNonce(state) });
    await verifyProof(state, jwt, proven);
    world.now += 300_000;
    await expect(verifyProof(state, jwt, proven)).rejects.toMatchObject({
      code: "invalid_dpop_proof",
      message: "The DPoP proof JWT has already been used.",
    });
    world.now += 1000;
    await expect(verifyProof(state, jwt, proven)).rejects.toMatchObject({
      message: "The DPoP proof JWT is issued more than five minutes in the past.",
    });
  });

  test("the hash of another access token at a resource", async () => {
    const jwt = await proof(world, key, { ath: "abc" });
    await expect(verifyProof(state, jwt, { ...proven, accessToken: "t" })).rejects.toMatchObject({
      message: "'ath' claim in the DPoP proof does not match the presented access_token.",
    });
  });
});

describe("whatever type a claim or header has", () => {
  const claims: [string, fc.Arbitrary<unknown>][] = [
    ["htm", jsonNot("string")],
    ["htu", jsonNot("string")],
    ["iat", jsonNot("number")],
    ["exp", jsonNot("number")],
    ["nbf", jsonNot("number")],
    ["jti", jsonNot("string")],
    ["ath", jsonNot("string")],
  ];

  test.each(claims)("a proof with another %s is refused", async (name, values) => {
    const accessToken = "token";
    const ath = createHash("sha256").update(accessToken).digest("base64url");
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        const jwt = await proof(world, key, { ath, [name]: value });
        await expect(verifyProof(state, jwt, { ...proven, accessToken })).rejects.toMatchObject({
          status: 400,
          code: "invalid_dpop_proof",
        });
      }),
    );
  });

  test("a header of another type is refused as well", async () => {
    const header = fc.constantFrom("typ", "alg", "jwk", "crit", "b64");
    await fc.assert(
      fc.asyncProperty(header, jsonNot("string", "huge"), async (name, value) => {
        const good = await proof(world, key, { nonce: currentNonce(state) });
        const refused = verifyProof(state, withHeader(good, name, value), proven);
        await expect(refused).rejects.toMatchObject({ status: 400, code: "invalid_dpop_proof" });
      }),
    );
  });
});

test("two keys may use the same jti", async () => {
  for (const each of [key, other]) {
    const jwt = await proof(world, each, { nonce: currentNonce(state), jti: "same" });
    await expect(verifyProof(state, jwt, proven)).resolves.toMatch(/^[\w-]{43}$/);
  }
});

test("query and fragment of the address do not count", async () => {
  const claims = { nonce: currentNonce(state), htu: `${world.tokenEndpoint}?a=b#c` };
  await expect(verifyProof(state, await proof(world, key, claims), proven)).resolves.toBeDefined();
});

test("a nonce changes daily and is good for three days more", async () => {
  const nonce = currentNonce(state);
  const age = async (days: number) => {
    world.now = start + days * 86_400_000;
    return verifyProof(state, await proof(world, key, { nonce }), proven);
  };
  await expect(age(3)).resolves.toBeDefined();
  expect(currentNonce(state)).not.toBe(nonce);
  await expect(age(4)).rejects.toMatchObject({ code: "use_dpop_nonce" });
});
