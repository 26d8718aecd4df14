import { afterAll, beforeAll, expect, test } from "vitest";
import { type Properties, Secret, UNKNOWN } from "../../../plugins/protocol/values.ts";
import { Organization } from "../okta/organization.ts";
import {
  APP,
  account,
  CLAIM,
  claimOf,
  POLICY,
  policyOf,
  RULE,
  ruleOf,
  SCOPE,
  SERVER,
} from "../okta/programs.ts";

const organization = new Organization();
const { plugin } = organization;
beforeAll(() => organization.start());
afterAll(() => organization.stop());

const refusals: [string, string, Properties, Record<string, RegExp>][] = [
  [
    "unknown input",
    APP,
    account("account-1", { dpop: true }),
    { dpop: /^unknown input "dpop"; known are .*clientId, / },
  ],
  [
    "missing label",
    APP,
    account("account-2", { label: null }),
    { label: /^missing required input "label"$/ },
  ],
  [
    "several at once",
    POLICY,
    {},
    {
      authServerId: /missing/,
      clientWhitelists: /missing/,
      description: /missing/,
      priority: /missing/,
    },
  ],
  [
    "an output as input",
    SERVER,
    { audiences: ["a"], issuer: "x" },
    { issuer: /^unknown input "issuer"/ },
  ],
  ["number for text", CLAIM, { ...claimOf("a"), value: 1 }, { value: /^expected a string$/ }],
  [
    "text for number",
    RULE,
    { ...ruleOf("a", "p"), priority: "1" },
    { priority: /^expected a number$/ },
  ],
  [
    "text for boolean",
    APP,
    account("account-3", { hideWeb: "no" }),
    { hideWeb: /^expected a boolean$/ },
  ],
  ["text for list", SERVER, { audiences: "a" }, { audiences: /^expected a list of strings$/ }],
  [
    "number in list",
    POLICY,
    policyOf("a", [1 as never]),
    { "clientWhitelists[0]": /^expected a string$/ },
  ],
  [
    "status",
    APP,
    account("account-4", { status: "OFF" }),
    { status: /^expected one of ACTIVE, INACTIVE, got "OFF"$/ },
  ],
  [
    "profile that is no JSON",
    APP,
    account("account-5", { profile: "{" }),
    { profile: /^not valid JSON$/ },
  ],
  [
    "note too long",
    APP,
    account("account-6", { adminNote: "x".repeat(251) }),
    { adminNote: /^longer than 250 characters \(251\)$/ },
  ],
  [
    "response type",
    APP,
    account("account-7", { responseTypes: ["jwt"] }),
    { "responseTypes[0]": /one of code, token, id_token, got "jwt"/ },
  ],
  [
    "key without kid",
    APP,
    account("account-8", { jwks: [{ kty: "RSA" }] }),
    { "jwks[0].kid": /missing/ },
  ],
  [
    "unknown part of a key",
    APP,
    account("account-9", { jwks: [{ kid: "k", kty: "RSA", d: "private" }] }),
    { "jwks[0].d": /^unknown input "d"/ },
  ],
  [
    "keys that are no objects",
    APP,
    account("account-0", { jwks: ["k"] }),
    { "jwks[0]": /^expected an object$/ },
  ],
  [
    "what the stand-in cannot carry to Okta",
    APP,
    account("account-l", { logo: "./logo.png", preconfiguredApp: "" }),
    {
      logo: /^the sandbox's stand-in does not cover "logo"; leave it out or use the official plugin$/,
    },
  ],
];

test.each(refusals)("refuses %s", async (_name, type, program, expected) => {
  const { failures } = await plugin.check(type, program);
  expect(Object.keys(failures).sort()).toEqual(Object.keys(expected).sort());
  for (const [property, reason] of Object.entries(expected))
    expect(failures[property]).toMatch(reason);
});

test("a refusal of a secret does not show it", async () => {
  const program = account("account-s", { profile: new Secret("{hidden") });
  const { failures } = await plugin.check(APP, program);
  expect(failures).toEqual({ profile: "not valid JSON" });
});

test("unknown values are left to the update", async () => {
  const { inputs, failures } = await plugin.check(CLAIM, {
    ...claimOf("a"),
    authServerId: UNKNOWN,
    scopes: [UNKNOWN],
  });
  expect(failures).toEqual({});
  expect(inputs).toMatchObject({ authServerId: UNKNOWN, scopes: [UNKNOWN] });
});

test("a name that is left out is made from the resource's, and kept", async () => {
  const first = await plugin.check(SCOPE, { authServerId: "a" }, { name: "scope" });
  expect(first.inputs.name).toMatch(/^scope-[0-9a-f]{7}$/);
  expect(first.inputs.__defaults).toContain("name");
  const again = await plugin.check(
    SCOPE,
    { authServerId: "a" },
    { name: "scope", olds: first.inputs },
  );
  expect(again.inputs.name).toBe(first.inputs.name);
  const named = await plugin.check(SCOPE, { authServerId: "a", name: "n" }, { olds: first.inputs });
  expect(named.inputs.name).toBe("n");
});
