import { describe, expect, test } from "vitest";
import { signInCors } from "../../../verify/checks/sign-ins/cors.ts";
import {
  signInDiscovery,
  signInEndpoints,
  signInIssuer,
} from "../../../verify/checks/sign-ins/provider.ts";
import { signInRedirect } from "../../../verify/checks/sign-ins/redirect.ts";
import { AZURE, answering, METADATA, sent } from "../sign-in-context.ts";

describe("an identity provider", () => {
  test("may have another issuer in its v1 tokens than in its document, if it is Entra ID", async () => {
    expect(await signInIssuer.run(answering(sent("")).at)).toMatchObject({ status: "passed" });
    const keycloak = { ...AZURE, provider: "keycloak" as const };
    const verdict = await signInIssuer.run(answering(sent(""), { signIn: keycloak }).at);
    expect(verdict).toMatchObject({ status: "failed", expected: "https://sts.windows.net/t/" });
  });

  test("that is given by its endpoints is judged by them", async () => {
    const { discoveryUri: _, ...rest } = AZURE;
    const endpoints = {
      authorization: METADATA.authorization_endpoint,
      token: METADATA.token_endpoint,
      jwks: "https://login.microsoftonline.com/keys",
    };
    const { at } = answering(sent(""), { signIn: { ...rest, endpoints } });
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
    const verdict = await signInEndpoints.run(answering(sent(""), { evidence }).at);
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
    const { at } = answering(sent(""), { signIn: google, evidence: { metadata } });
    expect(await signInEndpoints.run(at)).toMatchObject({ status: "passed" });
  });
});

test.each([
  "http://sso.example.com/realms/data/.well-known/openid-configuration",
  "https://user@sso.example.com/.well-known/openid-configuration",
  "file:///etc/passwd",
])("the discovery document is not fetched from %s", async (discoveryUri) => {
  const { asked, at } = answering(Response.json(METADATA));
  const verdict = await signInDiscovery.run({ ...at, signIn: { ...AZURE, discoveryUri } });
  expect(verdict).toMatchObject({
    status: "failed",
    seen: discoveryUri,
    cause: { side: "stack", setting: "discoveryUri of the sign-in" },
  });
  expect(asked).toEqual([]);
});

describe("where only Okta is asked", () => {
  test.each([signInDiscovery, signInIssuer, signInEndpoints, signInRedirect, signInCors])(
    "$id asks no other provider",
    async (check) => {
      const { asked, at } = answering(new Error("asked"), { oktaOnly: true });
      expect(await check.run(at)).toEqual({
        status: "inapplicable",
        reason: "only Okta is asked (--okta-only)",
      });
      expect(asked).toEqual([]);
    },
  );
});
