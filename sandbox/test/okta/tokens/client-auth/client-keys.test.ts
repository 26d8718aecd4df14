import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../../../../okta/entities.ts";
import { ClientKeys } from "../../../../okta/tokens/client-auth/client-keys.ts";
import { type ClientKey, clientKey } from "../credentials.ts";
import { app } from "../world.ts";

const uri = "http://127.0.0.1:1/jwks";

let first: ClientKey;
let second: ClientKey;
let fetched: string[];
let answer: () => Response;
let keys: ClientKeys;
let client: App;

beforeAll(async () => {
  first = await clientKey("first");
  second = await clientKey("second");
});

beforeEach(() => {
  fetched = [];
  answer = () => Response.json({ keys: [first.jwk] });
  keys = new ClientKeys(async (input) => {
    fetched.push(String(input));
    return answer();
  });
  client = app({ jwksUri: uri });
});

test("the key set is fetched once for many assertions", async () => {
  for (let i = 0; i < 3; i += 1) await keys.find(client, { alg: "ES256", kid: "first" });
  expect(fetched).toEqual([uri]);
});

test("an unknown kid makes it be read again, so that a client can rotate its key", async () => {
  await keys.find(client, { alg: "ES256", kid: "first" });
  answer = () => Response.json({ keys: [second.jwk] });
  await expect(keys.find(client, { alg: "ES256", kid: "second" })).resolves.toBeDefined();
  await expect(keys.find(client, { alg: "ES256", kid: "first" })).rejects.toMatchObject({
    status: 401,
    code: "invalid_client",
    message: "The client_assertion JWT kid is invalid.",
  });
  expect(fetched).toHaveLength(3);
});

test("another address is another key set", async () => {
  await keys.find(client, { alg: "ES256", kid: "first" });
  client.jwksUri = `${uri}/2`;
  await keys.find(client, { alg: "ES256", kid: "first" });
  expect(fetched).toEqual([uri, `${uri}/2`]);
});

describe("a rehearsal key", () => {
  test("signs for every client, whose own keys go on working", async () => {
    const rehearsing = new ClientKeys(async () => Response.json({ keys: [first.jwk] }), {
      ...second.jwk,
      kid: "rehearsal",
    });
    const header = { alg: "ES256", kid: "rehearsal" };
    await expect(rehearsing.find(client, header)).resolves.toBeDefined();
    await expect(rehearsing.find(client, { alg: "ES256", kid: "first" })).resolves.toBeDefined();
  });

  test("is nothing to an org that was given none", async () => {
    await expect(keys.find(client, { alg: "ES256", kid: "rehearsal" })).rejects.toMatchObject({
      code: "invalid_client",
    });
  });
});

describe("a key set that cannot be read", () => {
  test.each<[string, () => Response, string]>([
    ["an error status", () => new Response("", { status: 500 }), uri],
    ["not JSON", () => new Response("<html>"), uri],
    ["not a key set", () => Response.json({ keys: "none" }), uri],
    ["a redirect", () => new Response(null, { status: 302, headers: { location: uri } }), uri],
    ["no answer", () => raise(new TypeError("fetch failed")), uri],
    ["no address", () => Response.json({ keys: [] }), "not a uri"],
  ])("%s", async (_, respond, jwksUri) => {
    answer = respond;
    client.jwksUri = jwksUri;
    await expect(keys.find(client, { alg: "ES256", kid: "first" })).rejects.toMatchObject({
      status: 401,
      code: "invalid_client",
      message: "Error retrieving the client JWKSet from jwks_uri.",
    });
  });
});

function raise(error: Error): never {
  throw error;
}
