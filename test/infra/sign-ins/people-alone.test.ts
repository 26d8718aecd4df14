import { describe, expect, test } from "vitest";
import { accessContractSchema } from "../../../access/contract.ts";
import { inputsOf, settled } from "../../support/pulumi.ts";
import { parse, refusal, validSettings } from "../../support/settings.ts";
import { validSignIn } from "../../support/sign-ins.ts";
import { recordProgram, stackSettings } from "../../support/stack.ts";
import { configOf } from "./config.ts";

const alone = await recordProgram(stackSettings("people-alone"), { stack: "people-alone" });

describe("people alone", () => {
  test.each([
    ["okta", true, "oidc-okta,native", "oidc-okta,native"],
    ["okta", false, "oidc-okta", "oidc-okta"],
    ["entra", false, "oidc-azure", "oidc-azure"],
    ["google", false, "oidc-google", "oidc-google,native"],
  ] as const)(
    "%s, native login %s: %s log in, %s grant",
    async (provider, nativeLogin, logIn, grant) => {
      const reason = { usernameClaim: "email", usernameReason: "addresses are never given again" };
      const signIns = [validSignIn(provider, provider === "google" ? reason : {})];
      const settings = { signIns, accounts: [], groups: undefined };
      const neo4j = { license: "eval", nativeLogin };
      const { resources } = await recordProgram(validSettings({ ...settings, neo4j }));
      const config = configOf(resources);
      expect(config["dbms.security.authentication_providers"]).toBe(logIn);
      expect(config["dbms.security.authorization_providers"]).toBe(grant);
      expect(Object.keys(config).filter((name) => name.includes("okta-backend"))).toEqual([]);
    },
  );

  test("nothing at Okta is for services, and people's policy is the server's first", () => {
    const names = alone.resources.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("authorization"))).toEqual([]);
    expect(inputsOf(alone.resources, "okta-policy").priority).toBe(1);
  });

  test("the contract names the server that services will get tokens from, and no account", async () => {
    const access = accessContractSchema.parse((await settled(alone.result.access)).value);
    expect(access).toMatchObject({
      issuer: "https://example.okta.com/oauth2/default",
      accounts: [],
      groups: {},
    });
  });

  test("people's access tokens may come from the server that services will have tokens of", () => {
    const authorizationServer = { id: "default", audience: "api://default" };
    const signIns = [validSignIn("okta", { authorizationServer })];
    const alone = { accounts: [], groups: undefined, signIns };
    expect(parse(validSettings(alone)).signIns).toHaveLength(1);
    expect(refusal(validSettings({ signIns })).problems.map(({ code }) => code)).toEqual([
      "sign-in-trust",
    ]);
  });

  test("a server that others use too is no danger where no service's token counts", () => {
    const signIns = [validSignIn("keycloak")];
    const settings = validSettings({ accounts: [], groups: undefined, signIns });
    expect(parse(settings).warnings).toEqual([]);
  });

  test.each([
    [{ "dbms.security.oidc.okta-backend.display_name": "x" }, "config-unlisted-provider"],
    [{ "dbms.security.oidc.keycloak.display_name": "x" }, "config-derived"],
  ])("settings of a provider that is not there are refused: %j", (config, code) => {
    const settings = { accounts: [], groups: undefined, signIns: [validSignIn("keycloak")] };
    const neo4j = { license: "eval", config };
    expect(refusal(validSettings({ ...settings, neo4j })).problems.map((one) => one.code)).toEqual([
      code,
    ]);
  });
});
