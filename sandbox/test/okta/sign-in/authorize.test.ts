import { describe, expect, test } from "vitest";
import { Visitor } from "../../../okta/visitor.ts";
import { CLIENT, PASSWORD, REDIRECT, startPeople } from "./world.ts";

const { okta, admin, request, clock } = await startPeople();
const ADA = "ada@example.com";

/** What the client is told: the parameters at its redirect URI. */
async function told(changes: Record<string, string | undefined>, visitor = new Visitor()) {
  const { sentTo } = await visitor.signIn(request(changes), ADA, PASSWORD);
  return Object.fromEntries(sentTo?.searchParams ?? []);
}

test("a person signs in and comes back to the exact redirect URI with code and state", async () => {
  const { status, sentTo } = await new Visitor().signIn(request(), ADA, PASSWORD);
  expect(status).toBe(302);
  expect(`${sentTo}`).toMatch(
    /^http:\/\/localhost:7474\/browser\/\?idp_id=okta&auth_flow_step=redirect_uri&code=\w{43}&state=a-state$/,
  );
});

describe("an error page that sends nothing anywhere", () => {
  const REDIRECT_URI =
    "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.";
  const CLIENT_ID = "Invalid value for 'client_id' parameter.";
  test.each<[string, Record<string, string | undefined>, string]>([
    ["another redirect URI", { redirect_uri: `${REDIRECT}&x=1` }, REDIRECT_URI],
    ["a redirect URI of another host", { redirect_uri: "https://evil.example/" }, REDIRECT_URI],
    ["no redirect URI", { redirect_uri: undefined }, REDIRECT_URI],
    ["an unknown client", { client_id: "nobody" }, CLIENT_ID],
    ["no client", { client_id: undefined }, CLIENT_ID],
  ])("%s", async (_, changes, description) => {
    const { status, page, sentTo } = await new Visitor().open(request(changes));
    expect(status).toBe(400);
    expect(sentTo).toBeUndefined();
    expect(page).toContain(`Your request resulted in an error. ${description}`);
  });

  test("a parameter that is given twice", async () => {
    const { status, page } = await new Visitor().open(`${request()}&client_id=other`);
    expect(status).toBe(400);
    expect(page).toContain("The request contained multiple parameters with the same name.");
  });

  test("an inactive app, and one of a service", async () => {
    const service = await admin.post("/api/v1/apps", {
      ...{ name: "oidc_client", label: "job", signOnMode: "OPENID_CONNECT" },
      credentials: { oauthClient: { client_id: "job-client" } },
      settings: {
        oauthClient: { application_type: "service", grant_types: ["client_credentials"] },
      },
    });
    const { page } = await new Visitor().open(request({ client_id: "job-client" }));
    expect(page).toContain("Clients with 'application_type' of 'service' are not allowed");
    await admin.post(`/api/v1/apps/${service.body.id}/lifecycle/deactivate`);
    expect((await new Visitor().open(request({ client_id: "job-client" }))).page).toContain(
      CLIENT_ID,
    );
  });

  test("an unknown authorization server", async () => {
    const address = `${request()}`.replace("/oauth2/default/", "/oauth2/nothing/");
    const { status, page } = await new Visitor().open(address);
    expect(status).toBe(404);
    expect(page).toContain("<h2>Not Found</h2>");
    expect(page).toContain("Not found: Resource not found: nothing (AuthorizationServer)");
  });
});

describe("a refusal that the client is told", () => {
  test.each<[string, Record<string, string | undefined>, string, string]>([
    [
      "no state",
      { state: undefined },
      "invalid_request",
      "The authentication request has an invalid 'state' parameter.",
    ],
    [
      "no PKCE challenge",
      { code_challenge: undefined },
      "invalid_request",
      "PKCE code challenge is required by the application.",
    ],
    [
      "PKCE by plain",
      { code_challenge_method: "plain" },
      "invalid_request",
      "Invalid value for 'code_challenge_method' parameter. Supported values: [S256]",
    ],
    [
      "a PKCE challenge without its method, which would be plain",
      { code_challenge_method: undefined },
      "invalid_request",
      "Invalid value for 'code_challenge_method' parameter. Supported values: [S256]",
    ],
    [
      "a short PKCE challenge",
      { code_challenge: "short" },
      "invalid_request",
      "The 'code_challenge' parameter must be 43 to 128 unreserved characters.",
    ],
    [
      "the implicit flow",
      { response_type: "token" },
      "unsupported_response_type",
      "The response type is not supported by the authorization server. Configured response types: [code].",
    ],
    [
      "another response mode",
      { response_mode: "okta_post_message" },
      "unsupported_response_mode",
      "The response mode is not supported by the authorization server. Valid response modes: [query, fragment, form_post].",
    ],
    [
      "an unknown scope",
      { scope: "openid nothing" },
      "invalid_scope",
      "One or more scopes are not configured for the authorization server resource.",
    ],
    [
      "no scope where there is no default",
      { scope: undefined },
      "invalid_scope",
      "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
    ],
    [
      "a user's scope without openid",
      { scope: "email" },
      "invalid_scope",
      "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.",
    ],
    [
      "an unknown prompt",
      { prompt: "please" },
      "invalid_request",
      "Invalid value for 'prompt' parameter. Supported values: [none, login, consent]",
    ],
    [
      "a maximum age that is none",
      { max_age: "-1" },
      "invalid_request",
      "Invalid value for 'max_age' parameter. It should be within range 0 - 2^31-1.",
    ],
    [
      "no page and no age at once",
      { max_age: "0", prompt: "none" },
      "invalid_request",
      "'prompt' parameter must not have the value 'none' for request with 'zero' as max_age.",
    ],
    [
      "a request object",
      { request: "jwt" },
      "invalid_request",
      "The emulator does not support the parameter 'request'.",
    ],
    [
      "no session where no page may be shown",
      { prompt: "none" },
      "login_required",
      "The client specified not to prompt, but the user is not logged in.",
    ],
  ])("%s", async (_, changes, error, error_description) => {
    const state = "state" in changes ? {} : { state: "a-state" };
    expect(await told(changes)).toEqual({
      ...{ idp_id: "okta", auth_flow_step: "redirect_uri" },
      ...{ error, error_description, ...state },
    });
  });

  test("a user who is not assigned", async () => {
    const { sentTo } = await new Visitor().signIn(request(), "eve@example.com", PASSWORD);
    expect(Object.fromEntries(sentTo?.searchParams ?? [])).toMatchObject({
      error: "access_denied",
      error_description: "User is not assigned to the client application.",
    });
  });

  test("a user whom no rule lets in", async () => {
    const eve = (await admin.get("/api/v1/users/eve@example.com")).body;
    const [app] = [...okta.org.apps.values()].filter(({ clientId }) => clientId === CLIENT);
    await admin.post(`/api/v1/apps/${app?.id}/users`, { id: eve.id });
    const { sentTo } = await new Visitor().signIn(request(), "eve@example.com", PASSWORD);
    expect(Object.fromEntries(sentTo?.searchParams ?? [])).toMatchObject({
      error: "access_denied",
      error_description:
        "Policy evaluation failed for this request, please check the policy configurations.",
    });
  });
});

