import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OktaEmulator } from "../../../okta/emulator.ts";
import { peopleSeed } from "../../../okta/people-seed.ts";
import { signIn } from "../../../okta/visitor.ts";
import { bearer, database, log, type Settings } from "./providers.ts";
import { refusal, UNAUTHORIZED } from "./world.ts";

const CLIENT = "neo4j-browser";
const REDIRECT = "http://localhost:7474/browser/?idp_id=people&auth_flow_step=redirect_uri";
const PASSWORD = "Correct-Horse-1";
const JAKE = "jake@example.com";
const SECRET = "a-secret-of-this-test-and-no-other";

const SERVICE = {
  name: "oidc_client",
  label: "etl-loader",
  signOnMode: "OPENID_CONNECT",
  credentials: {
    oauthClient: {
      client_id: "etl-loader",
      client_secret: SECRET,
      token_endpoint_auth_method: "client_secret_basic",
    },
  },
  settings: {
    oauthClient: {
      application_type: "service",
      grant_types: ["client_credentials"],
      response_types: ["token"],
    },
  },
  profile: { neo4j_groups: ["neo4j_etl"] },
};
/** What the services' scope adds to the server. */
const OF_SERVICES = {
  scopes: [{ name: "neo4j_groups" }],
  claim: {
    name: "service_groups",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "app.profile.neo4j_groups",
    conditions: { scopes: ["neo4j_groups"] },
  },
  policy: {
    type: "OAUTH_AUTHORIZATION_POLICY",
    name: "Services",
    description: "Service accounts",
    conditions: { clients: { include: ["etl-loader"] } },
    rules: [
      {
        type: "RESOURCE_ACCESS",
        name: "Client credentials",
        conditions: {
          grantTypes: { include: ["client_credentials"] },
          people: { groups: { include: ["EVERYONE"] } },
          scopes: { include: ["neo4j_groups"] },
        },
        actions: { token: {} },
      },
    ],
  },
};

let okta: OktaEmulator;
beforeAll(async () => {
  const seed = peopleSeed({
    clientId: CLIENT,
    redirectUris: [REDIRECT],
    people: [{ login: JAKE, password: PASSWORD, groups: ["engineers"] }],
  });
  const [server] = seed.authorizationServers;
  okta = new OktaEmulator({
    seed: {
      ...seed,
      apps: [...seed.apps, SERVICE],
      authorizationServers: [
        {
          ...(server as NonNullable<typeof server>),
          scopes: OF_SERVICES.scopes,
          claims: [...(server?.claims ?? []), OF_SERVICES.claim],
          policies: [...(server?.policies ?? []), OF_SERVICES.policy],
        },
      ],
    },
  });
  await okta.start();
});
afterAll(() => okta.stop());

const issuer = () => `${okta.url}/oauth2/default`;
const person = () =>
  signIn({
    ...{ issuer: issuer(), clientId: CLIENT, redirectUri: REDIRECT, scope: "openid email" },
    ...{ login: JAKE, password: PASSWORD },
  });

async function service(): Promise<string> {
  const answer = await fetch(`${issuer()}/v1/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`etl-loader:${SECRET}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "neo4j_groups" }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

const provider = (audience: string, groups: string, mapping: string): Settings => ({
  well_known_discovery_uri: `${issuer()}/.well-known/openid-configuration`,
  audience,
  "claims.groups": groups,
  "authorization.group_to_role_mapping": mapping,
});
const services = () => provider("api://default", "service_groups", '"neo4j_etl"=publisher');
const people = (audience: string) => provider(audience, "groups", '"engineers"=admin');

describe("people with ID tokens and services of one server at Okta:", () => {
  test("side by side each comes in by its own, in whatever order", async () => {
    const both = { services: services(), people: people(CLIENT) };
    for (const order of [both, { people: both.people, services: both.services }]) {
      const security = await database(order);
      expect(await security.login(bearer(await service()))).toMatchObject({
        ...{ username: "etl-loader", provider: "oidc-services", roles: ["publisher"] },
      });
      const { id_token: token = "" } = await person();
      expect(await security.login(bearer(token))).toMatchObject({
        ...{ provider: "oidc-people", roles: ["admin"] },
      });
    }
  });

  test("neither takes the other's token", async () => {
    const ofPeople = await database({ people: people(CLIENT) });
    expect(await refusal(ofPeople.login(bearer(await service())))).toEqual(UNAUTHORIZED);
    expect(log.at(-1)).toContain('unexpected "aud" claim value');
    const ofServices = await database({ services: services() });
    const { id_token: token = "" } = await person();
    expect(await refusal(ofServices.login(bearer(token)))).toEqual(UNAUTHORIZED);
    expect(log.at(-1)).toContain('unexpected "aud" claim value');
  });
});

test("with access tokens of one server and one audience, each provider takes the tokens of both", async () => {
  const ofPeople = await database({ people: people("api://default") });
  expect(await ofPeople.login(bearer(await service()))).toMatchObject({ username: "etl-loader" });
  const ofServices = await database({ services: services() });
  const { access_token: token } = await person();
  expect(await ofServices.login(bearer(token))).toMatchObject({ username: JAKE, roles: [] });
});
