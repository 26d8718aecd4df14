import { expect, test } from "vitest";
import type { App } from "../../../../okta/entities.ts";
import { authorizationServer, basic, post, secret, serve, World } from "../world.ts";

async function request(network: App["network"]) {
  const world = new World(await authorizationServer());
  world.app.network = network;
  const form = { grant_type: "client_credentials", scope: "neo4j_groups" };
  const headers = { authorization: basic("etl-loader", secret) };
  return await post(await serve(world), "/oauth2/default/v1/token", form, headers);
}

test("a client bound to network zones is outside of them", async () => {
  const answer = await request({ connection: "ZONE", include: ["nzo1"] });
  expect({ status: answer.status, body: answer.body }).toEqual({
    status: 403,
    body: {
      error: "access_denied",
      error_description: "The request is made from outside the client's permitted network zones.",
    },
  });
});

test.each<App["network"]>([
  { connection: "ANYWHERE" },
  { connection: "ZONE", exclude: ["nzo1"] },
  undefined,
])("%j lets the client in", async (network) => {
  expect((await request(network)).status).toBe(200);
});
