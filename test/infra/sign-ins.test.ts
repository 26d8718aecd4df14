import { describe, expect, test } from "vitest";
import { accessContractSchema } from "../../access/contract.ts";
import { parseRoleMapping } from "../../access/role-mapping.ts";
import { inputsOf, settled } from "../support/pulumi.ts";
import { parse, refusal, validSettings } from "../support/settings.ts";
import { validSignIn } from "../support/sign-ins.ts";
import { ORG, recordProgram, stackSettings } from "../support/stack.ts";

const recording = await recordProgram(stackSettings("people"), { stack: "people" });
const config = configOf(recording.resources);
const alone = await recordProgram(stackSettings("people-alone"), { stack: "people-alone" });

function configOf(resources: typeof recording.resources): Record<string, unknown> {
  const { values } = inputsOf(resources, "neo4j-release");
  return (values as { config: Record<string, unknown> }).config;
}

/**
 * What Neo4j's pages on single sign-on write into neo4j.conf, without the provider's id. Client ids and
 * hosts of Okta are those of the recorded org.
 */
const PAGES: [string, string, string][] = [
  [
    "Okta, access token",
    "okta",
    `display_name=Okta
auth_flow=pkce
well_known_discovery_uri=https://example.okta.com/oauth2/default/.well-known/openid-configuration
audience=api://default
claims.username=sub
claims.groups=groups
params=client_id=0oa-okta-app;response_type=code;scope=openid profile email;prompt=login
authorization.group_to_role_mapping="engineers" = admin;"collaborators" = reader`,
  ],
  [
    "Entra ID, access token",
    "azure",
    `config=principal=unique_name;code_challenge_method=S256;token_type_principal=access_token;token_type_authentication=access_token
issuer=https://sts.windows.net/54e85725-ed2a-49a4-a19e-11c8d29f9a0f/
params=client_id=4376dc8b-b5af-424f-9ada-c1c1b2d416b9;response_type=code;scope=openid profile email api://4376dc8b-b5af-424f-9ada-c1c1b2d416b9/access-token
claims.groups=groups
authorization.group_to_role_mapping="e8b6ddfa-688d-4ace-987d-6cc5516af188" = admin;"9e2a31e1-bdd1-47fe-844d-767502bd138d" = reader`,
  ],
  [
    "Entra ID, ID token, app roles",
    "azure-id",
    `display_name=Azure
auth_flow=pkce
audience=c2830ff5-86d9-4e38-8a2b-9efad6f3d06d
params=client_id=c2830ff5-86d9-4e38-8a2b-9efad6f3d06d;response_type=code;scope=openid profile email
well_known_discovery_uri=https://login.microsoftonline.com/ce976899-299d-4a01-91e5-a5fee8f98626/v2.0/.well-known/openid-configuration
claims.username=sub
claims.groups=roles
config=token_type_principal=id_token;token_type_authentication=id_token
authorization.group_to_role_mapping="managers" = admin;"engineers" = reader`,
  ],
  [
    "Google",
    "google",
    `display_name=Google
auth_flow=pkce
well_known_discovery_uri=https://accounts.google.com/.well-known/openid-configuration
audience=345461137297-v9brpjmgbvbm3d5s9fq65tktevosd3rn.apps.googleusercontent.com
claims.username=email
params=client_id=345461137297-v9brpjmgbvbm3d5s9fq65tktevosd3rn.apps.googleusercontent.com;response_type=code;scope=openid profile email
token_params=client_secret=GOCSPX-not-a-secret
config=token_type_principal=id_token;token_type_authentication=id_token`,
  ],
  [
    "Keycloak",
    "keycloak-oidc",
    `auth_flow=pkce
well_known_discovery_uri=https://sso.example.com/realms/myrealm/.well-known/openid-configuration
params=client_id=account;response_type=code;scope=openid groups;kc_idp_hint=staff
token_params=param_p=x
config=principal=preferred_username;code_challenge_method=S256;token_type_principal=access_token;token_type_authentication=access_token`,
  ],
  [
    "endpoints instead of a discovery document",
    "other",
    `auth_endpoint=https://login.partner.example.com/authorize
token_endpoint=https://login.partner.example.com/token
jwks_uri=https://login.partner.example.com/keys
issuer=https://login.partner.example.com/
params=client_id=neo4j;response_type=code;scope=openid profile email;prompt=select_account
token_params=client_secret=not-a-secret`,
  ],
];

