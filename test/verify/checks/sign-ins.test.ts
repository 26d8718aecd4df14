import { describe, expect, test } from "vitest";
import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import type { SignInContext } from "../../../verify/checks/context.ts";
import { signInCors } from "../../../verify/checks/sign-ins/cors.ts";
import { signInOffered } from "../../../verify/checks/sign-ins/offered.ts";
import {
  signInDiscovery,
  signInEndpoints,
  signInIssuer,
} from "../../../verify/checks/sign-ins/provider.ts";
import { signInRedirect } from "../../../verify/checks/sign-ins/redirect.ts";
import { accountContext } from "../account-context.ts";

const ISSUER = "https://login.microsoftonline.com/t/v2.0";
const REDIRECT = "https://neo4j.example.com/browser/?idp_id=azure&auth_flow_step=redirect_uri";
const AZURE: ContractSignIn = {
  id: "azure",
  provider: "entra",
  displayName: "Azure",
  tokenType: "access_token",
  issuer: "https://sts.windows.net/t/",
  discoveryUri: `${ISSUER}/.well-known/openid-configuration`,
  audience: "api://c",
  clientId: "c",
  scopes: ["openid", "api://c/access-token"],
  usernameClaim: "sub",
  groupsClaim: "groups",
  groups: { managers: ["reader"] },
  redirectUris: [REDIRECT],
  origins: ["https://neo4j.example.com"],
};
const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: "https://login.microsoftonline.com/t/oauth2/v2.0/authorize",
  token_endpoint: "https://login.microsoftonline.com/t/oauth2/v2.0/token",
};

/** What a check works with; every request has this answer. */
function context(answer: Response | Error, changes: Partial<SignInContext> = {}) {
  const asked: { url: URL; init: RequestInit | undefined }[] = [];
  const fetching: typeof fetch = async (input, init) => {
    asked.push({ url: new URL(String(input)), init });
    if (answer instanceof Error) throw answer;
    return answer.clone();
  };
  const base = accountContext({ fetch: fetching, evidence: { metadata: METADATA } });
  return { asked, at: { ...base, signIn: AZURE, ...changes } };
}

function sent(location: string): Response {
  return new Response("", { status: 302, headers: { location } });
}

describe("the request for a code", () => {
  test("is the Browser's, for nobody who is signed in", async () => {
    const offered = { client_id: "c", scope: "openid", domain_hint: "x" };
    const evidence = { metadata: METADATA, offered };
    const { asked, at } = context(sent(`${REDIRECT}&error=login_required`), { evidence });
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
    expect(await signInRedirect.run(context(answer).at)).toMatchObject({ status: "passed" });
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
    const verdict = await signInRedirect.run(context(answer).at);
    expect(verdict).toMatchObject({ status: "failed", seen });
    expect("cause" in verdict && verdict.cause).toMatchObject({
      side,
      ...(setting && { setting }),
    });
  });

  test("with a page that does not tell is not judged; of Okta that would be needed for a proof", async () => {
    const { at } = context(new Response("<html>", { status: 200 }));
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
    expect(JSON.stringify(await signInRedirect.run(context(page).at))).not.toContain("db-7");
  });
});

describe("where only Okta is asked", () => {
  test.each([signInDiscovery, signInIssuer, signInEndpoints, signInRedirect, signInCors])(
    "$id asks no other provider",
    async (check) => {
      const { asked, at } = context(new Error("asked"), { oktaOnly: true });
      expect(await check.run(at)).toEqual({
        status: "inapplicable",
        reason: "only Okta is asked (--okta-only)",
      });
      expect(asked).toEqual([]);
    },
  );
});

