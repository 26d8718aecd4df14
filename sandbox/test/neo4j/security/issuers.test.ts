import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CLIENT_ID,
  entra,
  google,
  type Issuer,
  type IssuerShape,
  keycloak,
  type Person,
  SERVICE_AUDIENCE,
  startIssuer,
} from "../../support/issuers/index.ts";
import { bearer, database, log, type Settings } from "./providers.ts";
import { PASSWORD, refusal, UNAUTHORIZED } from "./world.ts";

/** One person, known to all issuers; her groups are names, object ids or app roles. */
const jake: Person = { id: "00u-jake", email: "jake@example.com", groups: ["engineers"] };
const guest: Person = { id: "00u-guest", email: "guest@example.com", groups: [] };

const SHAPES = {
  entra: entra(),
  "entra with app roles": entra("roles"),
  "entra with over 200 groups": entra("overage"),
  google: google(),
  keycloak: keycloak(),
  "keycloak with full paths": keycloak({ fullPath: true }),
  "keycloak without an audience mapper": keycloak({ audience: "account" }),
} satisfies Record<string, IssuerShape>;
type Name = keyof typeof SHAPES;

const issuers = new Map<Name, Issuer>();
const issuer = (name: Name) => issuers.get(name) as Issuer;
beforeAll(async () => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    issuers.set(name as Name, await startIssuer(shape, { people: [jake, guest] }));
  }
});
afterAll(async () => {
  for (const one of issuers.values()) await one.stop();
});

/** A provider for people with access tokens. */
function people(name: Name, more: Settings = {}): Settings {
  const { discoveryUri, audience } = issuer(name);
  return {
    well_known_discovery_uri: discoveryUri,
    audience,
    "claims.groups": "groups",
    "authorization.group_to_role_mapping": '"engineers"=admin,publisher',
    ...more,
  };
}

/** Entra's access tokens name another issuer than its discovery document. */
const V1 = { issuer: SHAPES.entra.accessToken?.issuer };
const ID_TOKEN = { audience: CLIENT_ID };
/** The provider of the services at the same issuer. */
const services = (name: Name): Settings => ({
  ...people(name),
  audience: SERVICE_AUDIENCE,
  "authorization.group_to_role_mapping": '"etl"=publisher',
});

const ENGINEER = ["admin", "publisher"];
const LOGINS: [name: string, Name, token: "accessToken" | "idToken", Settings, Person, string[]][] =
  [
    ["Entra: object ids of groups", "entra", "accessToken", V1, jake, ENGINEER],
    ["Entra: no groups", "entra", "accessToken", V1, guest, []],
    [
      "Entra: app roles",
      "entra with app roles",
      "accessToken",
      { ...V1, "claims.groups": "roles" },
      jake,
      ENGINEER,
    ],
    ["Entra: over 200 groups", "entra with over 200 groups", "accessToken", V1, jake, []],
    ["Entra: ID token", "entra", "idToken", ID_TOKEN, jake, ENGINEER],
    ["Google: ID token", "google", "idToken", ID_TOKEN, jake, []],
    ["Keycloak: groups by name", "keycloak", "accessToken", {}, jake, ENGINEER],
    ["Keycloak: groups by path", "keycloak with full paths", "accessToken", {}, jake, []],
    [
      "Keycloak: paths in the mapping",
      "keycloak with full paths",
      "accessToken",
      { "authorization.group_to_role_mapping": '"/engineers"=reader' },
      jake,
      ["reader"],
    ],
    ["Keycloak: ID token", "keycloak", "idToken", ID_TOKEN, jake, ENGINEER],
  ];

