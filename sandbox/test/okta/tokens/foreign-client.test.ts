import Fastify, { type FastifyInstance } from "fastify";
import { createRemoteJWKSet, jwtVerify } from "jose";
import * as oauth from "oauth4webapi";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tokenRoutes } from "../../../okta/tokens/plugin.ts";
import { clientKey } from "./credentials.ts";
import { authorizationServer, secret, tokenState, World } from "./world.ts";

/** oauth4webapi against the plugin on a socket, as any client on the internet meets Okta. */

let world: World;
let fastify: FastifyInstance;
let as: oauth.AuthorizationServer;

const insecure = { [oauth.allowInsecureRequests]: true };
const client: oauth.Client = { client_id: "etl-loader" };
const parameters = { scope: "neo4j_groups" };

beforeEach(async () => {
  world = new World(await authorizationServer());
  world.org.now = Date.now;
  fastify = Fastify();
  await fastify.register(tokenRoutes(await tokenState(world)));
  world.org.url = await fastify.listen({ host: "127.0.0.1", port: 0 });
  as = await discover("/oauth2/default", "oauth2");
});

afterEach(async () => {
  await fastify.close();
});

async function discover(
  path: string,
  algorithm: "oauth2" | "oidc",
): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(`${world.org.url}${path}`);
  const response = await oauth.discoveryRequest(issuer, { algorithm, ...insecure });
  return await oauth.processDiscoveryResponse(issuer, response);
}

async function grant(auth: oauth.ClientAuth, DPoP?: oauth.DPoPHandle) {
  const options = { ...insecure, ...(DPoP && { DPoP }) };
  const response = await oauth.clientCredentialsGrantRequest(as, client, auth, parameters, options);
  return await oauth.processClientCredentialsResponse(as, client, response);
}

async function verified(token: string) {
  const keys = createRemoteJWKSet(new URL(as.jwks_uri ?? ""));
  return (await jwtVerify(token, keys, { issuer: as.issuer, audience: "api://default" })).payload;
}

describe("discovery", () => {
  test("both documents name the issuer that was asked for", async () => {
    expect((await discover("/oauth2/default", "oidc")).issuer).toBe(as.issuer);
    expect(as.issuer).toBe(`${world.org.url}/oauth2/default`);
  });
});

describe("client credentials", () => {
  test("by secret in the header", async () => {
    const token = await grant(oauth.ClientSecretBasic(secret));
    expect(token).toMatchObject({ token_type: "bearer", expires_in: 3600, scope: "neo4j_groups" });
    expect(await verified(token.access_token)).toMatchObject({
      sub: "etl-loader",
      groups: ["neo4j_publisher"],
    });
  });

  test("by secret in the body", async () => {
    world.app.tokenEndpointAuthMethod = "client_secret_post";
    expect((await grant(oauth.ClientSecretPost(secret))).scope).toBe("neo4j_groups");
  });

  test("by private key, whose audience has to be the endpoint", async () => {
    const key = await clientKey("current", "RS256");
    world.app.tokenEndpointAuthMethod = "private_key_jwt";
    world.app.jwks = [key.registered];
    const signer = { key: key.privateKey, kid: "current" };
    await expect(grant(oauth.PrivateKeyJwt(signer))).rejects.toMatchObject({
      status: 401,
      error: "invalid_client",
      error_description:
        "The audience claim for client_assertion must be the endpoint invoked for the request.",
    });
    const auth = oauth.PrivateKeyJwt(signer, {
      [oauth.modifyAssertion]: (_header, payload) => {
        payload.aud = as.token_endpoint;
      },
    });
    for (let i = 0; i < 2; i += 1) expect((await grant(auth)).scope).toBe("neo4j_groups");
  });

  test("by private key whose public half is fetched", async () => {
    const key = await clientKey("fetched");
    const publisher = Fastify();
    publisher.get("/jwks", async () => ({ keys: [key.jwk] }));
    try {
      world.app.tokenEndpointAuthMethod = "private_key_jwt";
      world.app.jwksUri = `${await publisher.listen({ host: "127.0.0.1", port: 0 })}/jwks`;
      const auth = oauth.PrivateKeyJwt(
        { key: key.privateKey, kid: "fetched" },
        {
          [oauth.modifyAssertion]: (_header, payload) => {
            payload.aud = as.token_endpoint;
          },
        },
      );
      expect((await grant(auth)).token_type).toBe("bearer");
    } finally {
      await publisher.close();
    }
  });

  test("with DPoP, after the nonce challenge", async () => {
    world.app.dpopBound = true;
    const auth = oauth.ClientSecretBasic(secret);
    await expect(grant(auth)).rejects.toMatchObject({ error: "invalid_dpop_proof" });
    const keys = await oauth.generateKeyPair("ES256");
    const handle = oauth.DPoP(client, keys);
    const challenge = await grant(auth, handle).catch((error: unknown) => error);
    expect(oauth.isDPoPNonceError(challenge)).toBe(true);
    const token = await grant(auth, handle);
    expect(token.token_type).toBe("dpop");
    expect(await verified(token.access_token)).toMatchObject({
      cnf: { jkt: await handle.calculateThumbprint() },
    });
  });

  test("with a wrong secret", async () => {
    await expect(grant(oauth.ClientSecretBasic("wrong"))).rejects.toMatchObject({
      status: 401,
      error: "invalid_client",
      error_description: "The client secret supplied for a confidential client is invalid.",
    });
  });
});

test("introspection and revocation", async () => {
  const auth = oauth.ClientSecretBasic(secret);
  const { access_token } = await grant(auth);
  const introspect = async () => {
    const response = await oauth.introspectionRequest(as, client, auth, access_token, insecure);
    return await oauth.processIntrospectionResponse(as, client, response);
  };
  expect(await introspect()).toMatchObject({ active: true, client_id: "etl-loader" });
  const response = await oauth.revocationRequest(as, client, auth, access_token, insecure);
  await oauth.processRevocationResponse(response);
  expect(await introspect()).toEqual({ active: false });
});
