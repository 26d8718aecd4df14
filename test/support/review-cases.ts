import {
  ACCOUNTS,
  type Account,
  BASES,
  ENTRA_PEOPLE,
  GARDENER,
  GOOGLE_PEOPLE,
  GROUPS,
  key,
  LOADER,
  NEO4J,
  OKTA_PEOPLE,
  REPORTING,
  type Settings,
  SUPPORT,
} from "./review-bases.ts";

/** A change of one stack's settings, as a pull request would make it. */
export interface ReviewCase {
  /** Name of its files. */
  name: string;
  base: keyof typeof BASES;
  settings: Settings;
  /** Exit status of `npm run review` with the gate's defaults. */
  status: 0 | 1;
}

function change(
  name: string,
  settings: Settings,
  { base = "dedicated", status = 0 }: Partial<Pick<ReviewCase, "base" | "status">> = {},
): ReviewCase {
  return { name, base, status, settings: { ...BASES[base], ...settings } };
}

/** The accounts with one of them changed; undefined removes it. */
function accounts(name: string, changes: Account | undefined): Settings {
  return {
    accounts: ACCOUNTS.flatMap((account) => {
      if (account.name !== name) return [account];
      return changes === undefined ? [] : [{ ...account, ...changes }];
    }),
  };
}

/** What an account of a stack gets when it is made anew. */
const DASHBOARDS: Account = {
  name: "dashboards",
  groups: ["neo4j_reader"],
  credential: "client_secret",
};

/** What somebody declares in the same stack, beside our components. */
function strangers(okta: Record<string, unknown>): Settings {
  return { "strangers:okta": okta };
}

const ON_DEFAULT = { authServerId: "default", status: "ACTIVE", priority: 2 };
const POLICY = { ...ON_DEFAULT, name: "helpdesk", description: "for the helpdesk" };
const RULE = {
  ...ON_DEFAULT,
  policy: "helpdesk",
  name: "helpdesk",
  priority: 1,
  grantTypeWhitelists: ["client_credentials"],
  scopeWhitelists: ["*"],
  accessTokenLifetimeMinutes: 1440,
};
const APP = {
  label: "helpdesk-bot",
  type: "service",
  clientId: "helpdesk-bot",
  grantTypes: ["client_credentials"],
  responseTypes: ["token"],
  skipAuthenticationPolicy: true,
  profile: JSON.stringify({ neo4j_groups: ["neo4j_admin"] }),
};

/** A provider for people beside ours. */
const PEOPLE = {
  "dbms.security.oidc.people.audience": "0oa-people",
  "dbms.security.oidc.people.well_known_discovery_uri":
    "https://people.example.com/.well-known/openid-configuration",
  "dbms.security.oidc.people.claims.groups": "groups",
  "dbms.security.oidc.people.authorization.group_to_role_mapping": "analysts=reader",
};

