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
  const call = { scheme: "bearer", method: "GET", path: "/api/v1/apps" } as const;
  const asked = { proof: undefined, scope: "okta.apps.read" };
  return await verifyOrgToken(state, { token, ...call, ...asked, ...changes });
}

const verified = { clientId: "etl-loader", scopes: ["okta.apps.read"] };

test("a bearer token of the org server", async () => {
  expect(await present(await issue())).toEqual(verified);
});

test("a bound token with the proof of its key, once", async () => {
  const token = await bound();
  const changes = { scheme: "dpop", proof: await resourceProof(token) } as const;
  expect(await present(token, changes)).toEqual(verified);
  await refused(
    present(token, changes),
    "invalid_dpop_proof",
    "The DPoP proof JWT has already been used.",
  );
});

/** Okta's refusal at a resource: the OAuth error, and the same in a challenge. */
async function refused(presented: Promise<unknown>, code: string, message: string) {
  const url = world.org.url;
  await expect(presented).rejects.toMatchObject({
    status: code === "invalid_token" ? 401 : 400,
    code,
    message,
    headers: {
      "www-authenticate": `DPoP algs="RS256 RS384 RS512 ES256 ES384 ES512", authorization_uri="${url}/oauth2/v1/authorize", realm="${url}", scope="okta.apps.read", error="${code}", error_description="${message}", resource="/api/v1/apps"`,
    },
  });
}

test("htu names the path decoded", async () => {
  const token = await bound();
  const visit = async (path: string, htu: string) => {
    const made = await resourceProof(token, { htu: `${world.org.url}${htu}` });
    return await present(token, { scheme: "dpop", path, proof: made });
  };
  const [encoded, plain] = ["/api/v1/users/ann%40example.com", "/api/v1/users/ann@example.com"];
  expect(await visit(encoded, plain)).toEqual(verified);
  expect(await visit("/api/v1/iam/roles/a%20b%3F", "/api/v1/iam/roles/a b%3F")).toEqual(verified);
  await expect(visit(encoded, encoded)).rejects.toMatchObject({
    message: "'htu' claim in the DPoP proof JWT is invalid.",
  });
});

describe("refused with a challenge", () => {
  test("a bound token as bearer, and a bearer token as bound", async () => {
    await refused(
      present(await bound()),
      "invalid_request",
      "The resource request must use the DPoP authentication scheme when using a DPoP bound token.",
    );
    const token = await issue();
    await refused(
      present(token, { scheme: "dpop", proof: await resourceProof(token) }),
      "invalid_token",
      "The presented access_token is not DPoP bound.",
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["another method", { htm: "POST" }, "'htm' claim in the DPoP proof JWT is invalid."],
    [
      "another path",
      { htu: "http://127.0.0.1:8080/api/v1/groups" },
      "'htu' claim in the DPoP proof JWT is invalid.",
    ],
    [
      "another token",
      { ath: "abc" },
      "'ath' claim in the DPoP proof does not match the presented access_token.",
    ],
    [
      "no token",
      { ath: undefined },
      "'ath' claim in the DPoP proof does not match the presented access_token.",
    ],
    [
      "an older moment",
      { iat: 0 },
      "The DPoP proof JWT is issued more than five minutes in the past.",
    ],
  ])("a proof for %s", async (_, claims, message) => {
    const token = await bound();
    const changes = { scheme: "dpop", proof: await resourceProof(token, claims) } as const;
    await refused(present(token, changes), "invalid_dpop_proof", message);
  });

  test("a bound token without a proof, or with another key's", async () => {
    const token = await bound();
    await refused(
      present(token, { scheme: "dpop" }),
      "invalid_request",
      "The resource request requires a DPoP proof.",
    );
    const other = await clientKey("other");
    const ath = createHash("sha256").update(token).digest("base64url");
    const claims = { htm: "GET", htu: `${world.org.url}/api/v1/apps`, ath };
    const foreign = await proof(world, other, claims);
    await refused(
      present(token, { scheme: "dpop", proof: foreign }),
      "invalid_dpop_proof",
      "The access_token is not bound to the provided DPoP proof.",
    );
  });
});

describe("not accepted", () => {
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
