import { expect, test } from "vitest";
import type { AccessAccount } from "../../access/contract.ts";
import { appSchema } from "../../okta-api/objects.ts";
import { registryOf } from "../../rotation/registries/registry-of.ts";

const account: AccessAccount = {
  ...{ name: "etl", clientId: "etl", groups: ["g"], roles: ["reader"], disabled: false },
  credential: "private_key_jwt",
};

function kindOf(oauthClient: object, options: object, method = "private_key_jwt"): string {
  const app = appSchema.parse({
    ...{ id: "0oa1", label: "etl", status: "ACTIVE" },
    credentials: { oauthClient: { client_id: "etl", token_endpoint_auth_method: method } },
    settings: { oauthClient },
  });
  const around = {
    options: { project: ".", ...options },
    state: { keepsSecrets: true, place: "kubernetes:ops/rotation" },
    ...({ fetch, okta: {}, held: {} } as object),
  };
  return registryOf(around as Parameters<typeof registryOf>[0], account, app).kind;
}

const jwks_uri = "https://keys.example.com/etl.json";

test("is where the app says that its keys are", () => {
  expect(kindOf({ jwks_uri }, { jwks: "etl.json" })).toBe("jwks_document");
  expect(kindOf({}, { stack: "prod" })).toBe("inline_key");
});

test.each([
  [
    { jwks_uri },
    `Okta fetches the keys of etl from ${jwks_uri}: give the file of it, --jwks FILE. See npm run rotate -- --help.`,
  ],
  [
    {},
    "the public keys of etl are in its stack's file: give --stack NAME in place of --contract. See npm run rotate -- --help.",
  ],
])("needs what they are written into: %j", (oauthClient, message) => {
  expect(() => kindOf(oauthClient, {})).toThrow(
    expect.objectContaining({ code: "rotation-usage", message }),
  );
});

test("is none where Okta and the stack disagree on the kind", () => {
  expect(() => kindOf({}, { stack: "prod" }, "client_secret_basic")).toThrow(
    expect.objectContaining({
      code: "rotation-okta",
      message:
        "The app of etl proves itself by client_secret_basic at Okta and by private_key_jwt in the stack. Fix: pulumi up.",
    }),
  );
});