const ALONE: (typeof PAGES)[number] = [
  "Okta, ID token",
  "okta",
  `display_name=Okta
auth_flow=pkce
well_known_discovery_uri=https://example.okta.com/oauth2/default/.well-known/openid-configuration
audience=0oa-okta-app
claims.username=userid
claims.groups=groups
params=client_id=0oa-okta-app;response_type=code;scope=openid profile email
authorization.group_to_role_mapping="admin_group" = admin;
config=token_type_principal=id_token;token_type_authentication=id_token`,
];

describe.each([
  ...PAGES.map((page) => [config, ...page] as const),
  [configOf(alone.resources), ...ALONE] as const,
])("the settings of Neo4j's page: %$ %s", (settings, _page, id, text) => {
  test.each(text.split("\n").map((line) => line.split(/=(.*)/s)))(
    "%s=%s",
    (key = "", value = "") => {
      const set = String(settings[`dbms.security.oidc.${id}.${key}`]);
      // Maps are compared as maps; `config` has what Browser would take anyway, too.
      if (key === "config")
        expect(set.split(";")).toEqual(expect.arrayContaining(value.split(";")));
      else if (key !== "authorization.group_to_role_mapping") expect(set).toBe(value);
      else expect(parseRoleMapping(set)).toEqual(parseRoleMapping(value.replace(/;$/, "")));
    },
  );
});

test("with endpoints Neo4j asks for no discovery document", () => {
  expect(config).not.toHaveProperty(["dbms.security.oidc.other.well_known_discovery_uri"]);
});

test("people come after the services, in the order of the settings; native grants roles where no token does", () => {
  const people = ["okta", "okta-id", "azure", "azure-id", "google", "keycloak-oidc", "other"];
  const providers = ["okta-backend", ...people].map((id) => `oidc-${id}`).join(",");
  expect(config["dbms.security.authentication_providers"]).toBe(providers);
  expect(config["dbms.security.authorization_providers"]).toBe(`${providers},native`);
});

describe("people alone", () => {
  test.each([
    ["okta", true, "oidc-okta,native", "oidc-okta,native"],
    ["okta", false, "oidc-okta", "oidc-okta"],
    ["entra", false, "oidc-azure", "oidc-azure"],
    ["google", false, "oidc-google", "oidc-google,native"],
  ] as const)(
    "%s, native login %s: %s log in, %s grant",
    async (provider, nativeLogin, logIn, grant) => {
      const reason = { usernameClaim: "email", usernameReason: "addresses are never given again" };
      const signIns = [validSignIn(provider, provider === "google" ? reason : {})];
      const settings = { signIns, accounts: [], groups: undefined };
      const neo4j = { license: "eval", nativeLogin };
      const { resources } = await recordProgram(validSettings({ ...settings, neo4j }));
      const config = configOf(resources);
      expect(config["dbms.security.authentication_providers"]).toBe(logIn);
      expect(config["dbms.security.authorization_providers"]).toBe(grant);
      expect(Object.keys(config).filter((name) => name.includes("okta-backend"))).toEqual([]);
    },
  );

  test("nothing at Okta is for services, and people's policy is the server's first", () => {
    const names = alone.resources.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("authorization"))).toEqual([]);
    expect(inputsOf(alone.resources, "okta-policy").priority).toBe(1);
  });

  test("the contract names the server that services will get tokens from, and no account", async () => {
    const access = accessContractSchema.parse((await settled(alone.result.access)).value);
    expect(access).toMatchObject({
      issuer: "https://example.okta.com/oauth2/default",
      accounts: [],
      groups: {},
    });
  });

  test("people's access tokens may come from the server that services will have tokens of", () => {
    const authorizationServer = { id: "default", audience: "api://default" };
    const signIns = [validSignIn("okta", { authorizationServer })];
    const alone = { accounts: [], groups: undefined, signIns };
    expect(parse(validSettings(alone)).signIns).toHaveLength(1);
    expect(refusal(validSettings({ signIns })).problems.map(({ code }) => code)).toEqual([
      "sign-in-trust",
    ]);
  });

  test("a server that others use too is no danger where no service's token counts", () => {
    const signIns = [validSignIn("keycloak")];
    const settings = validSettings({ accounts: [], groups: undefined, signIns });
    expect(parse(settings).warnings).toEqual([]);
  });

  test.each([
    [{ "dbms.security.oidc.okta-backend.display_name": "x" }, "config-unlisted-provider"],
    [{ "dbms.security.oidc.keycloak.display_name": "x" }, "config-derived"],
  ])("settings of a provider that is not there are refused: %j", (config, code) => {
    const settings = { accounts: [], groups: undefined, signIns: [validSignIn("keycloak")] };
    const neo4j = { license: "eval", config };
    expect(refusal(validSettings({ ...settings, neo4j })).problems.map((one) => one.code)).toEqual([
      code,
    ]);
  });
});

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

