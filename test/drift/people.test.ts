import { OktaEmulator } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Resource } from "../../access/effective/resource.ts";
import { oidcSettings } from "../../access/oidc-settings.ts";
import { signInParams } from "../../access/sign-in/settings.ts";
import { driftOf } from "../../drift/drift.ts";
import { liveResources } from "../../drift/live.ts";
import { readOkta } from "../../drift/okta.ts";
import { OktaApi } from "../../okta-api/client.ts";
import { manage } from "../support/declared-org.ts";
import { declarePeople } from "../support/declared-people.ts";

const okta = new OktaEmulator();
const ASKED: string[] = [];
let declared: Resource[];
let app: App;
let serverPath: string;

// biome-ignore lint/suspicious/noExplicitAny: Okta's answers are read by the test
type App = any;

const call = (method: string, path: string, body?: unknown) => manage(okta, method, path, body);

/** Reads the org as drift does. */
function api(): OktaApi {
  const counting: typeof fetch = (input, init) => {
    ASKED.push(new URL(String(input)).pathname);
    return fetch(input, init);
  };
  const authorization = `Bearer ${okta.accessToken}`;
  return new OktaApi({ orgUrl: okta.url, authorization, fetch: counting });
}

/** What differs from what is declared, a line each. */
async function drift(): Promise<string[]> {
  const live = await liveResources(declared, api());
  const { changes } = driftOf(declared, live, { sentence: "Neo4j itself" });
  return changes.map(({ category, code, sentence }) => `${category} ${code}: ${sentence}`);
}

/** Changes something by hand, looks, and puts it back. */
async function byHand(
  change: () => Promise<unknown>,
  undo: () => Promise<unknown>,
): Promise<string[]> {
  await change();
  try {
    return await drift();
  } finally {
    await undo();
    expect(await drift()).toEqual([]);
  }
}

/** Changes a part of an object at Okta by hand, looks, and puts it back. */
async function changed(path: string, change: (before: App) => unknown): Promise<string[]> {
  const before = await call("GET", path);
  return byHand(
    () => call("PUT", path, change(structuredClone(before))),
    () => call("PUT", path, before),
  );
}

beforeAll(async () => {
  await okta.start();
  const signIn = await declarePeople(okta);
  const { issuer = "", clientId, audience, discoveryUri } = signIn;
  const id = issuer.split("/").at(-1) ?? "";
  serverPath = `/api/v1/authorizationServers/${id}`;
  const groups = (await call("GET", "/api/v1/groups?limit=200")) as App[];
  [app] = ((await call("GET", "/api/v1/apps?limit=200")) as App[]).filter(
    ({ credentials }) => credentials.oauthClient.client_id === clientId,
  );
  const resource = (type: string, id: string, properties: Resource["properties"]): Resource => ({
    urn: `urn:pulumi:test::people::${type}::${id}`,
    ...{ type, id, properties },
  });
  const named = groups.filter(({ profile }) => Object.hasOwn(signIn.groups, profile.name));
  const config = oidcSettings({
    nativeLogin: true,
    signIns: [
      {
        ...{ providerId: "okta", displayName: "Okta", tokenType: "access_token" },
        ...{ discoveryUri: discoveryUri ?? "", issuer, audience: audience ?? "" },
        ...{ params: signInParams(clientId, ["openid"]), usernameClaim: "sub" },
        ...{ groupsClaim: "groups", groups: signIn.groups },
      },
    ],
  });
  const known = [
    resource("okta:auth/server:Server", id, { issuer, audiences: [audience] }),
    resource("okta:app/oAuth:OAuth", app.id, {
      ...{ label: app.label, type: "browser", clientId, grantTypes: ["authorization_code"] },
    }),
    ...named.map((group) => resource("okta:group/group:Group", group.id, group.profile)),
    resource("okta:trustedorigin/origin:Origin", "tos", { origin: "http://localhost:7474" }),
  ];
  const { resources } = await liveResources(known, api());
  const release = resource("kubernetes:helm.sh/v3:Release", "neo4j", {
    ...{ name: "neo4j", namespace: "graph", values: { neo4j: {}, config } },
  });
  declared = [...resources, release];
});

afterAll(() => okta.stop());

test("an org that has what is declared is no drift", async () => {
  expect(await drift()).toEqual([]);
});

test("what is not read at Okta is said", async () => {
  const live = await liveResources(declared, api());
  const { notLookedAt } = driftOf(declared, live, { sentence: "Neo4j itself" });
  expect(notLookedAt).toContain(
    "people whom an app of the stack is assigned to one by one at Okta",
  );
  expect(notLookedAt).toContain("who is in which group of people: the identity provider knows it");
});

test("it says how often it will ask, and asks as often", async () => {
  const lines: string[] = [];
  await readOkta(declared, {
    ...{ orgUrl: okta.url, authorization: `Bearer ${okta.accessToken}`, budget: 100 },
    ...{ resume: undefined, write: (line: string) => void lines.push(line) },
  });
  ASKED.length = 0;
  await liveResources(declared, api());
  // Servers, apps; scopes, claims, policies and the rules of one; assignments, two groups, origins.
  expect(ASKED).toHaveLength(10);
  expect(lines[0]).toMatch(/^drift: about 10 requests to Okta, /);
});

