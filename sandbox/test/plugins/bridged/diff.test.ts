import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Properties, UNKNOWN } from "../../../plugins/protocol/values.ts";
import { fixture } from "../fixtures.ts";
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
  scopeOf,
} from "../okta/programs.ts";
import type { Resource } from "../plugin-client.ts";

const organization = new Organization();
const { plugin } = organization;
beforeAll(() => organization.start());
afterAll(() => organization.stop());

interface FixtureStep {
  type: string;
  changed: Record<string, [string, string]>;
  diffs: string[];
  detailedDiff: Record<string, { diffKind: string }>;
}

const jwk = { kid: "one", kty: "RSA", e: "AQAB", n: "n1" };
const key = { tokenEndpointAuthMethod: "private_key_jwt", jwks: [jwk] };
const server = { name: "neo4j", audiences: ["api://neo4j"] };

type Detailed = Record<string, string>;
const changes: [string, string, Properties, Properties, Detailed][] = [
  ["profile", APP, account("acc-01"), { profile: '{"neo4j_groups":[]}' }, { profile: "UPDATE" }],
  [
    "profile spelled otherwise",
    APP,
    account("acc-02"),
    { profile: '{ "neo4j_groups": ["neo4j_admin"] }' },
    {},
  ],
  [
    "order inside the profile",
    APP,
    account("acc-03", { profile: '{"g":["a","b"]}' }),
    { profile: '{"g":["b","a"]}' },
    { profile: "UPDATE" },
  ],
  ["profile taken away", APP, account("acc-04"), { profile: null }, { profile: "DELETE" }],
  ["client id", APP, account("acc-05"), { clientId: "acc-05-new" }, { clientId: "UPDATE_REPLACE" }],
  ["client id left out", APP, account("acc-06"), { clientId: null }, {}],
  [
    "client id unknown",
    APP,
    account("acc-07"),
    { clientId: UNKNOWN },
    { clientId: "UPDATE_REPLACE" },
  ],
  ["type", APP, account("acc-08"), { type: "web" }, { type: "UPDATE_REPLACE" }],
  ["label", APP, account("acc-09"), { label: "other" }, { label: "UPDATE" }],
  ["status", APP, account("acc-10"), { status: "INACTIVE" }, { status: "UPDATE" }],
  [
    "a default spelled out",
    APP,
    account("acc-11"),
    { consentMethod: "TRUSTED", hideWeb: true },
    {},
  ],
  ["grant types left out", APP, account("acc-12"), { grantTypes: null, responseTypes: null }, {}],
  [
    "one more grant",
    APP,
    account("acc-13"),
    { grantTypes: ["client_credentials", "implicit"] },
    { "grantTypes[1]": "ADD" },
  ],
  [
    "a second key",
    APP,
    account("acc-14", key),
    { jwks: [jwk, { ...jwk, kid: "two" }] },
    { "jwks[1]": "ADD" },
  ],
  [
    "another key",
    APP,
    account("acc-15", key),
    { jwks: [{ ...jwk, n: "n2" }] },
    { "jwks[0].n": "UPDATE" },
  ],
  [
    "a key written otherwise",
    APP,
    account("acc-17", key),
    { jwks: [{ n: "n1", x: null, e: "AQAB", kty: "RSA", kid: "one" }] },
    {},
  ],
  ["a note", APP, account("acc-16"), { adminNote: "who" }, { adminNote: "UPDATE" }],
  ["server's description", SERVER, server, { description: "d" }, { description: "UPDATE" }],
  ["audience", SERVER, server, { audiences: ["api://b"] }, { "audiences[0]": "UPDATE" }],
  ["scope's parent", SCOPE, scopeOf("aus1"), { authServerId: "aus2" }, { authServerId: "UPDATE" }],
  ["claim's value", CLAIM, claimOf("aus1"), { value: "app.id" }, { value: "UPDATE" }],
  ["claim's scopes", CLAIM, claimOf("aus1"), { scopes: null }, { scopes: "DELETE" }],
  [
    "clients in another order",
    POLICY,
    policyOf("aus1", ["b", "a"]),
    { clientWhitelists: ["a", "b"] },
    {},
  ],
  [
    "one more client",
    POLICY,
    policyOf("aus1", ["a", "b"]),
    { clientWhitelists: ["c", "b", "a"] },
    { "clientWhitelists[0]": "ADD" },
  ],
  [
    "one client less",
    POLICY,
    policyOf("aus1", ["a", "b"]),
    { clientWhitelists: ["b"] },
    { "clientWhitelists[0]": "DELETE" },
  ],
  ["policy's priority", POLICY, policyOf("aus1", ["a"]), { priority: 2 }, { priority: "UPDATE" }],
  [
    "lifetime",
    RULE,
    ruleOf("aus1", "00p1"),
    { accessTokenLifetimeMinutes: 15 },
    { accessTokenLifetimeMinutes: "UPDATE" },
  ],
  [
    "lifetime left to the default",
    RULE,
    ruleOf("aus1", "00p1"),
    { accessTokenLifetimeMinutes: null },
    {},
  ],
  [
    "group added",
    RULE,
    ruleOf("aus1", "00p1"),
    { groupWhitelists: ["EVERYONE"] },
    { groupWhitelists: "ADD" },
  ],
];

test.each(changes)("%s", async (_name, type, program, change, expected) => {
  const made = await plugin.make(type, program);
  const { inputs, failures } = await plugin.check(
    type,
    { ...program, ...change },
    { olds: made.inputs },
  );
  expect(failures).toEqual({});
  const { detailed, replaces, diffs, changed, deleteBeforeReplace } = await plugin.diff(
    type,
    made,
    inputs,
  );
  expect(detailed).toEqual(expected);
  expect(changed).toBe(Object.keys(expected).length > 0);
  expect(diffs).toEqual(Object.keys(expected).map((path) => path.replace(/\[.*$/, "")));
  expect(replaces).toEqual(
    Object.keys(expected).filter((path) => expected[path]?.endsWith("_REPLACE")),
  );
  expect(deleteBeforeReplace).toBe(false);
});

describe("the recorded change of a profile", () => {
  const [step] = fixture<{ steps: FixtureStep[] }>("differences").steps;

  test("is reported in the official words", async () => {
    const [before = "", after = ""] = step?.changed.profile ?? [];
    const made = await plugin.make(APP, account("recorded-account", { profile: before }));
    const { inputs } = await plugin.check(APP, account("recorded-account", { profile: after }));
    const { diffs, detailed } = await plugin.diff(APP, made, inputs);
    expect(diffs).toEqual(step?.diffs);
    const official = Object.entries(step?.detailedDiff ?? {});
    expect(detailed).toEqual(
      Object.fromEntries(official.map(([path, { diffKind }]) => [path, diffKind.toUpperCase()])),
    );
  });
});

test("drift at Okta shows after a refresh as a change back to the program", async () => {
  const made = await plugin.make(APP, account("drifted-account"));
  organization.okta.at(`/api/v1/apps/${made.id}`).label = "by hand";
  const refreshed = (await plugin.read(APP, made)) as Resource;
  expect(refreshed.outputs.label).toBe("by hand");
  expect(refreshed.inputs.label).toBe("by hand");
  expect((await plugin.diff(APP, refreshed, made.inputs)).detailed).toEqual({ label: "UPDATE" });
});
