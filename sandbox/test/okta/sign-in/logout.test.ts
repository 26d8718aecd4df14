import { describe, expect, test } from "vitest";
import { signIn, Visitor } from "../../../okta/visitor.ts";
import { CLIENT, ORIGIN, PASSWORD, REDIRECT, startPeople } from "./world.ts";

const { okta, issuer, request, clock, tokensOf } = await startPeople();
const ADA = "ada@example.com";

function address(parameters: Record<string, string>): URL {
  const url = new URL(`${issuer}/v1/logout`);
  url.search = new URLSearchParams(parameters).toString();
  return url;
}

test("a session ends, also by an ID token that has expired, and the browser goes where it may", async () => {
  const visitor = new Visitor();
  const own = { issuer, clientId: CLIENT, redirectUri: REDIRECT, login: ADA, password: PASSWORD };
  const { id_token = "" } = await signIn({ ...own, visitor });
  expect((await visitor.open(request({ prompt: "none" }))).sentTo?.href).toContain("code=");
  clock.ahead += 61 * 60 * 1000;
  const { status, sentTo } = await visitor.open(
    address({ id_token_hint: id_token, post_logout_redirect_uri: `${ORIGIN}/`, state: "s" }),
  );
  expect([status, sentTo?.href]).toEqual([302, `${ORIGIN}/?state=s`]);
  expect((await visitor.open(request({ prompt: "none" }))).sentTo?.href).toContain(
    "login_required",
  );
});

test("without an address the browser is told that it signed out", async () => {
  const { id_token = "" } = await tokensOf(ADA);
  const { status, page } = await new Visitor().open(address({ id_token_hint: id_token }));
  expect(status).toBe(200);
  expect(page).toContain("You have signed out.");
});

describe("a page says what is wrong", () => {
  test("with the ID token", async () => {
    for (const hint of [{}, { id_token_hint: "none" }]) {
      const { status, page } = await new Visitor().open(address(hint));
      expect(status).toBe(400);
      expect(page).toContain("The id token is invalid.");
    }
    const { access_token } = await tokensOf(ADA);
    const { page } = await new Visitor().open(address({ id_token_hint: access_token }));
    expect(page).toContain("The id token is invalid.");
  });

  test("with the address", async () => {
    const { id_token = "" } = await tokensOf(ADA);
    const { status, page } = await new Visitor().open(
      address({ id_token_hint: id_token, post_logout_redirect_uri: "https://evil.example/" }),
    );
    expect(status).toBe(400);
    expect(page).toContain(
      "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.",
    );
  });

  test("with the session, which is of another user", async () => {
    const { id_token = "" } = await tokensOf(ADA);
    const app = [...okta.org.apps.values()].find(({ clientId }) => clientId === CLIENT);
    if (app) app.body.settings.implicitAssignment = true;
    const visitor = new Visitor();
    await visitor.signIn(request(), "eve@example.com", PASSWORD);
    const { page } = await visitor.open(address({ id_token_hint: id_token }));
    expect(page).toContain("The ID token subject does not match the current session's user.");
  });
});
