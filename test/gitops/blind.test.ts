import { expect, test } from "vitest";
import { parse } from "yaml";
import { blindSettings, blindState } from "../../gitops/steps/blind.ts";
import { recordedState, withPlainSecrets } from "../support/recorded-state.ts";

const CIPHER = /ciphertext|v1:AAAA/;

test("a state keeps everything but its secrets, which stay marked as such", () => {
  const exported = JSON.stringify(recordedState("one-account"));
  expect(exported).toMatch(CIPHER);
  const blind = blindState(exported);
  expect(blind).not.toMatch(CIPHER);
  const { resources } = JSON.parse(blind).deployment;
  const before = JSON.parse(exported).deployment.resources;
  expect(resources.map(({ urn }: { urn: string }) => urn)).toEqual(
    before.map(({ urn }: { urn: string }) => urn),
  );
  const password = resources.find(({ type }: { type: string }) => type.endsWith("RandomPassword"));
  expect(password.outputs.length).toBe(32);
  expect(password.outputs.result).toEqual({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: '"blind"',
  });
  const secret = resources.find(({ type }: { type: string }) => type.endsWith(":Secret"));
  expect(secret.inputs.data.plaintext).toBe("null");
});

test("a state that was exported in the clear keeps no secret either", () => {
  const { text, secrets } = withPlainSecrets(recordedState("one-account"));
  expect(secrets.length).toBeGreaterThan(0);
  const blind = blindState(text);
  for (const secret of secrets) expect(blind).not.toContain(secret);
});

test("providers keep where they go, and not as whom", () => {
  const provider = {
    urn: "urn",
    type: "pulumi:providers:okta",
    inputs: { orgName: "example", apiToken: "plain" },
  };
  const exported = JSON.stringify({
    version: 3,
    features: ["refreshBeforeUpdate"],
    deployment: { resources: [provider] },
  });
  expect(JSON.parse(blindState(exported))).toEqual({
    version: 3,
    features: ["refreshBeforeUpdate"],
    deployment: {
      secrets_providers: { type: "passphrase", state: { salt: expect.stringMatching(/^v1:/) } },
      resources: [{ ...provider, inputs: { orgName: "example" }, outputs: {} }],
    },
  });
});

test("a stack's file keeps its settings, and neither what is encrypted nor who deploys", () => {
  const file = `
secretsprovider: awskms://alias/pulumi
encryptedkey: abc
config:
  okta:orgName: example
  okta:clientId: 0oa1
  okta:scopes: [okta.apps.manage]
  okta:privateKey: { secure: v1:abc }
  app:nested: { deep: [{ secure: v1:abc }] }
  app:plain: &plain { a: 1 }
  app:same: *plain
`;
  const salt = expect.stringMatching(/^v1:/);
  const config = { "okta:orgName": "example", "app:plain": { a: 1 }, "app:same": { a: 1 } };
  expect(parse(blindSettings(file))).toEqual({ encryptionsalt: salt, config });
  expect(parse(blindSettings(""))).toEqual({ encryptionsalt: salt, config: {} });
});