describe("an identity provider", () => {
  test("may have another issuer in its v1 tokens than in its document, if it is Entra ID", async () => {
    expect(await signInIssuer.run(context(sent("")).at)).toMatchObject({ status: "passed" });
    const keycloak = { ...AZURE, provider: "keycloak" as const };
    const verdict = await signInIssuer.run(context(sent(""), { signIn: keycloak }).at);
    expect(verdict).toMatchObject({ status: "failed", expected: "https://sts.windows.net/t/" });
  });

  test("that is given by its endpoints is judged by them", async () => {
    const { discoveryUri: _, ...rest } = AZURE;
    const endpoints = {
      authorization: METADATA.authorization_endpoint,
      token: METADATA.token_endpoint,
      jwks: "https://login.microsoftonline.com/keys",
    };
    const { at } = context(sent(""), { signIn: { ...rest, endpoints } });
    const verdict = await signInDiscovery.run(at);
    expect(verdict).toMatchObject({ status: "inapplicable" });
    const evidence = verdict.evidence ?? {};
    expect(await signInEndpoints.run({ ...at, evidence })).toMatchObject({ status: "passed" });
  });

  test.each([
    [{ token_endpoint: "https://evil.example.com/token" }, "https://evil.example.com/token"],
    [{ authorization_endpoint: undefined }, "nothing"],
    [{ response_types_supported: ["id_token"] }, '["id_token"]'],
    [{ code_challenge_methods_supported: ["plain"] }, '["plain"]'],
  ])("is refused with %o", async (changes, seen) => {
    const evidence = { metadata: { ...METADATA, ...changes } };
    const verdict = await signInEndpoints.run(context(sent(""), { evidence }).at);
    expect(verdict).toMatchObject({ status: "failed", seen, cause: { side: "provider" } });
  });

  test("has its further hosts where they are known", async () => {
    const google = {
      ...AZURE,
      provider: "google" as const,
      discoveryUri: "https://accounts.google.com/.well-known/openid-configuration",
    };
    const metadata = {
      authorization_endpoint: "https://accounts.google.com/o/oauth2/v2/auth",
      token_endpoint: "https://oauth2.googleapis.com/token",
    };
    const { at } = context(sent(""), { signIn: google, evidence: { metadata } });
    expect(await signInEndpoints.run(at)).toMatchObject({ status: "passed" });
  });
});

test.each([
  "http://sso.example.com/realms/data/.well-known/openid-configuration",
  "https://user@sso.example.com/.well-known/openid-configuration",
  "file:///etc/passwd",
])("the discovery document is not fetched from %s", async (discoveryUri) => {
  const { asked, at } = context(Response.json(METADATA));
  const verdict = await signInDiscovery.run({ ...at, signIn: { ...AZURE, discoveryUri } });
  expect(verdict).toMatchObject({
    status: "failed",
    seen: discoveryUri,
    cause: { side: "stack", setting: "discoveryUri of the sign-in" },
  });
  expect(asked).toEqual([]);
});

describe("CORS", () => {
  const allowing = (origin: string) =>
    new Response("{}", { status: 400, headers: { "access-control-allow-origin": origin } });

  test("is asked for with the Browser's origin and a code that nobody issued", async () => {
    const { asked, at } = context(allowing("*"));
    expect(await signInCors.run(at)).toMatchObject({ status: "passed" });
    const [request] = asked;
    expect(request?.url.href).toBe(METADATA.token_endpoint);
    expect(new Headers(request?.init?.headers).get("origin")).toBe("https://neo4j.example.com");
    expect(String(request?.init?.body)).toContain("code=neo4j-okta-verify");
  });

  test.each(["okta", "keycloak"] as const)(
    "that %s does not allow is a failure",
    async (provider) => {
      const { at } = context(allowing("https://other.example.com"), {
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
    const { at } = context(new Response("{}", { status: 400 }));
    expect(await signInCors.run(at)).toMatchObject({ status: "skipped" });
  });
});

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
    const verdict = await signInOffered.run(context(document({ id: "other" }, OFFER)).at);
    expect(verdict).toMatchObject({ status: "passed", seen: 'azure: "Azure"' });
    expect(verdict.evidence?.offered).toEqual(OFFER.params);
  });

  test("is the same by the provider's whole name", async () => {
    const whole = document({ ...OFFER, id: "oidc-azure" });
    expect(await signInOffered.run(context(whole).at)).toMatchObject({ status: "passed" });
  });

  test.each([
    [{ name: "Okta" }, "display_name"],
    [{ auth_flow: "implicit" }, "auth_flow"],
    [{ params: { ...OFFER.params, scope: "openid" } }, "params"],
    [{ config: {} }, "config"],
  ])("is not as declared with %o", async (changes, setting) => {
    const verdict = await signInOffered.run(context(document({ ...OFFER, ...changes })).at);
    expect(verdict).toMatchObject({
      status: "failed",
      cause: { setting: `dbms.security.oidc.azure.${setting}` },
    });
  });

  test("lacks endpoints where Neo4j cannot read the provider's document; where only Okta is asked that says nothing", async () => {
    const { auth_endpoint: _, ...offer } = OFFER;
    expect(await signInOffered.run(context(document(offer)).at)).toMatchObject({
      status: "failed",
      cause: { side: "network", setting: "way from Neo4j to the identity provider" },
    });
    const { at } = context(document(offer), { oktaOnly: true });
    expect(await signInOffered.run(at)).toMatchObject({ status: "passed" });
  });

  test("cannot be told of a Neo4j that lists nothing", async () => {
    expect(await signInOffered.run(context(Response.json({})).at)).toMatchObject({
      status: "inapplicable",
    });
  });
});
