import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Presented } from "../../../okta/http/caller.ts";
import { currentNonce } from "../../../okta/tokens/dpop/nonce.ts";
import type { TokenState } from "../../../okta/tokens/state.ts";
import { verifyOrgToken } from "../../../okta/tokens/verify-access-token.ts";
import { assertion, type ClientKey, clientKey, proof } from "./credentials.ts";
import {
  app,
  authorizationServer,
  basic,
  post,
  secret,
  serve,
  tokenState,
  World,
} from "./world.ts";

let world: World;
let state: TokenState;
let fastify: FastifyInstance;
let key: ClientKey;

beforeAll(async () => {
  key = await clientKey("api");
});

beforeEach(async () => {
  const grants = [{ id: "oag1", scopeId: "okta.apps.read", created: "" }];
  const client = app({
    tokenEndpointAuthMethod: "private_key_jwt",
    jwks: [key.registered],
    grants,
  });
  world = new World(await authorizationServer(), client);
  state = await tokenState(world);
  fastify = await serve(world, state);
});

async function issue(headers: Record<string, string> = {}): Promise<string> {
  const credentials = await assertion(world, key, { aud: world.orgTokenEndpoint });
  const form = { grant_type: "client_credentials", scope: "okta.apps.read", ...credentials };
  return (await post(fastify, "/oauth2/v1/token", form, headers)).body.access_token;
}

async function bound(): Promise<string> {
  const claims = { htu: world.orgTokenEndpoint, nonce: currentNonce(state) };
  return await issue({ dpop: await proof(world, key, claims) });
}

async function resourceProof(token: string, claims: Record<string, unknown> = {}): Promise<string> {
  const ath = createHash("sha256").update(token).digest("base64url");
  return await proof(world, key, {
    htm: "GET",
    htu: `${world.org.url}/api/v1/apps`,
    ath,
    ...claims,
  });
}

async function present(token: string, changes: Partial<Presented> = {}) {
  const call = { scheme: "bearer", method: "GET", path: "/api/v1/apps", proof: undefined } as const;
  return await verifyOrgToken(state, { token, ...call, ...changes });
}

const verified = { clientId: "etl-loader", scopes: ["okta.apps.read"] };

test("a bearer token of the org server", async () => {
  expect(await present(await issue())).toEqual(verified);
});

test("a bound token with the proof of its key, once", async () => {
  const token = await bound();
  const changes = { scheme: "dpop", proof: await resourceProof(token) } as const;
  expect(await present(token, changes)).toEqual(verified);
  expect(await present(token, changes)).toBeUndefined();
});

describe("not accepted", () => {
  test("a bound token as bearer, and a bearer token as bound", async () => {
    expect(await present(await bound())).toBeUndefined();
    const token = await issue();
    const changes = { scheme: "dpop", proof: await resourceProof(token) } as const;
    expect(await present(token, changes)).toBeUndefined();
  });

  test.each<[string, Record<string, unknown>]>([
    ["another method", { htm: "POST" }],
    ["another path", { htu: "http://127.0.0.1:8080/api/v1/groups" }],
    ["another token", { ath: "abc" }],
    ["no token", { ath: undefined }],
  ])("a proof for %s", async (_, claims) => {
    const token = await bound();
    const changes = { scheme: "dpop", proof: await resourceProof(token, claims) } as const;
    expect(await present(token, changes)).toBeUndefined();
  });

  test("a bound token without a proof, or with another key's", async () => {
    const token = await bound();
    expect(await present(token, { scheme: "dpop" })).toBeUndefined();
    const other = await clientKey("other");
    const ath = createHash("sha256").update(token).digest("base64url");
    const claims = { htm: "GET", htu: `${world.org.url}/api/v1/apps`, ath };
    const foreign = await proof(world, other, claims);
    expect(await present(token, { scheme: "dpop", proof: foreign })).toBeUndefined();
  });

  test("a custom server's token", async () => {
    const client = app({ id: "0oa2", clientId: "other" });
    world.org.apps.set(client.id, client);
    world.server.policies[0]?.clients.push("other");
    const answer = await post(
      fastify,
      "/oauth2/default/v1/token",
      { grant_type: "client_credentials", scope: "neo4j_groups" },
      { authorization: basic("other", secret) },
    );
    expect(answer.status).toBe(200);
    expect(await present(answer.body.access_token)).toBeUndefined();
  });

  test("an expired token, and one of a client that is gone", async () => {
    const token = await issue();
    world.app.status = "INACTIVE";
    expect(await present(token)).toBeUndefined();
    world.app.status = "ACTIVE";
    expect(await present(token)).toEqual(verified);
    world.now += 3_600_000;
    expect(await present(token)).toBeUndefined();
  });

  test("nonsense", async () => {
    for (const token of ["", "a", "a.b.c", "\u0000"]) expect(await present(token)).toBeUndefined();
  });
});
