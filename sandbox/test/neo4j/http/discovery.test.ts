import { expect, test } from "vitest";
import { configuration, HttpWorld } from "./world.ts";

const world = new HttpWorld();
const { ask } = world;

test("the discovery document names the addresses and every provider", async () => {
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

test("the Community edition knows no providers", async () => {
  await world.restart({ configuration: { ...configuration, edition: "community" } });
  const { body } = await ask("/");
  expect(body).toMatchObject({ neo4j_edition: "community" });
  expect(body).not.toHaveProperty("auth_config");
});
