import fc from "fast-check";

/** Id of a person of the org, as stacks name it. */
export const USER = "00u0000000000000person";

const PROFILE = ["app.profile.neo4j_groups", "app.profile.neo4j_groups", "app.profile.graph"];
const EXPRESSIONS = [
  "(appuser != null) ? appuser.groups : app.profile.graph",
  "user.email",
  "appuser.neo4j_groups",
  "app.clientId",
  "String.append(app.clientId, '_admin')",
];

const status = fc.constantFrom(...Array<string>(11).fill("ACTIVE"), "INACTIVE");

const redirectUris = ["https://app.example.com/callback"];

/** The app of a page, which keeps no secret: the only kind that Okta lets do without a credential. */
const PAGE = { type: "browser", grantTypes: ["authorization_code"], redirectUris };

const anyApp = fc.record({
  name: fc.constantFrom("stranger-0", "stranger-1"),
  hasClientId: fc.boolean(),
  kind: fc.constantFrom<object>(
    { type: "service" },
    { type: "service", grantTypes: ["client_credentials"] },
    { type: "service", grantTypes: ["client_credentials"] },
    { type: "web", grantTypes: ["authorization_code"], redirectUris },
    { type: "web", grantTypes: ["authorization_code", "client_credentials"], redirectUris },
  ),
  method: fc.constantFrom(
    ...["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"],
    ...[undefined, "none"],
  ),
  profile: fc.constantFrom<unknown>(
    undefined,
    { neo4j_groups: ["neo4j_admin", "loaders"] },
    { neo4j_groups: "neo4j_reader", graph: ["admin", "reader"] },
    { neo4j_groups: ["loaders", "publisher"], graph: ["loaders", 7] },
    { graph: [], neo4j_groups: null },
  ),
  status,
});

const app = anyApp.map((one) => (one.method === "none" ? { ...one, kind: PAGE } : one));

const policy = fc.record({
  clients: fc.constantFrom(
    ...[["ALL"], ["ALL"], ["accounts"], ["strangers"], ["accounts", "strangers"]],
  ),
  status,
  priority: fc.nat(2),
});

const rule = fc.record({
  policy: fc.nat(),
  status,
  grantTypes: fc.constantFrom(
    ["client_credentials"],
    ["client_credentials"],
    ["authorization_code", "client_credentials"],
    ["authorization_code"],
  ),
  scopes: fc.constantFrom<readonly (number | string)[]>(
    ...[["*"], ["*"], ["*"], [0], [0], [0], [1], [0, 1], [1, 2], ["openid", 0], []],
  ),
  users: fc.constantFrom([], [], [], [], [], [USER]),
  groups: fc.constantFrom([], [], ["EVERYONE"]),
  minutes: fc.constantFrom(undefined, 5, 240, 1440),
});

const claim = fc.record({
  name: fc.constantFrom("groups", "groups", "groups", "groups", "neo4j", "email"),
  type: fc.constantFrom("RESOURCE", "RESOURCE", "RESOURCE", "IDENTITY"),
  value: fc.constantFrom(...PROFILE, ...PROFILE, ...EXPRESSIONS),
  scopes: fc.constantFrom<readonly number[]>([], [], [], [0], [1], [0, 1]),
  status,
});

/** Objects at Okta that somebody else declares in the same stack. */
export const strangers = fc.record({
  at: fc.constantFrom(
    ...(["own", "own", "default by name", "default by id", "default by id", "other"] as const),
  ),
  apps: fc.uniqueArray(app, { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
  scopes: fc.uniqueArray(fc.constantFrom("extra", "admin"), { minLength: 1, maxLength: 2 }),
  policies: fc.array(policy, { minLength: 1, maxLength: 2 }),
  rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
  claims: fc.uniqueArray(claim, {
    minLength: 1,
    maxLength: 2,
    selector: ({ name, type }) => `${name} ${type}`,
  }),
});

/** What they declare. */
export type Strangers = typeof strangers extends fc.Arbitrary<infer T> ? T : never;