/** Every change that has a recorded preview and a page. */
export const CASES: readonly ReviewCase[] = [
  change("nothing", {}),
  change("only-reordered", {
    accounts: ACCOUNTS.toReversed(),
    groups: Object.fromEntries(Object.entries(GROUPS).toReversed()),
  }),
  change("reader-to-publisher", accounts("graph-reporting", { groups: ["neo4j_publisher"] })),
  change("further-group", accounts("graph-reporting", { groups: ["neo4j_reader", "neo4j_admin"] })),
  change("account-new", { accounts: [...ACCOUNTS, DASHBOARDS] }),
  change("account-removed", accounts("etl-loader", undefined)),
  change("account-disabled", accounts("etl-loader", { disabled: true })),
  change("account-enabled", accounts("support-bot", { disabled: false })),
  change("account-expired", accounts("graph-reporting", { expires: "2026-01-31" })),
  change("account-renamed", {
    accounts: [{ ...LOADER, name: "product-loader" }, REPORTING, SUPPORT],
  }),
  change("account-renamed-client-id-kept", {
    accounts: [{ ...LOADER, name: "product-loader", clientId: "etl-loader" }, REPORTING, SUPPORT],
  }),
  change("client-id", accounts("etl-loader", { clientId: "product-loader" })),
  change("owner", accounts("etl-loader", { owner: "products@example.com" })),
  change(
    "credential-kind",
    accounts("etl-loader", {
      credential: { privateKeyJwt: { jwksUri: "https://keys.example.com/etl-loader.json" } },
      deliverTo: undefined,
    }),
  ),
  change(
    "key-added",
    accounts("support-bot", { credential: { privateKeyJwt: { jwks: [key("key-3")] } } }),
  ),
  change(
    "key-removed",
    accounts("graph-reporting", { credential: { privateKeyJwt: { jwks: [key("key-2")] } } }),
  ),
  change(
    "delivery-moved",
    accounts("etl-loader", { deliverTo: { namespace: "default", secret: "graph-login" } }),
  ),
  change("group-renamed", {
    groups: { neo4j_admin: ["admin"], neo4j_publisher: ["publisher"], graph_readers: ["reader"] },
    accounts: [
      LOADER,
      { ...REPORTING, groups: ["graph_readers"] },
      { ...SUPPORT, groups: ["graph_readers"] },
    ],
  }),
  change("group-of-more-roles", { groups: { ...GROUPS, neo4j_reader: ["reader", "editor"] } }),
  change("group-of-other-role", {
    groups: { ...GROUPS, neo4j_publisher: ["graph_loader"] },
    customRoles: ["graph_loader"],
  }),
  change("group-unused", { groups: { ...GROUPS, neo4j_architect: ["architect"] } }),
  change("two-that-cancel", {
    groups: { ...GROUPS, neo4j_reader: ["publisher"], neo4j_publisher: ["reader"] },
    accounts: [
      { ...LOADER, groups: ["neo4j_reader"] },
      { ...REPORTING, groups: ["neo4j_publisher"] },
      SUPPORT,
    ],
  }),
  change("lifetime-longer", { tokenLifetimeMinutes: 720 }, { status: 1 }),
  change("lifetime-shorter", { tokenLifetimeMinutes: 5 }),
  change("scope-renamed", { scope: "graph" }),
  change("claim-renamed", { claim: { name: "neo4j" } }),
  change("claim-expression", {
    claim: {
      expression: "(appuser != null) ? appuser.neo4j_groups : app.profile.neo4j_groups",
    },
  }),
  change(
    "dedicated-to-adopted",
    { authorizationServer: BASES.adopted.authorizationServer },
    { status: 1 },
  ),
  change(
    "adopted-to-dedicated",
    { authorizationServer: BASES.dedicated.authorizationServer },
    { base: "adopted" },
  ),
  change("server-renamed", { authorizationServer: { name: "graph", audience: "api://neo4j" } }),
  change("audience", { authorizationServer: { name: "neo4j", audience: "api://graph" } }),
  change("namespace", { neo4j: { ...NEO4J, namespace: "graph" } }),
  change("release-renamed", { neo4j: { ...NEO4J, release: "graph" } }),
  change("memory", { neo4j: { ...NEO4J, resources: { memory: "4Gi" } } }),
  change("setting", { neo4j: { ...NEO4J, config: { "db.transaction.timeout": "60s" } } }),
  change("native-login-off", {
    accounts: [...ACCOUNTS, GARDENER],
    neo4j: { ...NEO4J, nativeLogin: false },
  }),
  change(
    "provider-for-people",
    { neo4j: { ...NEO4J, otherProviders: ["oidc-people"], config: PEOPLE } },
    { status: 1 },
  ),
  change(
    "stranger-policy-for-all",
    strangers({
      policies: { helpdesk: { ...POLICY, clientWhitelists: ["ALL_CLIENTS"] } },
      rules: { helpdesk: RULE },
    }),
    { base: "adopted", status: 1 },
  ),
  change(
    "stranger-policy-for-one",
    strangers({
      apps: { helpdesk: APP },
      policies: { helpdesk: { ...POLICY, clientWhitelists: ["helpdesk-bot"] } },
      rules: { helpdesk: RULE },
    }),
    { base: "adopted" },
  ),
  change("stranger-app-without-policy", strangers({ apps: { helpdesk: APP } }), {
    base: "adopted",
  }),
  change(
    "stranger-further-way",
    strangers({
      policies: { helpdesk: { ...POLICY, priority: 1, clientWhitelists: ["etl-loader"] } },
      rules: { helpdesk: RULE },
      claims: {
        helpdesk: {
          authServerId: "default",
          name: "groups",
          claimType: "RESOURCE",
          valueType: "EXPRESSION",
          value: "app.profile.neo4j_groups",
          scopes: ["helpdesk"],
          status: "ACTIVE",
        },
      },
    }),
    { base: "adopted", status: 1 },
  ),
  change(
    "stranger-claim-not-read",
    strangers({
      claims: {
        helpdesk: {
          authServerId: "default",
          name: "groups",
          claimType: "RESOURCE",
          valueType: "EXPRESSION",
          value: "String.append(app.clientId, '_admin')",
          scopes: ["neo4j_groups"],
          status: "ACTIVE",
        },
      },
    }),
    { base: "adopted", status: 1 },
  ),
  change("mass-change", {
    accounts: [LOADER, REPORTING, SUPPORT].map((account) => ({
      ...account,
      groups: ["neo4j_admin"],
    })),
  }),
  change(
    "first-sign-ins",
    { signIns: [{ ...OKTA_PEOPLE, createGroups: true }, ENTRA_PEOPLE, GOOGLE_PEOPLE] },
    { status: 1 },
  ),
  change("service-beside-people", { accounts: [...ACCOUNTS, DASHBOARDS] }, { base: "people" }),
  signIns(
    "people-groups",
    [
      { ...OKTA_PEOPLE, groups: { engineers: ["admin"], contractors: ["reader"] } },
      { ...ENTRA_PEOPLE, groups: { "9e2a31e1-bdd1-47fe-844d-767502bd138d": ["reader"] } },
    ],
    1,
  ),
  signIns(
    "people-browsers",
    [{ ...OKTA_PEOPLE, browsers: ["https://neo4j.example.com/browser/"] }, ENTRA_PEOPLE],
    1,
  ),
  signIns(
    "people-groups-filter",
    [{ ...OKTA_PEOPLE, groupsFilter: { startsWith: "eng" } }, ENTRA_PEOPLE],
    1,
  ),
  signIns("people-id-token", [{ ...OKTA_PEOPLE, tokenType: "id_token" }, ENTRA_PEOPLE], 1),
  signIns("people-removed", [], 0),
];

/** The stack with other ways for people to sign in. */
function signIns(name: string, signIns: unknown[], status: 0 | 1): ReviewCase {
  return change(name, { signIns }, { base: "people", status });
}
