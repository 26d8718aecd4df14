import { expect, test } from "vitest";
import { addPeople, peopleSeed } from "../../okta/people-seed.ts";
import { signIn, Visitor } from "../../okta/visitor.ts";
import { startOkta } from "./support.ts";

const redirectUri = "http://localhost:7474/browser/";
const password = "Correct-Horse-1";
const seed = peopleSeed({
  ...{ clientId: "browser-app", redirectUris: [redirectUri] },
  people: [{ login: "ada@example.com", password, groups: ["staff"] }],
});
const { okta } = await startOkta({ seed });
const own = {
  issuer: `${okta.url}/oauth2/default`,
  clientId: "browser-app",
  redirectUri,
  password,
};

test("people are added to an org that runs", async () => {
  await addPeople(okta.org, [{ login: "new@example.com", password, groups: ["staff"] }]);
  expect(await signIn({ ...own, login: "new@example.com" })).toMatchObject({ scope: "openid" });
  await expect(
    addPeople(okta.org, [{ login: "x@example.com", password, groups: ["nobody"] }]),
  ).rejects.toThrow("users.0: Api validation failed: groupIds");
});

test.each([
  ["what the client is told", { scope: "openid nothing" }, "invalid_scope: One or more scopes"],
  ["what a page says", { redirectUri: "http://localhost/" }, "must be a Login redirect URI"],
  ["a wrong password, which is not repeated", { password: "Wrong-Horse-1" }, "Unable to sign in"],
])("a refused sign-in names %s", async (_, changes, reason) => {
  const error = await signIn({ ...own, login: "ada@example.com", ...changes }).catch(
    (e: Error) => e,
  );
  expect(error).toMatchObject({ code: "sign-in-refused" });
  expect((error as Error).message).toContain(reason);
  expect((error as Error).message).not.toContain("Wrong-Horse-1");
});

test("a visitor fills forms alone", async () => {
  await expect(new Visitor().submit(okta.url, "<p>no form</p>", {})).rejects.toMatchObject({
    code: "sign-in-refused",
    message: "The sign-in was refused: the page has no form",
  });
});
