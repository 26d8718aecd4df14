import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UnsecuredJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPersonTokens } from "../../../verify/inputs/person-tokens.ts";
import { accountContext } from "../account-context.ts";

const signIns = [
  { id: "okta", issuer: "https://example.okta.com/oauth2/people", audience: "api://people" },
  { id: "other", audience: "neo4j" },
] as never;
const contract = { ...accountContext().contract, signIns };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "person-token-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(token: string, stack = contract) {
  const file = join(folder, "token");
  await writeFile(file, `${token}\n`);
  return readPersonTokens([file], stack);
}

const jwt = (claims: Record<string, unknown>) => new UnsecuredJWT(claims).encode();
const PEOPLE = "https://example.okta.com/oauth2/people";

test("knows the sign-in of a token by issuer and audience, of one without an issuer by the audience", async () => {
  const token = jwt({ iss: PEOPLE, aud: ["api://people"] });
  expect(await read(token)).toEqual([
    { signIn: "okta", token, claims: { iss: PEOPLE, aud: ["api://people"] } },
  ]);
  expect(await read(jwt({ iss: "https://x", aud: "neo4j" }))).toMatchObject([{ signIn: "other" }]);
});

test.each([
  [
    "opaque",
    "ya29.a0AfB_secret",
    "holds no JWT with an issuer. Fix: give the access token, or the ID token",
  ],
  ["without an issuer", jwt({ aud: "neo4j" }), "holds no JWT with an issuer"],
  [
    "for another audience",
    jwt({ iss: PEOPLE, aud: "api://other" }),
    `is of ${PEOPLE}, for api://other, which no sign-in takes: okta (${PEOPLE}, api://people); other`,
  ],
  ["for nobody", jwt({ iss: "https://\u001b[31mx" }), "is of https://[31mx, for nobody, which"],
])("refuses a token that is %s, and repeats nothing else of it", async (_, token, message) => {
  const error = await read(token).catch((refusal) => refusal);
  expect(error).toMatchObject({ code: "verify-person-token", exitCode: 2 });
  expect(error.message).toContain(message);
  expect(error.message).not.toContain(token.split(".")[1]);
});

test("has none for a stack without sign-ins", async () => {
  const token = jwt({ iss: PEOPLE, aud: "api://people" });
  await expect(read(token, accountContext().contract as never)).rejects.toThrow(
    "the stack has none",
  );
});
