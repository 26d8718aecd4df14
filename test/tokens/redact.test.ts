import { exportPKCS8, generateKeyPair } from "jose";
import { expect, test } from "vitest";
import { Redactor } from "../../tokens/redact.ts";

test("takes out JWTs and what it was told, as it is or within JSON", () => {
  const redactor = new Redactor();
  redactor.add('se"cret-value\n');
  expect(redactor.clean('a se"cret-value b')).toBe("a [secret] b");
  expect(redactor.clean(JSON.stringify({ x: 'se"cret-value' }))).toBe('{"x":"[secret]"}');
  expect(redactor.clean("Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln!")).toBe(
    "Bearer [token]!",
  );
  expect(redactor.clean("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")).toBe("[token]");
});

test("takes out every line of a private key", async () => {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const pem = await exportPKCS8(privateKey);
  const redactor = new Redactor();
  redactor.add(pem);
  for (const line of pem.split("\n").slice(1, 5)) {
    expect(redactor.clean(`x ${line} y`)).toBe("x [secret] y");
  }
});

test("takes out the members of a private JWK", () => {
  const redactor = new Redactor();
  const d = "a-private-exponent-of-some-length";
  redactor.add(JSON.stringify({ kty: "RSA", d, key_ops: Array(24).fill("sign") }));
  expect(redactor.clean(`d is ${d}`)).toBe("d is [secret]");
  expect(redactor.clean("kty RSA")).toBe("kty RSA");
});

test("leaves short texts alone, which could be part of ordinary words", () => {
  const redactor = new Redactor();
  redactor.add("short");
  redactor.add("six-le");
  redactor.add(undefined);
  redactor.add("  ");
  expect(redactor.clean("a short text in six-lets")).toBe("a short text in [secret]ts");
});

test("takes out a line of a secret only where it is long, and the whole secret always", () => {
  const redactor = new Redactor();
  const [long, short] = ["a".repeat(24), "b".repeat(23)];
  redactor.add(`${long}\n${short}`);
  expect(redactor.clean(`${short}, ${long}`)).toBe(`${short}, [secret]`);
  const broken = new Redactor();
  broken.add(`{"d":"${long}"`);
  expect(broken.clean(`{"d":"${long}"`)).toBe("[secret]");
});

test.each(["??>>??>>", "?~?~?~", "\u00fb\u00ff\u00fe\u00fb\u00ff\u00fe"])(
  "takes out %j in base64, wherever it begins, in both alphabets",
  (secret) => {
    const redactor = new Redactor();
    redactor.add(secret);
    for (const before of ["", "a", "ab", "abc"]) {
      for (const alphabet of ["base64", "base64url"] as const) {
        const text = Buffer.from(`${before}${secret}`).toString(alphabet);
        expect(redactor.clean(text)).toMatch(/^.{0,4}\[secret\].{0,4}$/);
      }
    }
  },
);

test("a plus stands for a blank only", () => {
  const redactor = new Redactor();
  redactor.add("a secret");
  expect(redactor.clean("a+secret")).toBe("[secret]");
  expect(redactor.clean("a%20secret")).toBe("[secret]");
  expect(redactor.clean("++++++++")).toBe("++++++++");
});
