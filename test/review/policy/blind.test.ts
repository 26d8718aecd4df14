import { expect, test } from "vitest";
import { blind } from "../../../review/policy/blind.ts";
import { recordedState, withPlainSecrets } from "../../support/recorded-state.ts";

test("no secret of a state is left, encrypted or not, nor the key that opens it", () => {
  const state = recordedState("one-account");
  const { text, secrets } = withPlainSecrets(state);
  const provider = { type: "passphrase", state: { salt: "v1:salt" } };
  const whole = JSON.parse(text);
  whole.deployment.secrets_providers = provider;
  const blinded = blind(JSON.stringify(whole));
  expect(secrets.length).toBeGreaterThan(3);
  for (const secret of secrets) expect(blinded).not.toContain(secret);
  expect(blind(JSON.stringify(state))).not.toContain("ciphertext");
  expect(blinded).not.toContain("v1:salt");
});

test("what the stack only reads is left out", () => {
  const resource = (urn: string, external?: true) => ({
    urn,
    type: "t",
    ...(external && { external }),
  });
  const resources = [resource("own"), resource("read", true)];
  const blinded = blind(JSON.stringify({ version: 3, deployment: { resources } }));
  expect(JSON.parse(blinded).deployment.resources).toEqual([resource("own")]);
});

test("everything else of it stays", () => {
  const state = {
    version: 3,
    deployment: { resources: [{ urn: "u", type: "t", inputs: { a: [null, 1] } }] },
  };
  expect(JSON.parse(blind(JSON.stringify(state)))).toEqual(state);
});