describe("the same person logs in:", () => {
  test.each(LOGINS)("%s", async (_, name, kind, more, person, roles) => {
    const security = await database({ people: people(name, more) });
    const token = (await issuer(name).signIn(person))[kind];
    const subject = await security.login(bearer(token));
    expect(subject).toMatchObject({ username: person.id, provider: "oidc-people", roles });
  });

  test.each([
    ["entra", "unique_name", "jake@example.com"],
    ["keycloak", "preferred_username", "jake"],
  ] as const)("%s: the user name of the claim %s", async (name, claim, username) => {
    const settings = { ...(name === "entra" && V1), "claims.username": claim };
    const security = await database({ people: people(name, settings) });
    const { accessToken } = await issuer(name).signIn(jake);
    expect(await security.login(bearer(accessToken))).toMatchObject({ username });
  });

  test("Google: a local user has the roles that were granted, others are refused", async () => {
    const security = await database(
      { google: people("google", { ...ID_TOKEN, "claims.groups": undefined }) },
      { "dbms.security.require_local_user": "true" },
    );
    const admin = await security.login({
      scheme: "basic",
      principal: "neo4j",
      credentials: PASSWORD,
    });
    for (const statement of [
      `CREATE USER jake SET AUTH 'oidc-google' {SET ID '${jake.id}'}`,
      "GRANT ROLE reader TO jake",
    ]) {
      await security.execute(admin, statement, new Map());
    }
    const { idToken } = await issuer("google").signIn(jake);
    expect(await security.login(bearer(idToken))).toMatchObject({
      username: "jake",
      roles: ["reader"],
    });
    const other = await issuer("google").signIn(guest);
    expect(await refusal(security.login(bearer(other.idToken)))).toEqual(UNAUTHORIZED);
  });
});

const ISSUER = /unexpected "iss" claim value/;
const AUDIENCE = /unexpected "aud" claim value/;
const REFUSALS: [string, Name, "accessToken" | "idToken", Settings, why: RegExp][] = [
  ["Entra: without its issuer of access tokens", "entra", "accessToken", {}, ISSUER],
  [
    "Entra: without the slash",
    "entra",
    "accessToken",
    { issuer: V1.issuer?.replace(/\/$/, "") },
    ISSUER,
  ],
  ["Entra: an ID token for access tokens", "entra", "idToken", {}, AUDIENCE],
  [
    "Entra: an access token for ID tokens",
    "entra",
    "accessToken",
    { ...V1, ...ID_TOKEN },
    AUDIENCE,
  ],
  ["Google: an opaque access token", "google", "accessToken", ID_TOKEN, /Invalid Compact JWS/],
  [
    "Keycloak: the audience account",
    "keycloak without an audience mapper",
    "accessToken",
    { audience: "neo4j" },
    AUDIENCE,
  ],
  [
    "Keycloak: a user name that is in no token",
    "keycloak",
    "accessToken",
    { "claims.username": "upn" },
    /missing username claim 'upn'/,
  ],
];

describe("the same person is refused:", () => {
  test.each(REFUSALS)("%s", async (_, name, kind, more, why) => {
    const security = await database({ people: people(name, more) });
    const token = (await issuer(name).signIn(jake))[kind];
    expect(await refusal(security.login(bearer(token)))).toEqual(UNAUTHORIZED);
    expect(log.at(-1)).toMatch(why);
  });
});

describe.each([
  ["entra", "accessToken", V1],
  ["entra", "idToken", ID_TOKEN],
  ["keycloak", "accessToken", {}],
  ["keycloak", "idToken", ID_TOKEN],
] as const)("people and services of one issuer, %s with %s:", (name, kind, more) => {
  const servicesOf = () => ({ ...services(name), issuer: SHAPES[name].accessToken?.issuer });
  const token = async () => (await issuer(name).signIn(jake))[kind];

  test("people's provider takes no token of a service", async () => {
    const security = await database({ people: people(name, more) });
    const refused = refusal(security.login(bearer(await issuer(name).serviceToken())));
    expect(await refused).toEqual(UNAUTHORIZED);
    expect(log.at(-1)).toMatch(kind === "idToken" && name === "entra" ? ISSUER : AUDIENCE);
  });

  test("the services' provider takes no token of a person", async () => {
    const security = await database({ services: servicesOf() });
    expect(await refusal(security.login(bearer(await token())))).toEqual(UNAUTHORIZED);
    expect(log.at(-1)).toMatch(kind === "idToken" && name === "entra" ? ISSUER : AUDIENCE);
  });

  test("side by side each comes in by its own, in whatever order", async () => {
    const both = { services: servicesOf(), people: people(name, more) };
    for (const order of [both, { people: both.people, services: both.services }]) {
      const security = await database(order);
      const service = await security.login(bearer(await issuer(name).serviceToken()));
      expect(service).toMatchObject({ username: "etl-loader", provider: "oidc-services" });
      const person = await security.login(bearer(await token()));
      expect(person).toMatchObject({ provider: "oidc-people", roles: ENGINEER });
    }
  });
});