test("a custom role may be granted to people alone", () => {
  const signIns = [validSignIn("keycloak", { groups: { data: ["auditor"] } })];
  expect(parse(validSettings({ customRoles: ["auditor"], signIns })).signIns).toHaveLength(1);
});

test.each([
  ["keycloak", "preferred_username", true],
  ["google", "email", false],
  ["okta", "userid", false],
] as const)(
  "names by %s's %s, beside native users, are warned of: %s",
  (provider, usernameClaim, is) => {
    const usernameReason = "readable names in the query log";
    const signIns = [validSignIn(provider, { usernameClaim, usernameReason })];
    const warned = (more = {}) =>
      parse(validSettings({ signIns, ...more })).warnings.map(({ code }) => code);
    expect(warned().includes("production-native-names")).toBe(is);
    const users = [{ name: "etl-loader", auth: { "oidc-okta-backend": "etl-loader" } }];
    const local = { database: { requireLocalUser: true, users } };
    expect(warned(local)).not.toContain("production-native-names");
  },
);

test("the discovery document may stand elsewhere than the issuer says", async () => {
  const discoveryUri = "https://keycloak.sso.svc:8443/realms/data/.well-known/openid-configuration";
  const signIns = [validSignIn("keycloak", { discoveryUri })];
  const { resources } = await recordProgram(validSettings({ signIns }));
  const config = configOf(resources);
  expect(config["dbms.security.oidc.keycloak.well_known_discovery_uri"]).toBe(discoveryUri);
  expect(config["dbms.security.oidc.keycloak.issuer"]).toBe("https://sso.example.com/realms/data");
});

test("a v2 access token of Entra ID has another issuer and audience", async () => {
  const signIns = [validSignIn("entra", { accessTokenVersion: 2 })];
  const { resources } = await recordProgram(validSettings({ signIns }));
  const config = configOf(resources);
  expect(config["dbms.security.oidc.azure.issuer"]).toMatch(
    /^https:\/\/login\.microsoftonline\.com\/.+\/v2\.0$/,
  );
  expect(config["dbms.security.oidc.azure.audience"]).toBe("4376dc8b-b5af-424f-9ada-c1c1b2d416b9");
});

