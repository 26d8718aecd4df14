import { describe, expect, test } from "vitest";
import { signInCors } from "../../../verify/checks/sign-ins/cors.ts";
import { signInOffered } from "../../../verify/checks/sign-ins/offered.ts";
import { signInRedirect } from "../../../verify/checks/sign-ins/redirect.ts";
import { AZURE, answering, METADATA, REDIRECT, SIGN_IN, sent } from "../sign-in-context.ts";

describe("the request for a code", () => {
  test("is the Browser's, for nobody who is signed in", async () => {
    const offered = { client_id: "c", scope: "openid", domain_hint: "x" };
    const evidence = { metadata: METADATA, offered };
    const { asked, at } = answering(sent(`${REDIRECT}&error=login_required`), { evidence });
    expect(await signInRedirect.run(at)).toMatchObject({ status: "passed" });
    const [request] = asked;
    expect(request?.init?.redirect).toBe("manual");
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
      client_id: "c",
      scope: "openid",
      domain_hint: "x",
      redirect_uri: REDIRECT,
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
      prompt: "none",
    });
  });

  test.each([
    [
      "a refusal that waits for a session, in the fragment",
      sent(`${REDIRECT}#error=interaction_required`),
    ],
    ["a code", sent(`${REDIRECT}&code=x`)],
  ])("is taken: %s", async (_, answer) => {
    expect(await signInRedirect.run(answering(answer).at)).toMatchObject({ status: "passed" });
  });

  test.each([
    [
      "the provider's page about the redirect URI",
      new Response("<p>AADSTS50011: The redirect URI does not match</p>", { status: 400 }),
      "400: the redirect URI is refused",
      "provider",
      undefined,
    ],
    [
      "a page about something else",
      new Response("<p>AADSTS700016: Application not found</p>", { status: 400 }),
      "400: a page with an error",
      "provider",
      "client id, or the app behind it",
    ],
    [
      "an error in the fragment",
      sent(`${REDIRECT}#error=unauthorized_client&error_description=no`),
      "unauthorized_client: no",
      "provider",
      "grant types of the app",
    ],
    ["an answer without a code or an error", sent(REDIRECT), "no error: ", "provider", undefined],
    [
      "a redirect to an error page",
      sent("https://accounts.google.com/signin/oauth/error?authError=cmVkaXJlY3RfdXJp"),
      "302: a page with an error",
      "provider",
      "client id, or the app behind it",
    ],
    [
      "a scope that is not there",
      sent(`${REDIRECT}&error=invalid_scope&error_description=no%20such%20scope`),
      "invalid_scope: no such scope",
      "provider",
      "scopes of the sign-in",
    ],
    [
      "nobody",
      new TypeError("fetch failed", {
        cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
      }),
      "https://login.microsoftonline.com: ECONNREFUSED",
      "network",
      "way to the authorization endpoint",
    ],
  ])("is refused by %s", async (_, answer, seen, side, setting) => {
    const verdict = await signInRedirect.run(answering(answer).at);
    expect(verdict).toMatchObject({ status: "failed", seen });
    expect("cause" in verdict && verdict.cause).toMatchObject({
      side,
      ...(setting && { setting }),
    });
  });

  test("with a page that does not tell is not judged; of Okta that would be needed for a proof", async () => {
    const { at } = answering(new Response("<html>", { status: 200 }));
    expect(await signInRedirect.run(at)).toEqual({
      status: "skipped",
      reason: "entra answered 200 with a page of its own, which does not tell; sign in once to see",
      needed: false,
    });
    const okta = { ...AZURE, provider: "okta" as const };
    expect(await signInRedirect.run({ ...at, signIn: okta })).toMatchObject({ needed: true });
  });

  test("never shows what the provider's page holds", async () => {
    const page = new Response("redirect_uri of internal host db-7.corp", { status: 400 });
    expect(JSON.stringify(await signInRedirect.run(answering(page).at))).not.toContain("db-7");
  });
});

