import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jake, login, settingsOf, signIn, World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const UNAUTHORIZED = "Neo.ClientError.Security.Unauthorized";
const ID_TOKEN = { tokenType: "id_token" };
const BY_ID_TOKEN = { ...ID_TOKEN, audience: "neo4j-browser" };

describe.each([
  ["entra", "accessToken", {}],
  ["entra", "idToken", ID_TOKEN],
  ["google", "idToken", {}],
  ["keycloak", "accessToken", {}],
  ["keycloak", "idToken", BY_ID_TOKEN],
  ["okta", "idToken", {}],
] as const)("people of %s by their %s, and services of Okta:", (provider, kind, changes) => {
  const declared = signIn(provider, changes);
  const person = async () => (await world.issuer(provider).signIn(jake))[kind];
  const service = () => world.issuer("okta").serviceToken();

  test("people's provider takes no token of a service", async () => {
    const settings = await settingsOf([declared], { alone: true });
    const database = await world.database(settings, provider);
    expect(await login(database, await service())).toBe(UNAUTHORIZED);
    expect(await login(database, await person())).toMatchObject({ username: jake.id });
  });

  test("the services' provider takes no token of a person", async () => {
    const database = await world.database(await settingsOf([]), provider);
    expect(await login(database, await person())).toBe(UNAUTHORIZED);
    expect(await login(database, await service())).toMatchObject({ username: "etl-loader" });
  });

  test("side by side each comes in by its own", async () => {
    const database = await world.database(await settingsOf([declared]), provider);
    expect(await login(database, await service())).toMatchObject({
      username: "etl-loader",
      provider: "oidc-okta-backend",
    });
    expect(await login(database, await person())).toMatchObject({
      username: jake.id,
      provider: `oidc-${declared.id}`,
    });
  });
});
