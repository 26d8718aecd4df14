import { expect, test } from "vitest";
import { configuration, HttpWorld } from "./world.ts";

const world = new HttpWorld();
const { ask } = world;

test("the discovery document names the addresses and every provider, with what its security knows", async () => {
  world.security.signIns.set("people", {
    authEndpoint: "https://idp.example.com/authorize",
    tokenEndpoint: "https://idp.example.com/token",
  });
  const { status, headers, body } = await ask("/", { headers: { accept: "application/json" } });
  expect(status).toBe(200);
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  const bolt = `127.0.0.1:${world.server.boltPort}`;
  const http = `127.0.0.1:${world.server.httpPort}`;
  expect(body).toEqual({
    bolt_routing: `neo4j://${bolt}`,
    bolt_direct: `bolt://${bolt}`,
    query: `http://${http}/db/{databaseName}/query/v2`,
    neo4j_version: "5.26.0",
    neo4j_edition: "enterprise",
    auth_config: {
      oidc_providers: [
        {
          id: "okta-backend",
          name: "Okta",
          auth_flow: "pkce",
          params: {},
          auth_params: {},
          token_params: {},
          config: {},
          well_known_discovery_uri: "https://example.okta.com/.well-known/x",
        },
        {
          id: "people",
          name: "people",
          auth_flow: "pkce",
          params: { client_id: "abc", response_type: "code", scope: "openid profile" },
          auth_params: {},
          token_params: { client_secret: "public" },
          config: { principal: "email", token_type_principal: "id_token" },
          auth_endpoint: "https://idp.example.com/authorize",
          token_endpoint: "https://idp.example.com/token",
        },
      ],
    },
  });
});

test("providers stand in the order in which logins are tried; one that is in no list has no effect", async () => {
  const lists = { authenticationProviders: ["native", "oidc-people"] };
  await world.restart({ configuration: { ...configuration, ...lists } });
  const { body } = await ask("/");
  const ids = (list: { id: string }[]) => list.map(({ id }) => id);
  expect(ids(body.auth_config.oidc_providers)).toEqual(["people"]);
  lists.authenticationProviders = ["oidc-people", "oidc-okta-backend"];
  await world.restart({ configuration: { ...configuration, ...lists } });
  const reordered = await ask("/");
  expect(ids(reordered.body.auth_config.oidc_providers)).toEqual(["people", "okta-backend"]);
});

test("the Bolt port tells the same of sign-ins", async () => {
  const { body } = await ask("/");
  const answer = await fetch(`http://127.0.0.1:${world.server.boltPort}/`);
  expect(await answer.json()).toEqual({ auth_config: body.auth_config });
});

test("the Community edition knows no providers", async () => {
  await world.restart({ configuration: { ...configuration, edition: "community" } });
  const { body } = await ask("/");
  expect(body).toMatchObject({ neo4j_edition: "community" });
  expect(body).not.toHaveProperty("auth_config");
  const answer = await fetch(`http://127.0.0.1:${world.server.boltPort}/`);
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
});