describe("CORS", () => {
  const allowing = (origin: string) =>
    new Response("{}", { status: 400, headers: { "access-control-allow-origin": origin } });

  test("is asked for with the Browser's origin and a code that nobody issued", async () => {
    const { asked, at } = answering(allowing("*"));
    expect(await signInCors.run(at)).toMatchObject({ status: "passed" });
    const [request] = asked;
    expect(request?.url.href).toBe(METADATA.token_endpoint);
    expect(new Headers(request?.init?.headers).get("origin")).toBe("https://neo4j.example.com");
    expect(String(request?.init?.body)).toContain("code=neo4j-okta-verify");
  });

  test.each(["okta", "keycloak"] as const)(
    "that %s does not allow is a failure",
    async (provider) => {
      const { at } = answering(allowing("https://other.example.com"), {
        signIn: { ...AZURE, provider },
      });
      expect(await signInCors.run(at)).toMatchObject({
        status: "failed",
        expected: "https://neo4j.example.com",
        seen: '"https://other.example.com"',
      });
    },
  );

  test("is not judged by a provider that tells only who brings a real code", async () => {
    const { at } = answering(new Response("{}", { status: 400 }));
    expect(await signInCors.run(at)).toMatchObject({ status: "skipped" });
  });
});

test.each([500, 503, 429])(
  "a provider that answers %i is not blamed for its settings",
  async (status) => {
    for (const [check, setting] of [
      [signInRedirect, "authorization endpoint"],
      [signInCors, "token endpoint"],
    ] as const) {
      const { at } = answering(new Response("redirect_uri", { status }));
      expect(await check.run({ ...at, signIn: SIGN_IN })).toMatchObject({
        status: "failed",
        seen: String(status),
        cause: { side: "network", setting },
      });
    }
  },
);

describe("what Neo4j offers", () => {
  const OFFER = {
    id: "azure",
    name: "Azure",
    auth_flow: "pkce",
    params: { client_id: "c", response_type: "code", scope: "openid api://c/access-token" },
    config: {
      code_challenge_method: "S256",
      token_type_principal: "access_token",
      token_type_authentication: "access_token",
    },
    well_known_discovery_uri: AZURE.discoveryUri,
    auth_endpoint: METADATA.authorization_endpoint,
    token_endpoint: METADATA.token_endpoint,
  };
  const document = (...oidc_providers: object[]) =>
    Response.json({ auth_config: { oidc_providers } });

  test("is what the Browser needs, and is remembered for its request", async () => {
    const verdict = await signInOffered.run(answering(document({ id: "other" }, OFFER)).at);
    expect(verdict).toMatchObject({ status: "passed", seen: 'azure: "Azure"' });
    expect(verdict.evidence?.offered).toEqual(OFFER.params);
  });

  test("is the same by the provider's whole name", async () => {
    const whole = document({ ...OFFER, id: "oidc-azure" });
    expect(await signInOffered.run(answering(whole).at)).toMatchObject({ status: "passed" });
  });

  test.each([
    [{ name: "Okta" }, "display_name"],
    [{ auth_flow: "implicit" }, "auth_flow"],
    [{ params: { ...OFFER.params, scope: "openid" } }, "params"],
    [{ config: {} }, "config"],
  ])("is not as declared with %o", async (changes, setting) => {
    const verdict = await signInOffered.run(answering(document({ ...OFFER, ...changes })).at);
    expect(verdict).toMatchObject({
      status: "failed",
      cause: { setting: `dbms.security.oidc.azure.${setting}` },
    });
  });

  test("lacks endpoints where Neo4j cannot read the provider's document; where only Okta is asked that says nothing", async () => {
    const { auth_endpoint: _, ...offer } = OFFER;
    expect(await signInOffered.run(answering(document(offer)).at)).toMatchObject({
      status: "failed",
      cause: { side: "network", setting: "way from Neo4j to the identity provider" },
    });
    const { at } = answering(document(offer), { oktaOnly: true });
    expect(await signInOffered.run(at)).toMatchObject({ status: "passed" });
  });

  test("cannot be told of a Neo4j that lists nothing", async () => {
    expect(await signInOffered.run(answering(Response.json({})).at)).toMatchObject({
      status: "inapplicable",
    });
  });
});