describe("at Okta", () => {
  const of = (name: string) => inputsOf(recording.resources, name);

  test("the app is a single-page one with PKCE, and has no secret", () => {
    expect(of("okta-app")).toMatchObject({
      type: "browser",
      grantTypes: ["authorization_code"],
      responseTypes: ["code"],
      tokenEndpointAuthMethod: "none",
      pkceRequired: true,
      redirectUris: ["http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri"],
    });
  });

  test("the claim holds exactly the mapped groups, whatever is in their names", () => {
    const claim = of("okta-id-groups");
    expect(claim).toMatchObject({
      claimType: "IDENTITY",
      name: "people",
      groupFilterType: "REGEX",
    });
    const filter = new RegExp(String(claim.value));
    expect(["C++ (data)", "C++ (data)x", "CCC data"].map((group) => filter.test(group))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("the policy lists this app, its rule people of the groups and the authorization code", () => {
    const policy = of("okta-policy");
    expect(policy.clientWhitelists).toEqual(["0oa-okta-app"]);
    expect(of("okta-rule")).toMatchObject({
      grantTypeWhitelists: ["authorization_code"],
      scopeWhitelists: ["openid", "profile", "email"],
      groupWhitelists: ["00g-collaborators", "00g-engineers"],
    });
  });

  test("each origin is trusted once, for no sign-in alone; it may be left to somebody else", async () => {
    const originsOf = (resources: typeof recording.resources) =>
      resources
        .filter(({ type }) => type.includes("trustedorigin"))
        .map(({ name, parent }) => [name, parent]);
    expect(originsOf(recording.resources)).toEqual([
      ["people-http://localhost:7474", undefined],
      ["people-https://bloom.example.com", undefined],
    ]);
    const signIns = [validSignIn("okta", { createOrigins: false })];
    expect(originsOf((await recordProgram(validSettings({ signIns }))).resources)).toEqual([]);
  });

  test("what people sign in by is protected from deletion; access can be taken back", async () => {
    const groups = { engineers: ["publisher"], collaborators: ["reader"] };
    const signIns = [
      validSignIn("okta", { createGroups: true, groups }),
      validSignIn("okta", {
        id: "second",
        tokenType: "id_token",
        authorizationServer: undefined,
        createGroups: true,
        usernameClaim: "userid",
        usernameReason: "readable names in the query log",
        usernameExpression: "user.login",
      }),
    ];
    const settings = { signIns: JSON.parse(JSON.stringify(signIns)), deletionProtection: "always" };
    const { resources } = await recordProgram(validSettings(settings));
    const ours = resources.filter(({ name }) => /^(okta|second|people)-/.test(name));
    const isProtected = (want: boolean) =>
      ours
        .filter(({ options }) => (options?.protect ?? false) === want)
        .map(({ name }) => name)
        .sort();
    expect(isProtected(true)).toEqual(
      [
        ...["people-collaborators", "people-engineers", "okta-server"],
        ...["okta", "second"].flatMap((id) =>
          ["app", "groups", "policy", "rule"].map((role) => `${id}-${role}`),
        ),
        "second-username",
      ].sort(),
    );
    expect(isProtected(false)).toEqual([
      "okta-collaborators",
      "okta-engineers",
      "people-http://localhost:7474",
      "second-collaborators",
      "second-engineers",
    ]);
  });

  test("a created group is no sign-in's own: it stays when the one that names it first goes", async () => {
    const both = [
      validSignIn("okta", { createGroups: true }),
      validSignIn("okta", {
        id: "second",
        createGroups: true,
        authorizationServer: { name: "second", audience: "api://second" },
      }),
    ];
    const groupsOf = async (signIns: unknown[]) => {
      const { resources } = await recordProgram(validSettings({ signIns }));
      return resources
        .filter(({ type }) => type === "okta:group/group:Group")
        .map(({ name, parent }) => [name, parent]);
    };
    const first = await groupsOf(both);
    expect(first).toEqual([
      ["people-collaborators", undefined],
      ["people-engineers", undefined],
    ]);
    expect(await groupsOf(both.slice(1))).toEqual(first);
  });

  test("policies on the services' server come after theirs, numbered without a gap", async () => {
    const { authorizationServer: _own, ...shared } = validSignIn("okta");
    const second = { id: "second", groupsClaim: "people" };
    const signIns = [{}, { ...second }].map((more) => ({
      ...shared,
      tokenType: "id_token",
      ...more,
    }));
    const settings = validSettings({ signIns: [validSignIn("keycloak"), ...signIns] });
    const { resources } = await recordProgram(settings);
    const policies = ["authorization-access-policy", "okta-policy", "second-policy"];
    expect(policies.map((name) => inputsOf(resources, name).priority)).toEqual([1, 2, 3]);
  });

  test("a group that only begins with the name is refused", async () => {
    const calls = {
      ...ORG.calls,
      "okta:group/getGroup:getGroup": () => ({ id: "00g1", name: "engineers-abroad" }),
    };
    const settings = validSettings({ signIns: [validSignIn("okta")] });
    await expect(recordProgram(settings, { calls })).rejects.toThrow(
      '[sign-in-group] neo4j-okta:signIns[0].groups.collaborators is no group at Okta; the one that comes closest is "engineers-abroad"',
    );
  });

  test("groups that Okta does not have are refused before anything is declared, all at once, in the provider's words", async () => {
    const calls = {
      ...ORG.calls,
      "okta:group/getGroup:getGroup": ({ name }: Record<string, unknown>) => {
        const details = `invocation of x returned an error: group with name "${name}" does not exist`;
        throw Object.assign(new Error(details), { details });
      },
    };
    const settings = validSettings({ signIns: [validSignIn("okta")] });
    const declared: string[] = [];
    const onResource = ({ type }: { type: string }) => void declared.push(type);
    const refused = recordProgram(settings, { calls, onResource }).catch(
      (error: Error) => error.message,
    );
    const lines = String(await refused).split("\n");
    expect(lines.filter((line) => line.startsWith("[sign-in-group]"))).toHaveLength(2);
    expect(lines[0]).toContain("neo4j-okta:signIns[0].groups.collaborators is not found at Okta: ");
    expect(lines[0]).toContain("does not exist");
    expect(String(await refused)).toContain("set createGroups: true");
    expect(declared).toEqual(["pulumi:pulumi:Stack"]);
  });

  test("a filter of one's own takes the place of the exact names", async () => {
    const signIns = [validSignIn("okta", { groupsFilter: { startsWith: "neo4j_" } })];
    const { resources } = await recordProgram(validSettings({ signIns }));
    expect(inputsOf(resources, "okta-groups")).toMatchObject({
      groupFilterType: "STARTS_WITH",
      value: "neo4j_",
    });
  });
});
