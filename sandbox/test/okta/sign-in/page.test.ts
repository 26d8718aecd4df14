import { describe, expect, test } from "vitest";
import { Visitor } from "../../../okta/visitor.ts";
import { PASSWORD, REDIRECT, startPeople } from "./world.ts";

const { okta, admin, request } = await startPeople();
const ADA = "ada@example.com";

describe("the sign-in page", () => {
  test("has a form and no script, and forbids whatever it does not need", async () => {
    const { status, page, headers } = await new Visitor().open(request());
    expect(status).toBe(200);
    expect(page).toContain('name="identifier"');
    expect(page).toContain('name="credentials.passcode" type="password"');
    expect(page).toContain('<button type="submit">');
    expect(page).not.toContain("<script");
    const policy = headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:7474");
    expect(policy).not.toContain("script-src");
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-cache, no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
  });

  test("has the login hint in it, as text alone", async () => {
    const { page } = await new Visitor().open(request({ login_hint: '"><b>ada' }));
    expect(page).toContain('value="&quot;&gt;&lt;b&gt;ada"');
  });

  test("gives cookies that no script reads and no other site sends", async () => {
    const visitor = new Visitor();
    const first = await visitor.open(request());
    const after = await visitor.submit(request(), first.page, {
      identifier: ADA,
      "credentials.passcode": PASSWORD,
    });
    const cookies = [...first.headers.getSetCookie(), ...after.headers.getSetCookie()];
    expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual(["DT", "sid"]);
    for (const cookie of cookies) expect(cookie).toContain("; HttpOnly; SameSite=Lax");
  });
});

describe("the form", () => {
  const fields = { identifier: ADA, "credentials.passcode": PASSWORD };

  test("of another browser is refused", async () => {
    const { page } = await new Visitor().open(request());
    const stranger = await new Visitor().submit(request(), page, fields);
    expect(stranger.status).toBe(400);
    expect(stranger.page).toContain("Request expired, please start over and try again.");
    expect(stranger.headers.getSetCookie().join()).not.toContain("sid=");
  });

  test("cannot be posted again", async () => {
    const visitor = new Visitor();
    const { page } = await visitor.open(request());
    await visitor.submit(request(), page, fields);
    expect((await visitor.submit(request(), page, fields)).status).toBe(400);
  });

  test.each([
    ["a wrong password", { ...fields, "credentials.passcode": "Wrong-Horse-1" }],
    ["no password", { ...fields, "credentials.passcode": "" }],
    ["an unknown user", { ...fields, identifier: "nobody@example.com" }],
    ["a suspended user", { ...fields, identifier: "sue@example.com" }],
  ])("with %s says no more than that it did not work", async (_, wrong) => {
    const visitor = new Visitor();
    const { page } = await visitor.open(request());
    const answer = await visitor.submit(request(), page, wrong);
    expect(answer.status).toBe(401);
    expect(answer.page).toContain("Unable to sign in");
    expect(answer.sentTo).toBeUndefined();
    expect(answer.page).not.toContain("Wrong-Horse-1");
    const right = await visitor.submit(request(), answer.page, fields);
    expect(right.sentTo?.href.startsWith(REDIRECT)).toBe(true);
  });

  test("locks a user out after ten wrong passwords, and a page after as many", async () => {
    const visitor = new Visitor();
    const { page } = await visitor.open(request());
    for (let count = 0; count < 10; count += 1) {
      await visitor.submit(request(), page, { ...fields, "credentials.passcode": "Wrong-Horse-1" });
    }
    expect((await admin.get(`/api/v1/users/${ADA}`)).body.status).toBe("LOCKED_OUT");
    expect((await visitor.submit(request(), page, fields)).status).toBe(400);
    const fresh = await new Visitor().signIn(request(), ADA, PASSWORD);
    expect(fresh.status).toBe(401);
    await admin.post(`/api/v1/users/${ADA}/lifecycle/unlock`);
    expect((await new Visitor().signIn(request(), ADA, PASSWORD)).status).toBe(302);
  });
});

test("the log has neither password, nor code, nor handle", async () => {
  const { sentTo } = await new Visitor().signIn(request(), ADA, PASSWORD);
  const log = JSON.stringify(okta.log.entries);
  expect(log).toContain("/login/sign-in");
  expect(log).not.toContain(PASSWORD);
  expect(log).not.toContain("Wrong-Horse-1");
  expect(log).not.toContain("02.id.");
  expect(log).not.toContain(sentTo?.searchParams.get("code"));
});
