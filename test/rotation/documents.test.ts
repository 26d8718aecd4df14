import { expect, test } from "vitest";
import { jwksDocument } from "../../rotation/registries/jwks-document.ts";

const uri = "https://keys.example.com/etl.json";

test.each([
  [new Response("", { status: 404 }), "it answers 404"],
  [new Response("<html>"), "it is no JWKS document with kids"],
  [Response.json({ keys: [{ kty: "RSA" }] }), "it is no JWKS document with kids"],
])("what is served and cannot be read is told", async (response, what) => {
  const place = jwksDocument({ account: "etl", file: "etl.json", uri }, async () => response);
  await expect(place.taken()).rejects.toMatchObject({
    code: "rotation-served",
    message: `etl: the JWKS document at ${uri} cannot be read: ${what}. Fix: serve it there, as Okta reads the same address.`,
  });
});
