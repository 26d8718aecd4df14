import { expect, test } from "vitest";
import { parse, refusal, validSettings } from "../../support/settings.ts";
import { validSignIn } from "../../support/sign-ins.ts";
import { recordProgram } from "../../support/stack.ts";
import { configOf } from "./config.ts";

test("a custom role may be granted to people alone", () => {
  const signIns = [validSignIn("keycloak", { groups: { data: ["auditor"] } })];
  expect(parse(validSettings({ customRoles: ["auditor"], signIns })).signIns).toHaveLength(1);
});

test.each([
  ["keycloak", "preferred_username", true],
  ["google", "email", false],
  ["okta", "userid", false],
] as const)(
  "names by %s's %s, beside native users, are warned of: %s",
  (provider, usernameClaim, is) => {
    const usernameReason = "readable names in the query log";
    const signIns = [validSignIn(provider, { usernameClaim, usernameReason })];
    const warned = (more = {}) =>
      parse(validSettings({ signIns, ...more })).warnings.map(({ code }) => code);
    expect(warned().includes("production-native-names")).toBe(is);
    const users = [{ name: "etl-loader", auth: { "oidc-okta-backend": "etl-loader" } }];
    const local = { database: { requireLocalUser: true, users } };
    expect(warned(local)).not.toContain("production-native-names");
  },
);

test("the discovery document may stand elsewhere than the issuer says", async () => {
  const discoveryUri = "https://keycloak.sso.svc:8443/realms/data/.well-known/openid-configuration";
  const signIns = [validSignIn("keycloak", { discoveryUri })];
  const { resources } = await recordProgram(validSettings({ signIns }));
  const config = configOf(resources);
  expect(config["dbms.security.oidc.keycloak.well_known_discovery_uri"]).toBe(discoveryUri);
  expect(config["dbms.security.oidc.keycloak.issuer"]).toBe("https://sso.example.com/realms/data");
});

test.each([
  ...["client_assertion", "client_id", "client_secret", "code", "code_challenge"],
  ...["code_challenge_method", "code_verifier", "grant_type", "nonce", "redirect_uri"],
  ...["request", "request_uri", "response_mode", "response_type", "scope", "state"],
])("nobody sets the parameter %s of either request", (name) => {
  const codes = (["params", "tokenParams"] as const).map((map) => {
    const signIns = [validSignIn("okta", { [map]: { [name]: "x" } })];
    return refusal(validSettings({ signIns })).problems.map(({ code, path }) => [code, path]);
  });
  expect(codes).toEqual([
    [["sign-in-param", `neo4j-okta:signIns[0].params.${name}`]],
    [["sign-in-param", `neo4j-okta:signIns[0].tokenParams.${name}`]],
  ]);
});

test.each([
  ["https://sso.example.com:8443/realms/a/.well-known/openid-configuration?p=b2c", true],
  ["https://sso.example.com", false],
  ["https://user@sso.example.com/d", false],
  ["https://sso.example.com/d#x", false],
  ["https://sso.example.com/$(id)", false],
  ["https://sso.example.com/a;b", false],
  ['https://sso.example.com/"', false],
  ["ftp://sso.example.com/d", false],
])("the address %s of a discovery document is taken: %s", (discoveryUri, taken) => {
  const signIns = [validSignIn("keycloak", { discoveryUri })];
  const codes = () => refusal(validSettings({ signIns })).problems.map(({ code }) => code);
  if (taken) expect(parse(validSettings({ signIns })).signIns).toHaveLength(1);
  else expect(codes()).toEqual(["sign-in-endpoint"]);
});

test("a provider other than Google and oidc has no client secret, and oidc's goes with the token request", async () => {
  for (const provider of ["okta", "entra", "keycloak"] as const) {
    const signIns = [validSignIn(provider, { clientSecret: "x" })];
    expect(refusal(validSettings({ signIns })).problems.map(({ code }) => code)).toEqual([
      "sign-in-key",
    ]);
  }
  const more = { provider: "oidc", clientSecret: "x", tokenParams: { a: "b" } };
  const signIns = [validSignIn("keycloak", more)];
  const { resources } = await recordProgram(validSettings({ signIns }));
  expect(configOf(resources)["dbms.security.oidc.keycloak.token_params"]).toBe(
    "client_secret=x;a=b",
  );
});

test("a v2 access token of Entra ID has another issuer and audience", async () => {
  const signIns = [validSignIn("entra", { accessTokenVersion: 2 })];
  const { resources } = await recordProgram(validSettings({ signIns }));
  const config = configOf(resources);
  expect(config["dbms.security.oidc.azure.issuer"]).toMatch(
    /^https:\/\/login\.microsoftonline\.com\/.+\/v2\.0$/,
  );
  expect(config["dbms.security.oidc.azure.audience"]).toBe("4376dc8b-b5af-424f-9ada-c1c1b2d416b9");
});
