import { afterEach, describe, expect, test } from "vitest";
import { manage } from "../../support/declared-org.ts";
import { APP, create, importsCommand } from "./command.ts";

const command = importsCommand();
const post = (path: string, body: object) => manage(command.okta, "POST", path, body);

const GROUP = { name: "engineers", description: "People who may sign in to Neo4j" };
const ORIGIN = {
  name: "Neo4j Browser at https://neo4j.example.com",
  origin: "https://neo4j.example.com",
  // As the engine's preview has them.
  scopes: [
    { __defaults: [], type: "CORS" },
    { __defaults: [], type: "REDIRECT" },
  ],
};
const REDIRECT = "https://neo4j.example.com/browser/?idp_id=okta&auth_flow_step=redirect_uri";
const BROWSER = {
  label: "Neo4j: Okta (okta)",
  type: "browser",
  status: "ACTIVE",
  grantTypes: ["authorization_code"],
  responseTypes: ["code"],
  tokenEndpointAuthMethod: "none",
  pkceRequired: true,
  consentMethod: "TRUSTED",
  redirectUris: [REDIRECT],
  postLogoutRedirectUris: ["https://neo4j.example.com/browser/"],
};

const group = (changes: object = {}) =>
  post("/api/v1/groups", { profile: { ...GROUP, ...changes } });
const origin = (changes: object = {}) =>
  post("/api/v1/trustedOrigins", {
    name: ORIGIN.name,
    origin: ORIGIN.origin,
    scopes: [{ type: "CORS" }, { type: "REDIRECT" }],
    ...changes,
  });
const app = (changes: object = {}) =>
  post("/api/v1/apps", {
    name: "oidc_client",
    label: BROWSER.label,
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "none", pkce_required: true } },
    settings: {
      oauthClient: {
        application_type: "browser",
        grant_types: ["authorization_code"],
        response_types: ["code"],
        consent_method: "TRUSTED",
        redirect_uris: [REDIRECT],
        post_logout_redirect_uris: BROWSER.postLogoutRedirectUris,
      },
    },
    ...changes,
  });

/** On a server of people's own. */
async function peoplesServer() {
  const server = await post("/api/v1/authorizationServers", {
    name: "people",
    audiences: ["api://people"],
    description: "Tokens",
  });
  return `/api/v1/authorizationServers/${server.id}`;
}

afterEach(() => {
  const { apps, trustedOrigins, groups, users, authorizationServers } = command.okta.org;
  for (const map of [apps, trustedOrigins, users]) map.clear();
  for (const [id, { type }] of groups) if (type === "OKTA_GROUP") groups.delete(id);
  for (const [id, one] of authorizationServers) if (!one.default) authorizationServers.delete(id);
});

const step = {
  group: (changes: object = {}) =>
    create("okta:group/group:Group", "people-engineers", { ...GROUP, ...changes }),
  origin: (changes: object = {}) =>
    create("okta:trustedorigin/origin:Origin", "people-https://neo4j.example.com", {
      ...ORIGIN,
      ...changes,
    }),
  app: (changes: object = {}) => create(APP, "okta-app", { ...BROWSER, ...changes }),
};

/** What `--json` says of one create: the arguments of `pulumi import`, or why there are none. */
async function judged(planned: object) {
  const { status, out } = await command.look([planned], "--json");
  const { lost } = JSON.parse(out);
  expect(lost.length).toBe(status);
  const [found] = lost as { command?: string[]; refusal?: string }[];
  return found?.command?.slice(1, 4) ?? found?.refusal;
}

