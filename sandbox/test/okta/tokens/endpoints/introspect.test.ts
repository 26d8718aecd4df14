import type { FastifyInstance } from "fastify";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { rotateKeys } from "../../../../okta/tokens/keys.ts";
import { type ClientKey, clientKey, proof } from "../credentials.ts";
import {
  app,
  authorizationServer,
  basic,
  claim,
  post,
  secret,
  serve,
  start,
  World,
} from "../world.ts";

let world: World;
let fastify: FastifyInstance;
let key: ClientKey;

beforeAll(async () => {
  key = await clientKey("dpop");
});

beforeEach(async () => {
  world = new World(await authorizationServer());
  fastify = await serve(world);
});

const base = "/oauth2/default/v1";
const authorization = basic("etl-loader", secret);

async function issue(headers: Record<string, string> = {}): Promise<string> {
  const form = { grant_type: "client_credentials", scope: "neo4j_groups" };
  const answer = await post(fastify, `${base}/token`, form, { authorization, ...headers });
  return answer.body.access_token;
}

async function introspect(token: string, url = `${base}/introspect`) {
  return (await post(fastify, url, { token }, { authorization })).body;
}

async function revoke(token: string, credentials = authorization) {
  return await post(fastify, `${base}/revoke`, { token }, { authorization: credentials });
}

describe("introspection", () => {
  test("of a live token", async () => {
    expect(await introspect(await issue())).toEqual({
      active: true,
      token_type: "Bearer",
      scope: "neo4j_groups",
      client_id: "etl-loader",
      exp: start / 1000 + 3600,
      iat: start / 1000,
      sub: "etl-loader",
      aud: "api://default",
      iss: "http://127.0.0.1:8080/oauth2/default",
      jti: expect.stringMatching(/^AT\./),
      groups: ["neo4j_publisher"],
    });
  });

  test("of a token whose own claims have the names of the answer's members", async () => {
    for (const name of ["active", "client_id", "scope", "token_type"]) {
      world.server.claims.push(claim(name, "'mine'"));
    }
    expect(await introspect(await issue())).toMatchObject({
      active: true,
      client_id: "etl-loader",
      scope: "neo4j_groups",
      token_type: "Bearer",
    });
  });

  test("of a token bound to a key", async () => {
    const first = await post(
      fastify,
      `${base}/token`,
      { grant_type: "client_credentials", scope: "neo4j_groups" },
      { authorization, dpop: await proof(world, key) },
    );
    const nonce = first.headers["dpop-nonce"];
    const token = await issue({ dpop: await proof(world, key, { nonce }) });
    expect(await introspect(token)).toMatchObject({
      token_type: "DPoP",
      cnf: { jkt: expect.any(String) },
    });
  });

  test.each<[string, (token: string) => string | Promise<string>]>([
    ["an expired token", later],
    ["an altered token", (token) => `${token.slice(0, -3)}abc`],
    ["no token at all", () => "abc"],
    ["a token of an inactive client", async (token) => token],
  ])("%s", async (name, change) => {
    const other = app({ id: "0oa2", clientId: "other" });
    world.org.apps.set(other.id, other);
    const token = await change(await issue());
    if (name === "a token of an inactive client") {
      world.app.status = "INACTIVE";
    }
    const credentials = basic("other", secret);
    const answer = await post(
      fastify,
      `${base}/introspect`,
      { token },
      { authorization: credentials },
    );
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: { active: false },
    });
  });

  test("at another server", async () => {
    expect(await introspect(await issue(), "/oauth2/v1/introspect")).toEqual({ active: false });
  });

  test("of a token whose key was rotated, until the key is retired", async () => {
    const token = await issue();
    await rotateKeys(world.org, world.server);
    expect(await introspect(token)).toMatchObject({ active: true });
  });
});

describe("revocation", () => {
  test("ends a token, and again, with an empty answer", async () => {
    const token = await issue();
    for (let i = 0; i < 2; i += 1) {
      const answer = await revoke(token);
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 200,
        body: undefined,
      });
    }
    expect(await introspect(token)).toEqual({ active: false });
  });

  test("leaves the client's other tokens alone", async () => {
    const [one, two] = [await issue(), await issue()];
    await revoke(one);
    expect(await introspect(two)).toMatchObject({ active: true });
  });

  test("of nonsense succeeds, so that nothing leaks", async () => {
    expect((await revoke("abc")).status).toBe(200);
  });

  test("of another client's token is refused", async () => {
    const other = app({ id: "0oa2", clientId: "other" });
    world.org.apps.set(other.id, other);
    const token = await issue();
    const answer = await revoke(token, basic("other", secret));
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: {
        error: "unauthorized_client",
        error_description:
          "The token was issued to another client. A client may only revoke its own tokens.",
      },
    });
    expect(await introspect(token)).toMatchObject({ active: true });
  });
});

describe.each(["introspect", "revoke"])("%s refuses", (endpoint) => {
  test("a request without a token", async () => {
    const answer = await post(fastify, `${base}/${endpoint}`, {}, { authorization });
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: {
        error: "invalid_request",
        error_description: "The 'token' parameter is required.",
      },
    });
  });

  test("a request without credentials", async () => {
    const answer = await post(fastify, `${base}/${endpoint}`, { token: "abc" });
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 401,
      body: { error: "invalid_client", error_description: "No client credentials found." },
    });
  });

  test("an unknown server", async () => {
    const answer = await post(fastify, `/oauth2/none/v1/${endpoint}`, { token: "abc" });
    expect(answer.status).toBe(404);
  });
});

function later(token: string): string {
  world.now += 3_600_000;
  return token;
}