describe("people's app", () => {
  const path = () => `/api/v1/apps/${app.id}`;

  test("that is assigned to a further group", async () => {
    const group = await call("POST", "/api/v1/groups", { profile: { name: "contractors" } });
    const assignment = `${path()}/groups/${group.id}`;
    expect(
      await byHand(
        () => call("PUT", assignment, {}),
        () => call("DELETE", assignment),
      ),
    ).toMatchInlineSnapshot(`
      [
        "widened people-rule: Okta lets more people in by sign-in okta, or gives them more",
      ]
    `);
  });

  test("that a group is taken from", async () => {
    const [{ id }] = await call("GET", `${path()}/groups`);
    const assignment = `${path()}/groups/${id}`;
    const [line, ...more] = await byHand(
      () => call("DELETE", assignment),
      () => call("PUT", assignment, {}),
    );
    expect(more).toEqual([]);
    expect(line).toMatch(
      /^lost people-kept-out: Members of \w+ \(sign-in okta\) can no longer sign in, unless/,
    );
  });

  test("with another address of Browser", async () => {
    expect(
      await changed(path(), (one) => {
        one.settings.oauthClient.redirect_uris = ["https://evil.example.com/"];
        return one;
      }),
    ).toMatchInlineSnapshot(`
      [
        "widened redirect-uri-added: Okta sends people of sign-in okta back to https://evil.example.com/ too",
        "breaks redirect-uri-removed: Nobody can sign in any more (sign-in okta) from http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri",
      ]
    `);
  });

  test("that wants a secret, which Browser has not", async () => {
    const lines = await changed(path(), (one) => {
      one.credentials.oauthClient.token_endpoint_auth_method = "client_secret_basic";
      return one;
    });
    expect(lines).toMatchInlineSnapshot(`
      [
        "breaks credential-kind: The app of sign-in okta has to prove itself in another way",
      ]
    `);
  });

  test("that is switched off", async () => {
    expect(
      await byHand(
        () => call("POST", `${path()}/lifecycle/deactivate`),
        () => call("POST", `${path()}/lifecycle/activate`),
      ),
    ).toMatchInlineSnapshot(`
      [
        "lost people-role-lost: Members of engineers (sign-in okta) lose publisher",
        "lost people-role-lost: Members of readers (sign-in okta) lose reader",
      ]
    `);
  });
});

describe("people's authorization server", () => {
  test("whose rule is for everybody", async () => {
    const [policy] = await call("GET", `${serverPath}/policies`);
    const [rule] = await call("GET", `${serverPath}/policies/${policy.id}/rules`);
    expect(
      await changed(`${serverPath}/policies/${policy.id}/rules/${rule.id}`, (one) => {
        one.conditions.people.groups.include = ["EVERYONE"];
        return one;
      }),
    ).toMatchInlineSnapshot(`
      [
        "widened people-rule: Okta lets more people in by sign-in okta, or gives them more",
      ]
    `);
  });

  test("whose claim says other groups", async () => {
    const claims = (await call("GET", `${serverPath}/claims`)) as App[];
    const { id } = claims.find(({ name }) => name === "groups");
    expect(
      await changed(`${serverPath}/claims/${id}`, (one) => ({ ...one, value: ".*" })),
    ).toMatchInlineSnapshot(`
      [
        "widened groups-filter: The claim groups may say other groups of people than before",
      ]
    `);
  });
});

test("a group that is called otherwise", async () => {
  const groups = (await call("GET", "/api/v1/groups?limit=200")) as App[];
  const { id, profile } = groups.find((one) => one.profile.name === "engineers");
  expect(
    await byHand(
      () => call("PUT", `/api/v1/groups/${id}`, { profile: { ...profile, name: "builders" } }),
      () => call("PUT", `/api/v1/groups/${id}`, { profile }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "gained people-let-in: Members of builders (sign-in okta) can sign in, with no role but PUBLIC",
      "lost people-kept-out: Members of engineers (sign-in okta) can no longer sign in, unless another group of theirs lets them in",
      "breaks group-changed: The group engineers is called builders at Okta",
    ]
  `);
});

test("a mapping that was changed in Neo4j itself", async () => {
  const release = declared.find(({ id }) => id === "neo4j") as Resource;
  const { config } = release.properties.values as { config: Record<string, string> };
  const mapping = "dbms.security.oidc.okta.authorization.group_to_role_mapping";
  const running = Object.entries({ ...config, [mapping]: '"engineers"=admin;"readers"=reader' });
  const database = {
    ...{ release, authRules: undefined, users: [] },
    running: new Map(running.map(([name, value]) => [name, { value, defaultValue: "" }])),
  };
  const { changes } = driftOf(declared, await liveResources(declared, api()), database);
  expect(changes.map(({ category, sentence }) => `${category}: ${sentence}`)).toEqual([
    "lost: Members of engineers (sign-in okta) lose publisher",
    "widened: Members of engineers (sign-in okta) become administrators",
  ]);
});

test("an origin that is trusted no more", async () => {
  const [origin] = await call("GET", "/api/v1/trustedOrigins");
  const path = `/api/v1/trustedOrigins/${origin.id}/lifecycle`;
  expect(
    await byHand(
      () => call("POST", `${path}/deactivate`),
      () => call("POST", `${path}/activate`),
    ),
  ).toMatchInlineSnapshot(`
    [
      "breaks origin-removed: Okta no longer trusts pages of http://localhost:7474",
    ]
  `);
});