describe("what is as declared and not in use is to be imported", () => {
  test("a group", async () => {
    const { id } = await group();
    await group({ name: "engineers abroad" });
    expect(await judged(step.group())).toEqual(["okta:group/group:Group", "people-engineers", id]);
  });

  test("a group whose name looks like an option, as one word of the shell", async () => {
    const name = "engineers --protect";
    await group({ name });
    const planned = create("okta:group/group:Group", `people-${name}`, { ...GROUP, name });
    const { out } = await command.look([planned]);
    expect(out).toContain(`pulumi import okta:group/group:Group 'people-${name}' 00g`);
  });

  test("a trusted origin, whatever the engine notes beside its scopes", async () => {
    const { id } = await origin();
    await app();
    expect(await judged(step.origin())).toEqual([
      "okta:trustedorigin/origin:Origin",
      "people-https://neo4j.example.com",
      id,
    ]);
  });

  test("people's app, which no client id tells: of two the one that nothing uses", async () => {
    const [used, lost] = [await app(), await app()];
    const { id } = await group();
    await manage(command.okta, "PUT", `/api/v1/apps/${used.id}/groups/${id}`, {});
    expect(await judged(step.app())).toEqual([APP, "okta-app", lost.id]);
  });

  test("people's claim, policy and rule", async () => {
    const at = await peoplesServer();
    const authServerId = at.split("/").at(-1) ?? "";
    const { id: groupId } = await group();
    const client = (await app()).credentials.oauthClient.client_id;
    const claim = await post(`${at}/claims`, {
      name: "groups",
      status: "ACTIVE",
      claimType: "RESOURCE",
      valueType: "GROUPS",
      group_filter_type: "REGEX",
      value: "^(engineers)$",
      conditions: { scopes: ["openid"] },
      alwaysIncludeInToken: true,
    });
    const policy = await post(`${at}/policies`, {
      type: "OAUTH_AUTHORIZATION_POLICY",
      name: "Neo4j sign-in (okta)",
      description: "People",
      conditions: { clients: { include: [client] } },
    });
    const declaredClaim = {
      authServerId,
      name: "groups",
      status: "ACTIVE",
      claimType: "RESOURCE",
      valueType: "GROUPS",
      groupFilterType: "REGEX",
      value: "^(engineers)$",
      scopes: ["openid"],
    };
    const type = "okta:auth/serverClaim:ServerClaim";
    expect(await judged(create(type, "okta-groups", declaredClaim))).toEqual([
      type,
      "okta-groups",
      `${authServerId}/${claim.id}`,
    ]);
    const other = { ...declaredClaim, groupFilterType: "STARTS_WITH" };
    expect(await judged(create(type, "okta-groups", other))).toContain("groupFilterType");
    const declaredPolicy = {
      authServerId,
      name: "Neo4j sign-in (okta)",
      description: "People",
      status: "ACTIVE",
      clientWhitelists: [client],
    };
    expect(
      await judged(create("okta:auth/serverPolicy:ServerPolicy", "okta-policy", declaredPolicy)),
    ).toEqual([
      "okta:auth/serverPolicy:ServerPolicy",
      "okta-policy",
      `${authServerId}/${policy.id}`,
    ]);
    const rule = await post(`${at}/policies/${policy.id}/rules`, {
      type: "RESOURCE_ACCESS",
      name: "authorization code",
      conditions: {
        people: { users: {}, groups: { include: [groupId] } },
        grantTypes: { include: ["authorization_code"] },
        scopes: { include: ["openid", "profile", "email"] },
      },
      actions: { token: { accessTokenLifetimeMinutes: 60 } },
    });
    const declaredRule = {
      authServerId,
      policyId: policy.id,
      name: "authorization code",
      status: "ACTIVE",
      grantTypeWhitelists: ["authorization_code"],
      scopeWhitelists: ["openid", "profile", "email"],
      groupWhitelists: [groupId],
      accessTokenLifetimeMinutes: 60,
    };
    const ruleType = "okta:auth/serverPolicyRule:ServerPolicyRule";
    expect(await judged(create(ruleType, "okta-rule", declaredRule))).toEqual([
      ruleType,
      "okta-rule",
      `${authServerId}/${policy.id}/${rule.id}`,
    ]);
    const wider = { ...declaredRule, groupWhitelists: [] };
    expect(await judged(create(ruleType, "okta-rule", wider))).toContain("groupWhitelists");
  });
});

describe("what is in use, or differs, is someone's", () => {
  test("a group with somebody in it", async () => {
    const { id } = await group();
    await post("/api/v1/users?activate=true", {
      profile: {
        login: "ada@example.com",
        email: "ada@example.com",
        firstName: "Ada",
        lastName: "L",
      },
      credentials: { password: { value: "Only-for-the-sandbox-1" } },
      groupIds: [id],
    });
    expect(await judged(step.group())).toMatch(/^it is in use: people who are in it\. /);
  });

  test("an origin that the apps of two stacks come from", async () => {
    await origin();
    await app();
    await app({ label: "Neo4j: Okta (other)" });
    expect(await judged(step.origin())).toMatch(
      /^it is in use: the apps Neo4j: Okta \(okta\), Neo4j: Okta \(other\)\. /,
    );
  });

  test("people's app that a policy names is no lost one: Okta takes a second of its label", async () => {
    const at = await peoplesServer();
    const client = (await app()).credentials.oauthClient.client_id;
    await post(`${at}/policies`, {
      type: "OAUTH_AUTHORIZATION_POLICY",
      name: "x",
      description: "x",
      conditions: { clients: { include: [client] } },
    });
    expect(await judged(step.app())).toBeUndefined();
  });

  test("an origin that somebody switched off", async () => {
    const { id } = await origin();
    await manage(command.okta, "POST", `/api/v1/trustedOrigins/${id}/lifecycle/deactivate`);
    expect(await judged(step.origin())).toContain("status. ");
    expect(await judged(step.origin({ status: "ACTIVE" }))).toContain("status. ");
  });

  test.each([
    ["group", { description: "Engineers" }, "description"],
    ["origin", { name: "Browser" }, "name"],
    ["origin", { scopes: [{ type: "CORS" }] }, "scopes"],
    ["origin", { origin: "https://other.example.com" }, "origin"],
    ["app", { redirectUris: ["https://other.example.com/"] }, "redirectUris"],
    ["app", { grantTypes: ["implicit"] }, "grantTypes"],
    ["app", { postLogoutRedirectUris: [] }, "postLogoutRedirectUris"],
  ] as const)("%s %j", async (kind, changes, name) => {
    await group();
    await origin();
    await app();
    expect(await judged(step[kind](changes))).toContain(
      `differs from what the stack declares: ${name}. `,
    );
  });
});

test("a group of an app is assigned again by the next pulumi up", async () => {
  const { id } = await group();
  const { id: appId } = await app();
  const assign = () => manage(command.okta, "PUT", `/api/v1/apps/${appId}/groups/${id}`, {});
  await assign();
  const inputs = { appId, groupId: id };
  const planned = create("okta:app/groupAssignment:GroupAssignment", "okta-engineers", inputs);
  expect(await judged(planned)).toBeUndefined();
  expect(await assign()).toMatchObject({ id });
});
