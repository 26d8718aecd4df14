import { expect, test } from "vitest";
import { accessContractSchema } from "../../../access/contract.ts";
import { settled } from "../../support/pulumi.ts";
import { validSettings } from "../../support/settings.ts";
import { recordProgram, stackSettings } from "../../support/stack.ts";

const recording = await recordProgram(stackSettings("people"), { stack: "people" });

test("the contract has each sign-in, and no secret", async () => {
  const access = accessContractSchema.parse((await settled(recording.result.access)).value);
  expect(access.signIns?.map(({ id, provider }) => [id, provider])).toEqual([
    ["okta", "okta"],
    ["okta-id", "okta"],
    ["azure", "entra"],
    ["azure-id", "entra"],
    ["google", "google"],
    ["keycloak-oidc", "keycloak"],
    ["other", "oidc"],
  ]);
  expect(access.signIns?.[1]).toMatchObject({
    issuer: "https://example.okta.com/oauth2/authorization-server-id",
    audience: "0oa-okta-id-app",
    redirectUris: [
      "http://localhost:7474/browser/?idp_id=okta-id&auth_flow_step=redirect_uri",
      "https://bloom.example.com/bloom/?idp_id=okta-id&auth_flow_step=redirect_uri",
    ],
    origins: ["http://localhost:7474", "https://bloom.example.com"],
  });
  expect(access.signIns?.[6]).toMatchObject({
    params: { prompt: "select_account" },
    endpoints: { jwks: "https://login.partner.example.com/keys" },
  });
  expect(access.signIns?.[6]).not.toHaveProperty("discoveryUri");
  expect(JSON.stringify(access)).not.toMatch(/GOCSPX|not-a-secret/);
});

test("a stack without sign-ins has none in its contract", async () => {
  const { result } = await recordProgram(validSettings());
  expect((await settled(result.access)).value).not.toHaveProperty("signIns");
});
