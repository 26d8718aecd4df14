import fc from "fast-check";
import { type CryptoKey, exportSPKI, importJWK, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IdentityProvider, NOW, newKey, type SigningKey } from "./identity-provider.ts";
import { oktaAt, refusal, startWorld, TOKEN_EXPIRED, UNAUTHORIZED, type World } from "./world.ts";

let provider: IdentityProvider;
let foreign: SigningKey;
let world: World;
beforeAll(async () => {
  provider = new IdentityProvider(await newKey("k1"));
  foreign = await newKey("k1");
  await provider.start();
  world = await startWorld(oktaAt(provider.discoveryUri));
});
afterAll(() => provider.stop());

const login = (credentials: string) => world.security.login({ scheme: "bearer", credentials });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const key = () => provider.keys[0] as SigningKey;

async function tampered(): Promise<string> {
  const [header, , signature] = (await provider.sign({})).split(".");
  const claims = { iss: provider.url, aud: "api://default", sub: "x", exp: NOW / 1000 + 60 };
  return `${header}.${encode({ ...claims, groups: ["neo4j_admin"] })}.${signature}`;
}

/** Signed with the published public key as if it were a shared secret. */
async function confused(): Promise<string> {
  const publicKey = await exportSPKI((await importJWK(key().jwk, "RS256")) as CryptoKey);
  return new SignJWT({ sub: "x", exp: NOW / 1000 + 60 })
    .setProtectedHeader({ alg: "HS256", kid: "k1" })
    .setIssuer(provider.url)
    .setAudience("api://default")
    .sign(new TextEncoder().encode(publicKey));
}

const REFUSALS: [title: string, token: () => string | Promise<string>, reason: () => string][] = [
  [
    "for another audience",
    () => provider.sign({ aud: "api://other" }),
    () =>
      'unexpected "aud" claim value: "api://other", the provider\'s audience setting is ["api://default"]',
  ],
  [
    "for several other audiences",
    () => provider.sign({ aud: ["a", "b"] }),
    () =>
      'unexpected "aud" claim value: ["a","b"], the provider\'s audience setting is ["api://default"]',
  ],
  [
    "without audience",
    () => provider.sign({ aud: undefined }),
    () => 'missing required "aud" claim',
  ],
  [
    "of another issuer",
    () => provider.sign({ iss: "https://evil.example" }),
    () => 'unexpected "iss" claim value: "https://evil.example"',
  ],
  [
    "whose issuer has a slash too many",
    () => provider.sign({ iss: `${provider.url}/` }),
    () => `unexpected "iss" claim value: "${provider.url}/"`,
  ],
  ["without issuer", () => provider.sign({ iss: undefined }), () => 'missing required "iss" claim'],
  [
    "without subject",
    () => provider.sign({ sub: undefined }),
    () => 'missing required "sub" claim',
  ],
  ["with an empty subject", () => provider.sign({ sub: "" }), () => 'empty "sub" claim'],
  ["without expiry", () => provider.sign({ exp: undefined }), () => 'missing required "exp" claim'],
  [
    "that is not valid yet",
    () => provider.sign({ nbf: NOW / 1000 + 60 }),
    () => '"nbf" claim timestamp check failed',
  ],
  [
    "with a foreign signature under a known key id",
    () => provider.sign({}, foreign),
    () => "signature verification failed",
  ],
  [
    "with an unknown key id",
    () => provider.sign({}, key(), { kid: "k9" }),
    () => "no applicable key found in the JSON Web Key Set",
  ],
  ["whose claims were exchanged", tampered, () => "signature verification failed"],
  [
    "signed with HS256 and the public key",
    confused,
    () => '"alg" (Algorithm) Header Parameter value not allowed',
  ],
  [
    "signed with another RSA algorithm",
    () => `${encode({ alg: "PS256", kid: "k1" })}.${encode({ sub: "x" })}.AAAA`,
    () => '"alg" (Algorithm) Header Parameter value not allowed',
  ],
  [
    "not signed at all",
    () => `${encode({ alg: "none" })}.${encode({ sub: "x" })}.`,
    () => '"alg" (Algorithm) Header Parameter value not allowed',
  ],
  [
    "bound to a key (DPoP)",
    () => provider.sign({ cnf: { jkt: "thumb" } }),
    () => 'token is bound to a key ("cnf" claim), not a bearer token',
  ],
  ["that is opaque", () => "opaque-token", () => "Invalid Compact JWS"],
  ["that is empty", () => "", () => "Invalid Compact JWS"],
];

test.each(REFUSALS)("a token %s is refused", async (_, token, reason) => {
  world.log.length = 0;
  expect(await refusal(login(await token()))).toEqual(UNAUTHORIZED);
  expect(world.log).toEqual([
    `2026-01-02 03:04:05.678+0000 ERROR []: failed to log in: invalid principal or credentials (oidc-okta: ${reason()})`,
  ]);
});

test("an expired token is refused under its own code, and only if it is otherwise good", async () => {
  const exp = NOW / 1000 - 1;
  expect(await refusal(login(await provider.sign({ exp })))).toEqual(TOKEN_EXPIRED);
  expect(await refusal(login(await provider.sign({ exp, aud: "x" })))).toEqual(UNAUTHORIZED);
  expect(await refusal(login(await provider.sign({ exp }, foreign)))).toEqual(UNAUTHORIZED);
});

test("a login without token, or for another realm, is refused", async () => {
  expect(await refusal(world.security.login({ scheme: "bearer" }))).toEqual({
    code: UNAUTHORIZED.code,
    message: "Unsupported authentication token, missing key `credentials`",
  });
  const credentials = await provider.sign({});
  const elsewhere = world.security.login({ scheme: "bearer", credentials, realm: "oidc-azure" });
  expect(await refusal(elsewhere)).toEqual(UNAUTHORIZED);
  const here = world.security.login({ scheme: "bearer", credentials, realm: "oidc-okta" });
  expect((await here).provider).toBe("oidc-okta");
});

test.each([
  [
    "none",
    "Unsupported authentication token, scheme 'none' is only allowed when auth is disabled.",
  ],
  [
    "kerberos",
    "Unsupported authentication token, scheme 'kerberos' is not supported; use 'basic' or 'bearer'.",
  ],
  ["", "Unsupported authentication token, scheme '' is not supported; use 'basic' or 'bearer'."],
])("scheme '%s' is refused", async (scheme, message) => {
  expect(await refusal(world.security.login({ scheme }))).toEqual({
    code: UNAUTHORIZED.code,
    message,
  });
});

test("no token and no part of one is in the log", async () => {
  world.log.length = 0;
  const token = await provider.sign({ aud: "x\nforged line" });
  await refusal(login(token));
  expect(world.log).toHaveLength(1);
  expect(world.log[0]).not.toContain("\n");
  for (const part of token.split(".")) expect(world.log.join()).not.toContain(part);
});

test("no credentials crash the login: each is refused alike", async () => {
  const part = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.json({ maxDepth: 2 }).map((json) => Buffer.from(json).toString("base64url")),
    fc.constantFrom(encode({ alg: "RS256", kid: "k1" }), encode({ alg: "RS256" }), "AAAA"),
  );
  const credentials = fc.array(part, { maxLength: 5 }).map((parts) => parts.join("."));
  await fc.assert(
    fc.asyncProperty(credentials, async (text) => {
      expect(await refusal(login(text))).toEqual(UNAUTHORIZED);
    }),
    { numRuns: 300 },
  );
});
