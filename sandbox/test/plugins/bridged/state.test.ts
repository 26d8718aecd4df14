import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Properties, Secret, UNKNOWN } from "../../../plugins/protocol/values.ts";
import { blinded, recorded } from "../fixtures.ts";
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
import { refreshed } from "../refreshed.ts";

const { okta, plugin } = new Organization();
const { id: serverId } = recorded(SERVER);
const { id: policyId } = recorded(POLICY);

beforeAll(async () => {
  await okta.start();
  await plugin.start({ httpProxy: okta.url, accessToken: new Secret("t") });
  await plugin.make(SERVER, { name: "other", audiences: ["api://other"] });
});
afterAll(async () => {
  await plugin.stop();
  await okta.stop();
});

const privateKey = {
  jwksUri: "https://keys.example.com/etl.json",
  profile: '{"neo4j_groups":["neo4j_publisher"]}',
  tokenEndpointAuthMethod: "private_key_jwt",
};
const programs: [string, string, Properties, Properties][] = [
  ["server", SERVER, { name: "neo4j", audiences: ["api://neo4j"] }, {}],
  [
    "account with a secret",
    APP,
    account("neo4j-service-account"),
    { clientId: "neo4j-service-account" },
  ],
  [
    "account with a private key",
    APP,
    account("etl-loader", privateKey),
    { clientId: "etl-loader" },
  ],
  ["scope", SCOPE, scopeOf(serverId), {}],
  ["claim", CLAIM, claimOf(serverId), {}],
  ["policy", POLICY, policyOf(serverId, ["neo4j-service-account", "etl-loader"]), {}],
  ["rule", RULE, ruleOf(serverId, policyId), {}],
];

describe.each(programs)("%s", (_name, type, program, some) => {
  const official = recorded(type, some);

  test("Check returns the official inputs", async () => {
    const { inputs, failures } = await plugin.check(type, program);
    expect(failures).toEqual({});
    expect(inputs).toEqual(official.inputs);
  });

  test("create stores the official outputs", async () => {
    const { id, outputs } = await plugin.make(type, program);
    const issuer = type === SERVER ? { issuer: `http://x/oauth2/${id}` } : {};
    expect(blinded(outputs)).toEqual({ ...official.outputs, id, ...issuer });
  });

  test("a refresh changes nothing but empty lists, and the next preview shows no change", async () => {
    const made = await plugin.make(type, program);
    const read = await plugin.read(type, made);
    expect(read).toEqual(refreshed(made));
    expect(await plugin.diff(type, made, made.inputs)).toMatchObject({ changed: false, diffs: [] });
  });

  test("what an import reads differs from the program only as it does officially", async () => {
    const made = await plugin.make(type, program);
    const parents = ["authServerId", "policyId"].flatMap((name) =>
      type !== POLICY && made.inputs[name] !== undefined ? [made.inputs[name]] : [],
    );
    const importId = [...(type === POLICY ? [serverId] : parents), made.id].join("/");
    const imported = await plugin.read(type, { id: importId });
    expect(imported?.id).toBe(made.id);
    const { diffs } = await plugin.diff(type, imported as Resource, made.inputs);
    // Okta does not return them, so an imported app always shows them as changes.
    expect(diffs).toEqual(type === APP ? ["refreshTokenRotation", "skipAuthenticationPolicy"] : []);
    // The engine writes them in the same run, and the import ends with success.
    const brought = await plugin.change(type, imported as Resource, program);
    expect((await plugin.diff(type, brought, made.inputs)).diffs).toEqual([]);
  });
});

describe("preview of a new account", () => {
  test("the chosen client id is known, what Okta decides is not", async () => {
    const { inputs } = await plugin.check(APP, account("etl-loader"));
    const { id, outputs } = await plugin.create(APP, inputs, true);
    expect(id).toBe("");
    expect(outputs).toMatchObject({
      clientId: "etl-loader",
      status: "ACTIVE",
      name: UNKNOWN,
      clientSecret: new Secret(UNKNOWN),
    });
  });

  test("without a chosen one the client id is unknown", async () => {
    const { clientId: _chosen, ...program } = account("x-without");
    const { inputs } = await plugin.check(APP, program);
    expect((await plugin.create(APP, inputs, true)).outputs.clientId).toBe(UNKNOWN);
  });

  test("a new server's issuer is unknown, an old one's stays", async () => {
    const program = { name: "neo4j", audiences: ["api://neo4j"] };
    const { inputs } = await plugin.check(SERVER, program);
    expect((await plugin.create(SERVER, inputs, true)).outputs.issuer).toBe(UNKNOWN);
    const made = await plugin.make(SERVER, program);
    const changed = await plugin.change(SERVER, made, { ...program, description: "d" }, true);
    expect(changed.outputs).toMatchObject({ issuer: made.outputs.issuer, description: "d" });
  });
});

test("secret outputs are secret on the wire, and a secret input stays one", async () => {
  const made = await plugin.make(APP, {
    ...account("with-own-secret"),
    adminNote: new Secret("n"),
  });
  expect(made.outputs.clientSecret).toEqual(new Secret("generated-secret"));
  expect(made.outputs.adminNote).toEqual(new Secret("n"));
});