describe("a session", () => {
  test("answers the next request without a page, and prompt=none", async () => {
    const visitor = new Visitor();
    await told({}, visitor);
    expect((await visitor.open(request())).sentTo?.searchParams.has("code")).toBe(true);
    expect((await visitor.open(request({ prompt: "none" }))).sentTo?.searchParams.has("code")).toBe(
      true,
    );
  });

  test.each<[string, Record<string, string>, number]>([
    ["prompt=login", { prompt: "login" }, 0],
    ["a password older than max_age", { max_age: "60" }, 61_000],
    ["max_age=0, one second later", { max_age: "0" }, 1000],
    ["two hours without a request", {}, 2 * 60 * 60 * 1000 + 1],
  ])("is not enough for %s", async (_, changes, later) => {
    const visitor = new Visitor();
    await told({}, visitor);
    clock.ahead += later;
    const { page, status } = await visitor.open(request(changes));
    expect(status).toBe(200);
    expect(page).toContain('name="credentials.passcode"');
    expect(await told(changes, visitor)).toHaveProperty("code");
  });

  test("ends with its user", async () => {
    const visitor = new Visitor();
    await told({}, visitor);
    const path = `/api/v1/users/${ADA}/lifecycle`;
    await admin.post(`${path}/suspend`);
    expect((await visitor.open(request())).page).toContain("Sign In");
    await admin.post(`${path}/unsuspend`);
    expect((await visitor.open(request())).page).toContain("Sign In");
  });
});

describe("response modes", () => {
  test("fragment", async () => {
    const { sentTo } = await new Visitor().signIn(
      request({ response_mode: "fragment" }),
      ADA,
      PASSWORD,
    );
    expect(sentTo?.hash).toMatch(/^#code=\w{43}&state=a-state$/);
  });

  test("form_post, with what the state holds as text alone", async () => {
    const state = '"><script>alert(1)</script>';
    const { status, page, headers } = await new Visitor().signIn(
      request({ response_mode: "form_post", state }),
      ADA,
      PASSWORD,
    );
    expect(status).toBe(200);
    expect(page).toContain(`action="${REDIRECT.replaceAll("&", "&amp;")}"`);
    expect(page).toMatch(/name="code" value="\w{43}"/);
    expect(page).toContain("&quot;&gt;&lt;script&gt;");
    expect(page).not.toContain("<script>alert");
    expect(headers.get("content-security-policy")).toMatch(/script-src 'sha256-[^']+'$/);
  });
});

describe("consent", () => {
  test("is asked for where the app demands it, once, and may be denied", async () => {
    const server = okta.org.authorizationServers.values().next().value;
    await admin.post(`/api/v1/authorizationServers/${server?.id}/scopes`, {
      ...{ name: "graph.write", consent: "REQUIRED" },
    });
    const { page: trusted, sentTo } = await new Visitor().signIn(
      request({ scope: "openid graph.write" }),
      ADA,
      PASSWORD,
    );
    expect([trusted, sentTo?.searchParams.has("code")]).toEqual(["", true]);
    const [app] = [...okta.org.apps.values()].filter(({ clientId }) => clientId === CLIENT);
    if (app) app.body.settings.oauthClient.consent_method = "REQUIRED";
    const visitor = new Visitor();
    const asked = request({ scope: "openid graph.write" });
    const { page } = await visitor.signIn(asked, ADA, PASSWORD);
    expect(page).toContain("<li>graph.write</li>");
    const silent = await visitor.open(request({ scope: "openid graph.write", prompt: "none" }));
    expect(silent.sentTo?.searchParams.get("error_description")).toBe(
      "The following scopes require user consent: [graph.write].",
    );
    const denied = await visitor.submit(asked, page, { consent: "false" });
    expect(denied.sentTo?.searchParams.get("error")).toBe("access_denied");
    const again = await visitor.open(asked);
    const given = await visitor.submit(asked, again.page, { consent: "true" });
    expect(given.sentTo?.searchParams.has("code")).toBe(true);
    expect((await visitor.open(asked)).sentTo?.searchParams.has("code")).toBe(true);
    if (app) app.body.settings.oauthClient.consent_method = "TRUSTED";
  });
});
