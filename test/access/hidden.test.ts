import { expect, test } from "vitest";
import { hiddenProperties, hiddenSettings } from "../../access/effective/hidden.ts";
import { neo4jServersOf } from "../../access/effective/neo4j.ts";
import { Unknown } from "../../access/effective/resource.ts";
import { APP, config, type Kind, OIDC, stack } from "./one-account.ts";

const SECRET = new Unknown([]);

/** Which properties are hidden. */
function hiddenIn(kind: Kind, property: string, value: unknown): (string | undefined)[] {
  const resources = stack({ [kind]: { properties: { [property]: value } } });
  return hiddenProperties(resources).map(({ what }) => what.split(" of ")[0]);
}

test("nothing of a stack in the clear is hidden", () => {
  expect(hiddenProperties(stack())).toEqual([]);
});

test.each<[Kind, string]>([
  ["app", "grantTypes"],
  ["server", "audiences"],
  ["scope", "name"],
  ["scope", "authServerId"],
  ["claim", "name"],
  ["claim", "scopes"],
  ["claim", "claimType"],
  ["claim", "valueType"],
  ["claim", "authServerId"],
  ["policy", "priority"],
  ["policy", "authServerId"],
  ["policy", "clientWhitelists"],
  ["rule", "priority"],
  ["rule", "grantTypeWhitelists"],
  ["rule", "scopeWhitelists"],
  ["rule", "userWhitelists"],
  ["rule", "groupWhitelists"],
  ["rule", "accessTokenLifetimeMinutes"],
  ["rule", "policyId"],
])("a secret in place of a %s's %s is told", (kind, property) => {
  expect(hiddenIn(kind, property, SECRET)).toEqual([property]);
});

test.each<[Kind, string, unknown]>([
  ["app", "clientSecret", SECRET],
  ["app", "profile", SECRET],
  ["claim", "value", SECRET],
  ["policy", "clientWhitelists", [new Unknown([APP])]],
  ["policy", "clientWhitelists", new Unknown([APP])],
])(
  "a %s's %s that is unknown is said elsewhere, or leads to the stack's own",
  (kind, key, value) => {
    expect(hiddenIn(kind, key, value)).toEqual([]);
  },
);

test("a list of which one entry is a secret, or leads out of the stack, is hidden", () => {
  expect(hiddenIn("rule", "scopeWhitelists", ["neo4j", SECRET])).toHaveLength(1);
  expect(hiddenIn("policy", "clientWhitelists", ["loader", new Unknown(["urn:x"])])).toHaveLength(
    1,
  );
});

test.each([
  ["neo4j/neo4j", SECRET, 1],
  ["./charts/Neo4j", SECRET, 1],
  [SECRET, SECRET, 1],
  ["redis", SECRET, 0],
  ["neo4j", {}, 0],
])("values of chart %j: %j", (chart, values, count) => {
  const resources = stack({ release: { properties: { chart, values } } });
  expect(hiddenProperties(resources)).toHaveLength(count);
});

test.each([
  ["dbms.security.authentication_providers", SECRET, true],
  [`${OIDC}.authorization.group_to_role_mapping`, new Unknown(["urn:server"]), true],
  [`${OIDC}.issuer`, SECRET, true],
  [`${OIDC}.issuer`, new Unknown(["urn:server"]), false],
  [`${OIDC}.audience`, new Unknown(["urn:server"]), false],
  [`${OIDC}.jwks_uri`, new Unknown(["urn:server"]), false],
  [`${OIDC}.well_known_discovery_uri`, new Unknown(["urn:server"]), false],
  ["server.memory.heap.max_size", SECRET, false],
])("setting %s as %j is hidden: %j", (name, value, isHidden) => {
  const [server = expect.fail()] = neo4jServersOf(stack({ release: config({ [name]: value }) }));
  expect(hiddenSettings(server).map(({ what }) => what)).toEqual(isHidden ? [name] : []);
});

test("settings that are one secret are hidden as a whole", () => {
  const values = { neo4j: {}, config: SECRET };
  const [server = expect.fail()] = neo4jServersOf(stack({ release: { properties: { values } } }));
  expect(hiddenSettings(server)).toEqual([{ subject: expect.any(String), what: "config" }]);
});
